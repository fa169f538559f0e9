// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.FdMonitor;
import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.ReadyList;

/**
 * How a loop sleeps that has nothing to do: until an fd is ready, something is queued, or the time is up (S8 to S10, B7).
 * Home thread only.
 */
final class Sleep extends Padded {
    private final LoopBase base;
    private final NotifyGate gate;
    private final MonitorSlot monitor;
    private final QueuedWork queued;
    private final KernelWait kernel;
    private final Spin spin;
    private final PollController controller;
    private final TimerLead timerLead;

    /** How long the last sleep was, and when it ended; both 0 if it was not measured. */
    private long sleptNs;

    private long endNs;

    Sleep(LoopBase base, QueuedWork queued, KernelWait kernel, Spin spin) {
        this.base = base;
        this.gate = base.gate;
        this.monitor = base.monitor;
        this.queued = queued;
        this.kernel = kernel;
        this.spin = spin;
        this.controller = spin.controller();
        this.timerLead = new TimerLead(controller.wakeUpNs());
    }

    /** How long before a timer is due a sleep ends, so that busy polling can do the rest. */
    long leadNs() {
        return timerLead.ns(controller.params());
    }

    /** How long the last sleep was, 0 if it was not measured. */
    long sleptNs() {
        return sleptNs;
    }

    /** When the last sleep has ended, 0 if it was not measured. */
    long endNs() {
        return endNs;
    }

    /** Sleeps, unless there are events or news already; returns whether it has slept. */
    boolean run(long untilDueNs, ReadyList ready) {
        boolean parks = kernel.isParkable();
        if (parks) {
            monitor.current().submit();
            if (kernel.peek(ready)) { // what removed fds have left
                return false;
            }
            parks = monitor.current().isAtRest();
        }
        boolean news = queued.enterWait(parks);
        try {
            if (!news) {
                sleep(untilDueNs, parks, ready);
            }
            return !news;
        } finally {
            gate.leaveWait();
        }
    }

    private void sleep(long untilDueNs, boolean parks, ReadyList ready) {
        long timeoutNs = untilBusyPollNs(untilDueNs);
        boolean timed = timeoutNs != FdMonitor.INFINITE || controller.params().maxNs() != 0;
        long startNs = timed ? base.nowNs() : 0;
        long leftNs = timeoutNs;
        // A signal, or an event of a handler that is gone, ends the wait but is nothing to do: sleep on (B7).
        while (!waitOnce(leftNs, parks, ready) && !gate.isNotified()) {
            if (leftNs != FdMonitor.INFINITE) {
                leftNs = Math.max(timeoutNs - (base.nowNs() - startNs), 0);
                if (leftNs == 0) {
                    timerLead.overslept(controller.params(), base.nowNs() - startNs - timeoutNs);
                    break;
                }
            }
        }
        endNs = timed ? base.nowNs() : 0;
        sleptNs = endNs - startNs;
        if (timed) {
            controller.slept(startNs, endNs);
        }
    }

    /** Returns whether the sleep is over: there are events, or the thread was interrupted and can't park any more. */
    private boolean waitOnce(long timeoutNs, boolean parks, ReadyList ready) {
        return parks
                ? kernel.park(timeoutNs) || Thread.currentThread().isInterrupted()
                : kernel.await(timeoutNs, ready);
    }

    /** How long to sleep: the next turn busy-polls through the rest, if it can. */
    private long untilBusyPollNs(long untilDueNs) {
        long leadNs = leadNs();
        return untilDueNs > leadNs && leadNs > 0 && spin.canRun() ? untilDueNs - leadNs : untilDueNs;
    }
}
