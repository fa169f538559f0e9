// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

/** A loop without a thread, which has its duty at first. */
final class TestLoop extends Worker {
    final LoopDuty duty = new LoopDuty();

    TestLoop() {
        super(new Succession(5, 0, System::nanoTime));
        duty.take();
    }

    @Override
    public boolean isLoop() {
        return true;
    }

    @Override
    public boolean rests() {
        return !duty.isTaken();
    }

    @Override
    public boolean wakeToSearch() {
        return duty.takeToSearch() != LoopDuty.TAKEN;
    }
}
