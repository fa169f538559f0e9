// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.PollMembers.Answer;
import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.ReadyList;
import org.aioactors.aio.trace.BusyPollEvent;

/**
 * Busy polling: before the loop sleeps it asks the members for a while whether they have work, for as long as the
 * controller allows (S41 to S43, S46, B8). Home thread only, unless a method says otherwise.
 */
class Spin extends Padded {
    /**
     * How long it spins before it looks for fds that only the kernel knows of, and between two looks. A look is a system
     * call, several times as long as a round of tests: done at each round it would delay the notifications of other
     * threads. Turns that a notification ends sooner, one after the other, don't pay for a look: B5 bounds how long.
     */
    private static final long LOOK_EACH_NS = 1_000;

    private final LoopBase base;
    private final MonitorSlot monitor;
    private final PollMembers members;
    private final PollController controller;

    /** How many runs ended with something to do, and how many without. */
    private final LoopCounter hits = new LoopCounter();

    private final LoopCounter misses = new LoopCounter();

    /** What the last {@link #run} left of its timeout. */
    private long remainingNs;

    /** When it ended to busy-poll, or 0 if it didn't. */
    private long endNs;

    Spin(LoopBase base, PollMembers members, PollController controller) {
        this.base = base;
        this.monitor = base.monitor;
        this.members = members;
        this.controller = controller;
    }

    final PollController controller() {
        return controller;
    }

    /** How many times it has busy-polled until there was something to do. Any thread. */
    final long hits() {
        return hits.get();
    }

    /** How many times it has busy-polled in vain. Any thread. */
    final long misses() {
        return misses.get();
    }

    /** What the last {@link #run}, or the end of poll mode since, has left of its timeout. */
    final long remainingNs() {
        return remainingNs;
    }

    /** When the last {@link #run} ended to busy-poll, to a round; 0 if it didn't. */
    final long endNs() {
        return endNs;
    }

    /**
     * Busy-polls for as long as the controller allows (S41).
     *
     * @param atLeastNs how long to busy-poll even if the controller would not: up to a timer that is nearly due
     * @return whether there was progress
     */
    final boolean run(long timeoutNs, long atLeastNs, ReadyList ready) {
        remainingNs = timeoutNs;
        endNs = 0;
        if (!hasMembers()) {
            return false;
        }
        long allowedNs = Math.min(controller.pollNs(), controller.params().maxNs());
        long maxNs = Timeouts.earlier(timeoutNs, Math.max(allowedNs, atLeastNs));
        if (maxNs != 0 && !isOver()) {
            members.begin();
            beforeRounds();
            BusyPollEvent event = BusyPollEvent.start();
            boolean progress = rounds(maxNs, ready);
            // A notification or a due timer is no progress yet, but leaves no time; a handler that can't be busy-polled
            // was queued by another thread.
            (progress || remainingNs == 0 || isOver() ? hits : misses).increment();
            if (event != null) {
                event.stop(base.name, maxNs, progress);
            }
            if (progress) {
                return true;
            }
        }
        return afterRounds(ready);
    }

    /** Whether it would busy-poll, given the time. */
    final boolean canRun() {
        return hasMembers() && !isOver();
    }

    /** Leaves poll mode (S44); with progress, which it returns, nothing is left of the timeout. */
    final boolean leave(ReadyList ready) {
        boolean progress = members.end(ready);
        if (progress) {
            remainingNs = 0;
        }
        return progress;
    }

    /** An io_uring shows every fd in memory, so there is always something to ask. */
    boolean hasMembers() {
        return !members.isEmpty() || monitor.current().seesAllInUserSpace();
    }

    /** Whether spinning is over, or can't begin: the kernel has something for an io_uring. */
    boolean isOver() {
        return monitor.current().seesAllInUserSpace() && monitor.current().needWait();
    }

    /** Whether the spin includes looks into the kernel: for fds that can't tell their readiness, without an io_uring. */
    boolean mustLook() {
        return !monitor.current().seesAllInUserSpace() && monitor.current().needWait();
    }

    /** After the callbacks that may have something for the kernel (B8). */
    void beforeRounds() {
        monitor.current().submit();
    }

    /** Poll mode is left only before a real wait (B2). Returns whether there was progress. */
    boolean afterRounds(ReadyList ready) {
        return false;
    }

    /** At once: it was looked for a round ago, and a reading of the clock costs as much as a round. */
    boolean endsWithoutClock() {
        return true;
    }

    private boolean rounds(long firstMaxNs, ReadyList ready) {
        Answer answer = Answer.NOTHING;
        long maxNs = firstMaxNs;
        long startNs = base.nowNs();
        long elapsedNs = 0;
        long nextLookNs = LOOK_EACH_NS;
        do {
            answer = answer.or(members.ask(startNs, ready));
            if (answer != Answer.NOTHING) {
                remainingNs = 0;
                if (endsWithoutClock()) {
                    break;
                }
            }
            elapsedNs = base.nowNs() - startNs;
            maxNs = Timeouts.earlier(remainingNs, maxNs);
            if (elapsedNs >= nextLookNs && mustLook()) {
                if (monitor.current().await(0, ready) > 0) {
                    remainingNs = 0; // whether it is progress is for the dispatch stage to tell
                    break;
                }
                long lookedNs = base.nowNs() - startNs;
                // With many fds on poll a look takes long: half of the time is left for notifications all the same.
                nextLookNs = lookedNs + Math.max(LOOK_EACH_NS, lookedNs - elapsedNs);
                elapsedNs = lookedNs;
            }
            Thread.onSpinWait();
        } while (elapsedNs < maxNs && !isOver());
        endNs = startNs + elapsedNs;
        boolean progress = answer == Answer.PROGRESS;
        if (monitor.current().seesAllInUserSpace() && members.dropIdle(endNs, ready)) {
            remainingNs = 0;
            progress = true;
        }
        if (remainingNs != Timeouts.INFINITE) {
            remainingNs -= Math.min(remainingNs, elapsedNs);
        }
        return progress;
    }
}
