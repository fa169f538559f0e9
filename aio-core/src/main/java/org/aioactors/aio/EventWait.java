// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.FdMonitor;
import org.aioactors.aio.fdmon.ReadyList;
import org.aioactors.aio.fdmon.Semantics;

/**
 * The first half of a turn, steps 5 to 12 of S4 to S17: from its start to the moment when it is known what there is
 * to do. Busy-polls, sleeps in the kernel if that is still needed, and has the controller learn from how long it
 * took. Loop thread only.
 */
final class EventWait {
    /** In the default semantics, turns with work queued look at the fds at worst at every eighth (B5). */
    private static final int MAX_TURNS_BETWEEN_LOOKS = 8;

    private final boolean reference;
    private final ClockSource clock;
    private final NotifyGate gate;
    private final FdMonitor monitor;
    private final BusyPoller busyPoller;
    private final BottomHalfQueue bottomHalves;
    private final Timers timers;

    /** How many turns in a row did not look at the fds. */
    private int turnsSinceLook;

    EventWait(
            Semantics semantics,
            ClockSource clock,
            NotifyGate gate,
            FdMonitor monitor,
            BusyPoller busyPoller,
            BottomHalfQueue bottomHalves,
            Timers timers) {
        this.reference = semantics == Semantics.REFERENCE;
        this.clock = clock;
        this.gate = gate;
        this.monitor = monitor;
        this.busyPoller = busyPoller;
        this.bottomHalves = bottomHalves;
        this.timers = timers;
    }

    /** Adds what is ready to {@code ready}; returns whether busy polling made progress. */
    boolean run(boolean blocking, ReadyList ready) {
        boolean adaptive = busyPoller.params().maxNs() != 0;
        long startNs = adaptive ? nowNs() : 0;
        boolean progress = busyPoller.tryPoll(blocking ? timeoutNs() : 0, ready);
        await(blocking, busyPoller.remainingNs(), ready);
        gate.accept();
        PollParams params = busyPoller.params(); // as they are now: a new setting has started the controller over (S2)
        if (adaptive && params.maxNs() != 0) {
            busyPoller.adjust(params, nowNs() - startNs);
        }
        return progress;
    }

    private void await(boolean blocking, long firstTimeoutNs, ReadyList ready) {
        long timeoutNs = firstTimeoutNs;
        // By default poll mode is left only if the loop is to sleep indeed (B2).
        if (timeoutNs != 0 && !reference && (gate.isNotified() || busyPoller.stop(ready))) {
            timeoutNs = 0;
        }
        boolean maySleep = timeoutNs != 0;
        if (maySleep && gate.enterWait()) {
            timeoutNs = 0;
        }
        try {
            if (timeoutNs != 0 || mustLook(blocking)) {
                turnsSinceLook = 0;
                monitor.await(timeoutNs, ready);
            }
        } finally {
            if (maySleep) {
                gate.leaveWait();
            }
        }
    }

    /**
     * Whether a turn that need not wait looks at the fds all the same. The reference does so if it has handlers that
     * can't be busy-polled (S9, S46), which starves the others (S47). By default, a call that does not block always
     * looks, and turns with work queued look often enough to starve nobody but not each time, since a look is a
     * system call (B5).
     */
    private boolean mustLook(boolean blocking) {
        if (reference) {
            return monitor.needWait();
        }
        return !blocking || ++turnsSinceLook >= MAX_TURNS_BETWEEN_LOOKS;
    }

    /** How long a blocking turn may wait: 0 if there is work, {@code -1} if only an event can bring any (S20, S21). */
    long timeoutNs() {
        long timeoutNs = bottomHalves.timeoutNs();
        return timeoutNs == 0 ? 0 : Timeouts.earlier(timeoutNs, timers.timeoutNs());
    }

    private long nowNs() {
        return clock.nowNs(ClockType.REALTIME);
    }
}
