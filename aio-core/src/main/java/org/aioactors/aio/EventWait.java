// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.concurrent.locks.LockSupport;
import org.aioactors.aio.fdmon.FdMonitor;
import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.ReadyList;
import org.aioactors.aio.fdmon.Semantics;
import org.aioactors.aio.trace.WaitEvent;

/**
 * The first half of a turn, steps 5 to 12 of S4 to S17: from its start to the moment when it is known what there is
 * to do. Busy-polls, sleeps in the kernel if that is still needed, and has the controller learn from how long it
 * took. Loop thread only, unless a method says otherwise.
 */
final class EventWait extends Padded {
    /** In the default semantics, turns with work queued look at the fds at worst at every eighth (B5). */
    private static final int MAX_TURNS_BETWEEN_LOOKS = 8;

    private final String contextName;
    private final boolean reference;
    private final boolean mayPark;
    private final ClockSource clock;
    private final NotifyGate gate;
    private final FdTable table;
    private final MonitorSlot monitor;
    private final BusyPoller busyPoller;
    private final BottomHalfQueue bottomHalves;
    private final Timers timers;
    private final TimerLead timerLead;

    private final LoopCounter turns = new LoopCounter();
    private final LoopCounter waits = new LoopCounter();

    /** How many turns in a row did not look at the fds. */
    private int turnsSinceLook;

    /** Whether the present sleep is one without fds. */
    private boolean parked;

    /** How long the present turn was in the kernel's wait, if that is measured. */
    private long sleptNs;

    EventWait(
            String contextName,
            Semantics semantics,
            ClockSource clock,
            NotifyGate gate,
            FdTable table,
            MonitorSlot monitor,
            BusyPoller busyPoller,
            BottomHalfQueue bottomHalves,
            Timers timers,
            boolean mayPark,
            long wakeUpNs) {
        this.contextName = contextName;
        this.reference = semantics == Semantics.REFERENCE;
        this.mayPark = mayPark && !reference;
        this.clock = clock;
        this.gate = gate;
        this.table = table;
        this.monitor = monitor;
        this.busyPoller = busyPoller;
        this.bottomHalves = bottomHalves;
        this.timers = timers;
        this.timerLead = new TimerLead(wakeUpNs);
    }

    /** Adds what is ready to {@code ready}; returns whether busy polling made progress. */
    boolean run(boolean blocking, ReadyList ready) {
        turns.increment();
        boolean adaptive = busyPoller.params().maxNs() != 0;
        long startNs = adaptive ? nowNs() : 0;
        sleptNs = 0;
        long timeoutNs = blocking ? timeoutNs() : 0;
        // What a turn finds queued at its start has not kept it waiting: nothing is to be learnt from that.
        boolean idle = timeoutNs != 0 && !hasNews();
        boolean nearlyDue = !reference && timeoutNs > 0 && timeoutNs <= timerLead.ns(busyPoller.params());
        boolean progress = busyPoller.tryPoll(timeoutNs, nearlyDue ? timeoutNs : 0, ready);
        if (reference) {
            awaitAsReference(busyPoller.remainingNs(), ready);
        } else {
            awaitFully(blocking, busyPoller.remainingNs(), ready);
        }
        boolean notified = gate.accept() || bottomHalves.hasPolledWork();
        PollParams params = busyPoller.params(); // as they are now: a new setting has started the controller over (S2)
        if (adaptive && params.maxNs() != 0) {
            if (reference) {
                busyPoller.adjust(params, nowNs() - startNs);
            } else if (idle) {
                busyPoller.learn(params, knownNs() - startNs, sleptNs, notified, ready);
            }
        }
        return progress;
    }

    /** When it was known what there is to do. */
    private long knownNs() {
        return sleptNs == 0 && busyPoller.endNs() != 0 ? busyPoller.endNs() : nowNs();
    }

    private void awaitAsReference(long timeoutNs, ReadyList ready) {
        boolean maySleep = timeoutNs != 0;
        long waitNs = maySleep && enterWait() ? 0 : timeoutNs;
        try {
            // With all handlers busy-pollable it does not look at the fds, which starves them (S9, S46, S47).
            if (waitNs != 0 || monitor.current().needWait()) {
                await(waitNs, ready);
            }
        } finally {
            if (maySleep) {
                gate.leaveWait();
            }
        }
    }

