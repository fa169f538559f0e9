// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.ReadyList;

/** {@link EventWait} with the better rules: it starves no fd (B5), and leaves poll mode only to sleep indeed (B2). */
final class FullWait extends Padded implements EventWait {
    /** Turns with work queued look at the fds at worst at every eighth (B5). */
    private static final int MAX_TURNS_BETWEEN_LOOKS = 8;

    private final LoopBase base;
    private final NotifyGate gate;
    private final MonitorSlot monitor;
    private final QueuedWork queued;
    private final KernelWait kernel;
    private final Sleep sleep;
    private final Spin spin;
    private final PollController controller;

    /** How many turns in a row did not look at the fds. */
    private int turnsSinceLook;

    FullWait(LoopBase base, QueuedWork queued, KernelWait kernel, Sleep sleep, Spin spin) {
        this.base = base;
        this.gate = base.gate;
        this.monitor = base.monitor;
        this.queued = queued;
        this.kernel = kernel;
        this.sleep = sleep;
        this.spin = spin;
        this.controller = spin.controller();
    }

    @Override
    public boolean run(boolean blocking, ReadyList ready) {
        boolean adaptive = controller.params().maxNs() != 0;
        long startNs = adaptive ? base.nowNs() : 0;
        long timeoutNs = blocking ? queued.timeoutNs() : 0;
        // A turn that finds something queued at its start does not wait, so the controller learns nothing from it.
        boolean idle = timeoutNs != 0 && !gate.isNotified();
        boolean nearlyDue = timeoutNs > 0 && timeoutNs <= sleep.leadNs();
        boolean progress = spin.run(timeoutNs, nearlyDue ? timeoutNs : 0, ready);
        boolean slept = lookOrSleep(blocking, ready);
        boolean notified = gate.accept();
        PollParams params = controller.params(); // as they are now: new ones have started the controller over (S2)
        if (idle && adaptive && params.maxNs() != 0) {
            long blockNs = knownNs(slept) - startNs;
            controller.learn(params, blockNs, slept ? sleep.sleptNs() : 0, notified || queued.hasPolledWork(), ready);
        }
        if (gate.isForeignWait()) {
            spin.leave(ready); // after this turn the other loop waits, without leaving poll mode first (B2)
        }
        return progress;
    }

    /** When it was known what there is to do. */
    private long knownNs(boolean slept) {
        long endNs = slept ? sleep.endNs() : spin.endNs();
        return endNs != 0 ? endNs : base.nowNs();
    }

    /** Returns whether it has slept. */
    private boolean lookOrSleep(boolean blocking, ReadyList ready) {
        long timeoutNs = spin.remainingNs(); // a nested poll, in a callback below, would overwrite it
        boolean goesOn = timeoutNs == 0 || queued.hasNews();
        boolean found = isLookDue(blocking, timeoutNs, goesOn) ? look(ready) : kernel.peek(ready);
        boolean slept = !goesOn && !found && !spin.leave(ready) && sleep.run(timeoutNs, ready);
        if (slept) {
            turnsSinceLook = 0;
        }
        return slept;
    }

    /**
     * Whether this turn is to look at the fds even if that takes a system call. A call that does not block always looks;
     * turns with work queued look often enough to starve nobody but not each time (B5). In between, what is seen without
     * one is taken.
     */
    private boolean isLookDue(boolean blocking, long timeoutNs, boolean goesOn) {
        turnsSinceLook++;
        return !blocking
                || (turnsSinceLook >= MAX_TURNS_BETWEEN_LOOKS
                        && (goesOn || monitor.current().seesAllInUserSpace()))
                || (timeoutNs == 0 && monitor.hasRequests());
    }

    private boolean look(ReadyList ready) {
        turnsSinceLook = 0;
        return kernel.await(0, ready);
    }
}
