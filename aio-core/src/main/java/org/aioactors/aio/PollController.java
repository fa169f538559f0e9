// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.ReadyList;
import org.aioactors.aio.fdmon.WatchedFd;
import org.jspecify.annotations.Nullable;

/**
 * Decides how long the loop may busy-poll, and learns from how long it had to wait (S48, B3, B4). Home thread, unless a
 * method says otherwise.
 */
class PollController extends Padded {
    private final NotifyGate gate;
    private final MonitorSlot monitor;
    private final PollTime time;
    private final PollWindow window;

    /** Stands for the completions of requests on the ring, which have no handler (B9). */
    private final AioHandler completions =
            new AioHandler(0, FdHandler.builder().isReady(() -> false).build(), false);

    /** Stands for what other threads queue. Set once, by {@link #watchNotifier}. */
    private @Nullable AioHandler notifier;

    /** Written by any thread, read by the home thread. */
    private volatile PollParams params;

    /** What was learnt is to be forgotten. Written by any thread (true) and by the home thread (false). */
    private volatile boolean startOver;

    /** Expects a wake-up to cost {@code wakeUpNs} until one was measured. */
    PollController(LoopBase base, PollParams params, long wakeUpNs) {
        this.gate = base.gate;
        this.monitor = base.monitor;
        this.time = new PollTime(base.name);
        this.window = new PollWindow(wakeUpNs);
        this.params = params;
        gate.setTimed(needsWakeUpTimes(params));
    }

    /** Whether notifiers have to note when they wake the loop. */
    boolean needsWakeUpTimes(PollParams forParams) {
        return forParams.maxNs() != 0;
    }

    /** How far busy polling may go. Any thread. */
    final PollParams params() {
        return params;
    }

    /** Sets how far it may go, and starts over; the caller notifies (S2). Any thread. */
    final void setParams(PollParams newParams) {
        params = newParams;
        time.reset();
        startOver = true;
        gate.setTimed(needsWakeUpTimes(newParams));
    }

    /** How long the next turn may busy-poll by what was learnt. Any thread. */
    final long pollNs() {
        return time.ns();
    }

    /** What it costs to wake up from the kernel's wait, as far as that is known. */
    final long wakeUpNs() {
        return window.wakeUpNs();
    }

    /** Whose readiness stands for what other threads queue. */
    final void watchNotifier(AioHandler handler) {
        notifier = handler;
    }

    /** A removed handler does not count any more. */
    final void forget(AioHandler removed) {
        window.forget(removed);
    }

    /** The thread has slept; if a notification ended that, it is known what the wake-up has cost (B4). */
    final void slept(long fromNs, long toNs) {
        long notifiedNs = gate.notifiedNs();
        if (notifiedNs > fromNs && notifiedNs < toNs) {
            window.wokeUp(toNs - notifiedNs);
        }
    }

    /**
     * Learns from a turn that has waited: decides how long the next may busy-poll.
     *
     * @param blockNs how long it took from the turn's start until it was known what there is to do
     * @param sleptNs how much of that was the kernel's wait
     * @param notified whether something was queued
     * @param ready the fds that are
     */
    void learn(PollParams turnParams, long blockNs, long sleptNs, boolean notified, ReadyList ready) {
        if (startOver) {
            startOver = false;
            window.reset();
        }
        window.waited(turnParams, blockNs, sleptNs);
        if (notified && notifier != null) {
            window.event(turnParams, notifier);
        }
        if (monitor.hasCompletions()) {
            window.event(turnParams, completions);
        }
        for (WatchedFd fd = ready.first(); fd != null; fd = ready.next(fd)) {
            AioHandler handler = (AioHandler) fd;
            if (!handler.deleted() && !handler.notifier()) {
                window.event(turnParams, handler);
            }
        }
        decide(window.settle(turnParams), blockNs);
    }

    /** The next turn may busy-poll so long, by what one has taught that has taken {@code blockNs}. */
    final void decide(long pollNs, long blockNs) {
        time.set(pollNs, blockNs);
    }
}
