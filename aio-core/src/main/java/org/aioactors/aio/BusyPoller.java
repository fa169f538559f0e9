// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.function.BooleanSupplier;
import org.aioactors.aio.fdmon.FdEvents;
import org.aioactors.aio.fdmon.FdMonitor;
import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.fdmon.ReadyList;
import org.aioactors.aio.fdmon.Semantics;
import org.jspecify.annotations.Nullable;

/**
 * Adaptive busy polling: before the loop sleeps it asks the members of its poll list for a while whether they have
 * work, for as long as that has been paying (S41 to S48). All methods are for the loop thread unless they say
 * otherwise.
 */
final class BusyPoller {
    private final FdTable table;
    private final FdMonitor monitor;
    private final ClockSource clock;
    private final CallbackRunner callbacks;
    private final boolean reference;

    /** The handlers that are busy-polled; one joins when its fd fires for the first time (S34). */
    private final PollList members = new PollList();

    /** Whether members have been told that polling began (S44). */
    private boolean started;

    /** Written by any thread, read by the loop thread. */
    private volatile PollParams params;

    /** How long to busy-poll at most in the next turn. Written by the loop thread, and zeroed by {@link #setParams}. */
    private volatile long pollNs;

    /** What {@link #tryPoll} left of its timeout. */
    private long remainingNs;

    BusyPoller(
            FdTable table,
            FdMonitor monitor,
            ClockSource clock,
            CallbackRunner callbacks,
            Semantics semantics,
            PollParams params) {
        this.table = table;
        this.monitor = monitor;
        this.clock = clock;
        this.callbacks = callbacks;
        this.reference = semantics == Semantics.REFERENCE;
        this.params = params;
    }

    PollParams params() {
        return params;
    }

    /** Any thread; the caller notifies (S2). */
    void setParams(PollParams newParams) {
        params = newParams;
        pollNs = 0;
    }

    long pollNs() {
        return pollNs;
    }

    /** After a turn that blocked for {@code blockNs}: sets how long the next may spin (S12). */
    void adjust(PollParams turnParams, long blockNs) {
        long before = pollNs;
        long after = AdaptivePollTime.next(turnParams, before, blockNs);
        if (after != before) {
            pollNs = after;
        }
    }

    /** Makes a handler a member, at the head of the list (S34). */
    void join(AioHandler handler) {
        if (started) {
            begin(handler);
        }
        members.addFirst(handler);
    }

    /** Forgets a removed handler, or lets its successor take its place (S33, B6). */
    void forget(AioHandler removed, @Nullable AioHandler successor) {
        if (!removed.inPollList) {
            return;
        }
        if (!reference && successor != null && successor.isReady() != null && !successor.inPollList) {
            members.replace(removed, successor);
            successor.inPollMode = removed.inPollMode;
            if (started) {
                begin(successor); // unless its predecessor was told
            }
            return;
        }
        members.remove(removed);
        if (!reference) {
            end(removed);
        }
    }

    /**
     * Busy-polls for as long as the controller allows, then leaves poll mode (S41). What is left of the timeout is in
     * {@link #remainingNs}.
     *
     * @return whether there was progress
     */
    boolean tryPoll(long timeoutNs, ReadyList ready) {
        remainingNs = timeoutNs;
        if (members.first() == null) {
            return false;
        }
        long maxNs = Timeouts.earlier(timeoutNs, Math.min(pollNs, params.maxNs()));
        if (maxNs != 0 && !monitor.needWait()) {
            start();
            if (run(maxNs, ready)) {
                return true;
            }
        }
        return reference && stop(ready); // the better mode leaves poll mode only before a real wait (B2)
    }

    long remainingNs() {
        return remainingNs;
    }

    private boolean run(long firstMaxNs, ReadyList ready) {
        boolean progress = false;
        long maxNs = firstMaxNs;
        long startNs = clock.nowNs(ClockType.REALTIME);
        long elapsedNs;
        do {
            progress |= round(ready);
            elapsedNs = clock.nowNs(ClockType.REALTIME) - startNs;
            maxNs = Timeouts.earlier(remainingNs, maxNs);
            Thread.onSpinWait();
        } while (elapsedNs < maxNs && !monitor.needWait());
        if (remainingNs != Timeouts.INFINITE) {
            remainingNs -= Math.min(remainingNs, elapsedNs);
        }
        return progress;
    }

    private boolean round(ReadyList ready) {
        boolean progress = false;
        AioHandler next;
        for (AioHandler member = members.first(); member != null; member = next) {
            next = member.pollNext;
            if (isPollable(member) && isReady(member)) {
                remainingNs = 0;
                progress |= found(member, ready);
            }
        }
        return progress;
    }

    private boolean isPollable(AioHandler member) {
        return table.passesExternalCheck(member) && (reference || (!member.deleted() && !member.dispatching));
    }

    /**
     * A member has work. The better mode has it handled in the dispatch stage (B1); the reference counts the test
     * itself.
     */
    private boolean found(AioHandler member, ReadyList ready) {
        if (member.notifier()) {
            return false; // its work is what was queued: bottom halves and timers come next anyway
        }
        if (reference) {
            return true;
        }
        if (member.callbacks().onReadable() != null) {
            ready.add(member, FdEvents.IN);
        }
        return true;
    }

    private boolean isReady(AioHandler member) {
        BooleanSupplier test = member.isReady();
        return test != null && callbacks.test("isReady of", member.name(), test);
    }

    private void start() {
        if (!started) {
            started = true;
            AioHandler next;
            for (AioHandler member = members.first(); member != null; member = next) {
                next = member.pollNext;
                if (!member.deleted()) {
                    begin(member);
                }
            }
        }
    }

    /**
     * Leaves poll mode and asks each member one last time, for work that came after it was asked and before its own
     * notification was armed again (S44). With progress nothing is left of the timeout.
     */
    boolean stop(ReadyList ready) {
        if (!started) {
            return false;
        }
        started = false;
        boolean progress = false;
        AioHandler next;
        for (AioHandler member = members.first(); member != null; member = next) {
            next = member.pollNext;
            if (reference && member.deleted()) {
                continue;
            }
            end(member);
            if ((reference || isPollable(member)) && isReady(member)) {
                progress |= reference || found(member, ready);
            }
        }
        if (progress) {
            remainingNs = 0;
        }
        return progress;
    }

    private void begin(AioHandler member) {
        boolean told = member.inPollMode;
        member.inPollMode = true;
        Runnable callback = member.onPollBegin();
        if (!told && callback != null) {
            callbacks.run("onPollBegin of", member.name(), callback);
        }
    }

    private void end(AioHandler member) {
        boolean told = member.inPollMode;
        member.inPollMode = false;
        Runnable callback = member.onPollEnd();
        if (told && callback != null) {
            callbacks.run("onPollEnd of", member.name(), callback);
        }
    }
}
