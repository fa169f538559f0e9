// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.ReadyList;

/**
 * {@link EventWait} as the reference machine has it (S5 to S12): "I may sleep" is said whenever there is time left, and the
 * controller learns from every turn.
 */
final class ReferenceWait implements EventWait {
    private final LoopBase base;
    private final QueuedWork queued;
    private final KernelWait kernel;
    private final Spin spin;
    private final PollController controller;

    ReferenceWait(LoopBase base, QueuedWork queued, KernelWait kernel, Spin spin) {
        this.base = base;
        this.queued = queued;
        this.kernel = kernel;
        this.spin = spin;
        this.controller = spin.controller();
    }

    @Override
    public boolean run(boolean blocking, ReadyList ready) {
        boolean adaptive = controller.params().maxNs() != 0;
        long startNs = adaptive ? base.nowNs() : 0;
        boolean progress = spin.run(blocking ? queued.timeoutNs() : 0, 0, ready);
        await(spin.remainingNs(), ready);
        boolean notified = base.gate.accept();
        PollParams params = controller.params(); // as they are now: new ones have started the controller over (S2)
        if (adaptive && params.maxNs() != 0) {
            long blockNs = base.nowNs() - startNs;
            controller.learn(params, blockNs, blockNs, notified, ready);
        }
        return progress;
    }

    private void await(long timeoutNs, ReadyList ready) {
        boolean maySleep = timeoutNs != 0;
        long waitNs = maySleep && queued.enterWait(false) ? 0 : timeoutNs;
        try {
            // With all handlers busy-pollable it does not look at the fds, which starves them (S9, S46, S47).
            if (waitNs != 0 || base.monitor.current().needWait()) {
                kernel.await(waitNs, ready);
            }
        } finally {
            if (maySleep) {
                base.gate.leaveWait();
            }
        }
    }
}