    /**
     * Looks or sleeps. A call that does not block always looks; turns with work queued look often enough to starve
     * nobody but not each time, since a look is a system call (B5). In between, what is seen without one is taken.
     */
    private void awaitFully(boolean blocking, long timeoutNs, ReadyList ready) {
        boolean maySleep = timeoutNs != 0;
        turnsSinceLook++;
        boolean goesOn = !maySleep || hasNews();
        boolean due = turnsSinceLook >= MAX_TURNS_BETWEEN_LOOKS
                && (goesOn || monitor.current().seesAllInUserSpace());
        boolean found;
        if (!blocking || due || (!maySleep && monitor.hasRequests())) {
            turnsSinceLook = 0;
            found = hasEvents(await(0, ready));
        } else {
            found = hasEvents(monitor.current().peek(ready));
        }
        // Poll mode is left only if the loop is to sleep indeed (B2).
        if (maySleep && !found && !hasNews() && !busyPoller.stop(ready)) {
            boolean parkable = isParkable();
            if (parkable) {
                monitor.current().submit();
                found = hasEvents(monitor.current().peek(ready)); // what removed fds have left
            }
            if (!found) {
                parked = parkable && monitor.current().isAtRest();
                sleepUnlessNotified(timeoutNs, ready);
            }
        }
    }

    /**
     * Whether the sleep may be one that only other threads end: no fd is watched but the eventfd. A thread that was
     * interrupted can't park.
     */
    private boolean isParkable() {
        return mayPark && table.size() <= 1 && !Thread.currentThread().isInterrupted();
    }

    private void sleepUnlessNotified(long timeoutNs, ReadyList ready) {
        boolean notified = enterWait();
        try {
            if (!notified) {
                sleep(timeoutNs, ready);
            }
        } finally {
            gate.leaveWait();
            parked = false;
        }
    }

    /** From here on whoever has work for the loop ends its sleep. Returns whether there is some already. */
    private boolean enterWait() {
        boolean notified = parked ? gate.enterParked() : gate.enterWait();
        return notified || bottomHalves.hasPolledWork(); // in this order: see NotifyGate.notifySleeper
    }

    /** Whether another thread, or the loop itself, has work for the loop. Loop thread. */
    boolean hasNews() {
        return gate.isNotified() || bottomHalves.hasPolledWork();
    }

    private void sleep(long untilDueNs, ReadyList ready) {
        turnsSinceLook = 0;
        long timeoutNs = untilBusyPollNs(untilDueNs);
        boolean timed = timeoutNs != FdMonitor.INFINITE || busyPoller.params().maxNs() != 0;
        long startNs = timed ? nowNs() : 0;
        long leftNs = timeoutNs;
        // A signal, or an event of a handler that is gone, ends the wait but is nothing to do: sleep on (B7).
        while (!hasEvents(await(leftNs, ready)) && !gate.isNotified() && !isInterrupted()) {
            if (leftNs != FdMonitor.INFINITE) {
                leftNs = Math.max(timeoutNs - (nowNs() - startNs), 0);
                if (leftNs == 0) {
                    timerLead.overslept(busyPoller.params(), nowNs() - startNs - timeoutNs);
                    break;
                }
            }
        }
        if (timed) {
            long endNs = nowNs();
            sleptNs = endNs - startNs;
            busyPoller.slept(startNs, endNs);
        }
    }

    /** Whether it can't go on being parked. */
    private boolean isInterrupted() {
        return parked && Thread.currentThread().isInterrupted();
    }

    /** How long to sleep: the next turn busy-polls through the rest, if it can. */
    private long untilBusyPollNs(long untilDueNs) {
        long leadNs = timerLead.ns(busyPoller.params());
        return untilDueNs > leadNs && leadNs > 0 && busyPoller.canPoll() ? untilDueNs - leadNs : untilDueNs;
    }

    private int await(long timeoutNs, ReadyList ready) {
        if (timeoutNs != 0) {
            waits.increment();
        }
        WaitEvent event = WaitEvent.start();
        int count = parked ? park(timeoutNs) : monitor.current().await(timeoutNs, ready);
        if (event != null) {
            event.stop(contextName, timeoutNs, count);
        }
        return count;
    }

    private int park(long timeoutNs) {
        if (timeoutNs == FdMonitor.INFINITE) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, timeoutNs);
        }
        return 0;
    }

    private boolean hasEvents(int readyFds) {
        return readyFds > 0 || monitor.hasCompletions();
    }

    /** How long a blocking turn may wait: 0 if there is work, {@code -1} if only an event can bring any (S20, S21). */
    long timeoutNs() {
        long timeoutNs = bottomHalves.timeoutNs();
        return timeoutNs == 0 ? 0 : Timeouts.earlier(timeoutNs, timers.timeoutNs());
    }

    /** A foreign loop has a turn, with a wait of its own. */
    void countForeignTurn() {
        turns.increment();
    }

    /** How many turns began. Any thread. */
    long turns() {
        return turns.get();
    }

    /** How many times the kernel was asked to wait. Any thread. */
    long waits() {
        return waits.get();
    }

    /** Whether a bottom half is scheduled, an idle one too, or a timer is due (S62). */
    boolean hasWork() {
        return bottomHalves.timeoutNs() != Timeouts.INFINITE || timers.timeoutNs() == 0;
    }

    private long nowNs() {
        return clock.nowNs(ClockType.REALTIME);
    }
}
