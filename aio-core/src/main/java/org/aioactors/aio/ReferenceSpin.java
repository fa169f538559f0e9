// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.ReadyList;

/**
 * {@link Spin} as the reference machine has it (S41, S46, S57): only members are asked, one fd that can't tell its
 * readiness forbids all spinning, so does anything an io_uring has to be told, and poll mode is left when the spinning ends.
 */
final class ReferenceSpin extends Spin {
    private final MonitorSlot monitor;
    private final PollMembers members;

    ReferenceSpin(LoopBase base, PollMembers members, PollController controller) {
        super(base, members, controller);
        this.monitor = base.monitor;
        this.members = members;
    }

    @Override
    boolean hasMembers() {
        return !members.isEmpty();
    }

    @Override
    boolean isOver() {
        return monitor.current().needWait();
    }

    @Override
    boolean mustLook() {
        return false;
    }

    @Override
    void beforeRounds() {
        // What is to be submitted has forbidden the spinning.
    }

    @Override
    boolean afterRounds(ReadyList ready) {
        return leave(ready);
    }

    @Override
    boolean endsWithoutClock() {
        return false;
    }
}
