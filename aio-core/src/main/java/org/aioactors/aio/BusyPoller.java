// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.function.BooleanSupplier;
import org.aioactors.aio.fdmon.FdEvents;
import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.ReadyList;
import org.aioactors.aio.fdmon.Semantics;
import org.aioactors.aio.fdmon.WatchedFd;
import org.aioactors.aio.trace.BusyPollEvent;
import org.aioactors.aio.trace.PollListJoinEvent;
import org.aioactors.aio.trace.PollListLeaveEvent;
import org.aioactors.aio.trace.PollTimeGrowEvent;
import org.aioactors.aio.trace.PollTimeShrinkEvent;
import org.jspecify.annotations.Nullable;

/**
 * Adaptive busy polling: before the loop sleeps it asks the members of its poll list for a while whether they have
 * work, for as long as that has been paying (S41 to S48). All methods are for the loop thread unless they say
 * otherwise.
 */
final class BusyPoller extends Padded {
    /** How long a member may find nothing before it leaves the list (S43, S45). */
    private static final long IDLE_NS = 7_000_000_000L;

    /**
     * How long it spins before it looks for fds that only the kernel knows of, and between two looks. A look is a system
     * call, several times as long as a round of tests: done at each round it would delay the notifications of other
     * threads. Turns that a notification ends sooner, one after the other, don't pay for a look: B5 bounds how long.
     */
    private static final long LOOK_EACH_NS = 1_000;

    private final FdTable table;
    private final NotifyGate gate;
    private final MonitorSlot monitor;
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

    /** The default semantics' controller. */
    private final PollWindow window;

    /** Stands in the controller for the completions of requests on the ring, which have no handler (B9). */
    private final AioHandler completions =
            new AioHandler(0, FdHandler.builder().isReady(() -> false).build(), false);

    /** What was learnt is to be forgotten. Written by any thread (true) and by the loop thread (false). */
    private volatile boolean startOver;

    /** The context's own handler. Set once, by {@link #watchNotifier}. */
    private @Nullable AioHandler notifier;

    /** How many times busy polling ended with something to do, and how many times without. */
    private final LoopCounter hits = new LoopCounter();

    private final LoopCounter misses = new LoopCounter();

    /** What {@link #tryPoll} left of its timeout. */
    private long remainingNs;

    /** When it ended to busy-poll, or 0 if it didn't. */
    private long endNs;

    BusyPoller(
            FdTable table,
            NotifyGate gate,
            MonitorSlot monitor,
            ClockSource clock,
            CallbackRunner callbacks,
            Semantics semantics,
            PollParams params,
            long wakeUpNs) {
        this.table = table;
        this.gate = gate;
        this.monitor = monitor;
        this.clock = clock;
        this.callbacks = callbacks;
        this.reference = semantics == Semantics.REFERENCE;
        this.params = params;
        this.window = new PollWindow(wakeUpNs);
        gate.setTimed(!reference && params.maxNs() != 0);
    }

    PollParams params() {
        return params;
    }

    /** Any thread; the caller notifies (S2). */
    void setParams(PollParams newParams) {
        params = newParams;
        pollNs = 0;
        startOver = true;
        gate.setTimed(!reference && newParams.maxNs() != 0);
    }

    long pollNs() {
        return pollNs;
    }

    /** How many times it has busy-polled until there was something to do. Any thread. */
    long hits() {
        return hits.get();
    }

    /** How many times it has busy-polled in vain. Any thread. */
    long misses() {
        return misses.get();
    }

    /** The thread has slept; if a notification ended that, it is known what the wake-up has cost (B4). */
    void slept(long fromNs, long toNs) {
        long notifiedNs = gate.notifiedNs();
        if (notifiedNs > fromNs && notifiedNs < toNs) {
            window.wokeUp(toNs - notifiedNs);
        }
    }

    /** The reference's controller: after a turn that took {@code blockNs} sets how long the next may spin (S48). */
    void adjust(PollParams turnParams, long blockNs) {
        setPollNs(ReferencePollTime.next(turnParams, pollNs, blockNs));
    }

    /** Like {@link #adjust}, in the default semantics (B3, B4). */
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
        setPollNs(window.settle(turnParams));
    }

    private void setPollNs(long newPollNs) {
        long oldPollNs = pollNs;
        if (newPollNs > oldPollNs) {
            pollNs = newPollNs;
            PollTimeGrowEvent.emit(callbacks.contextName(), oldPollNs, newPollNs);
        } else if (newPollNs < oldPollNs) {
            pollNs = newPollNs;
            PollTimeShrinkEvent.emit(callbacks.contextName(), oldPollNs, newPollNs);
        }
    }

    /** The context's own handler: by default it is a member from the start, so that notifications end the spinning. */
    void watchNotifier(AioHandler handler) {
        notifier = handler;
        if (!reference) {
            join(handler);
        }
    }

    /** Makes a handler a member, at the head of the list (S34). */
    void join(AioHandler handler) {
        if (started) {
            begin(handler);
        }
        handler.idleDeadlineNs = 0;
        members.addFirst(handler);
        PollListJoinEvent.emit(callbacks.contextName(), handler.name());
    }

    /** Forgets a removed handler, or lets its successor take its place (S33, B6). */
    void forget(AioHandler removed, @Nullable AioHandler successor) {
        window.forget(removed);
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
        leave(removed);
        if (!reference) {
            end(removed);
        }
    }

    private void leave(AioHandler member) {
        members.remove(member);
        PollListLeaveEvent.emit(callbacks.contextName(), member.name());
    }

    /**
     * Busy-polls for as long as the controller allows, then leaves poll mode (S41). What is left of the timeout is in
     * {@link #remainingNs}.
     *
     * @param atLeastNs how long to busy-poll even if the controller would not: up to a timer that is nearly due
     * @return whether there was progress
     */
    boolean tryPoll(long timeoutNs, long atLeastNs, ReadyList ready) {
        remainingNs = timeoutNs;
        endNs = 0;
        if (!hasMembers()) {
            return false;
        }
        long maxNs = Timeouts.earlier(timeoutNs, Math.max(Math.min(pollNs, params.maxNs()), atLeastNs));
        if (maxNs != 0 && !mustNotSpin()) {
            start();
            if (!reference) {
                monitor.current().submit(); // after the callbacks that may have something for the kernel
            }
            BusyPollEvent event = BusyPollEvent.start();
            boolean progress = run(maxNs, ready);
            // A notification or a due timer is no progress yet, but leaves no time; a handler that can't be busy-polled
            // was queued by another thread.
            (progress || remainingNs == 0 || mustNotSpin() ? hits : misses).increment();
            if (event != null) {
                event.stop(callbacks.contextName(), maxNs, progress);
            }
            if (progress) {
                return true;
            }
        }
        return reference && stop(ready); // the better mode leaves poll mode only before a real wait (B2)
    }

    /** Whether it would busy-poll, given the time. */
    boolean canPoll() {
        return hasMembers() && !mustNotSpin();
    }

    /**
     * Whether spinning is over, or can't begin: the kernel has something for an io_uring, or, in the reference, some fd
     * can't tell its readiness (S46).
     */
    private boolean mustNotSpin() {
        return (reference || monitor.current().seesAllInUserSpace())
                && monitor.current().needWait();
    }

    /** Whether the spin includes looks into the kernel: for fds that can't tell their readiness, without an io_uring. */
    private boolean mustLook() {
        return !reference
                && !monitor.current().seesAllInUserSpace()
                && monitor.current().needWait();
    }

    private boolean hasMembers() {
        return members.first() != null || (!reference && monitor.current().seesAllInUserSpace());
    }

    /** When the last {@link #tryPoll} ended to busy-poll, to a round; 0 if it didn't. */
    long endNs() {
        return endNs;
    }

    long remainingNs() {
        return remainingNs;
    }

    private boolean run(long firstMaxNs, ReadyList ready) {
        boolean progress = false;
        long maxNs = firstMaxNs;
        long startNs = clock.nowNs(ClockType.REALTIME);
        long elapsedNs = 0;
        long nextLookNs = LOOK_EACH_NS;
        do {
            progress |= round(startNs, ready);
            if (remainingNs == 0 && !reference) {
                break; // at once: it was looked for a round ago, and a reading of the clock costs as much as a round
            }
            elapsedNs = clock.nowNs(ClockType.REALTIME) - startNs;
            maxNs = Timeouts.earlier(remainingNs, maxNs);
            if (elapsedNs >= nextLookNs && mustLook()) {
                if (monitor.current().await(0, ready) > 0) {
                    remainingNs = 0; // whether it is progress is for the dispatch stage to tell
                    break;
                }
                long lookedNs = clock.nowNs(ClockType.REALTIME) - startNs;
                // With many fds on poll a look takes long: half of the time is left for notifications all the same.
                nextLookNs = lookedNs + Math.max(LOOK_EACH_NS, lookedNs - elapsedNs);
                elapsedNs = lookedNs;
            }
            Thread.onSpinWait();
        } while (elapsedNs < maxNs && !mustNotSpin());
        endNs = startNs + elapsedNs;
        if (monitor.current().seesAllInUserSpace()) {
            if (dropIdle(startNs + elapsedNs, ready)) {
                remainingNs = 0;
                progress = true;
            }
        }
        if (remainingNs != Timeouts.INFINITE) {
            remainingNs -= Math.min(remainingNs, elapsedNs);
        }
        return progress;
    }

    /**
     * Members that found nothing for long cost each round of the others: they leave until their fd fires again (S45).
     */
    private boolean dropIdle(long nowNs, ReadyList ready) {
        boolean progress = false;
        AioHandler next;
        for (AioHandler member = members.first(); member != null; member = next) {
            next = member.pollNext;
            if (!reference && member.notifier()) {
                continue; // what other threads queue has to end the spinning always
            }
            if (member.idleDeadlineNs == 0) {
                member.idleDeadlineNs = nowNs + IDLE_NS;
            } else if (nowNs >= member.idleDeadlineNs) {
                leave(member);
                if (started) {
                    progress |= endAndAsk(member, ready);
                }
            }
        }
        return progress;
    }

    private boolean round(long roundNs, ReadyList ready) {
        boolean progress = false;
        AioHandler next;
        for (AioHandler member = members.first(); member != null; member = next) {
            next = member.pollNext;
            if (isPollable(member) && isReady(member)) {
                remainingNs = 0;
                member.idleDeadlineNs = roundNs + IDLE_NS;
                progress |= found(member, ready);
            }
        }
        return progress;
    }

    private boolean isPollable(AioHandler member) {
        return table.passesExternalCheck(member)
                && (reference || (!member.deleted() && !member.silent() && !member.dispatching));
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
            progress |= endAndAsk(member, ready);
        }
        if (progress) {
            remainingNs = 0;
        }
        return progress;
    }

    /** The loop ends: who was told of a begin is told of the end. */
    void close() {
        AioHandler next;
        for (AioHandler member = members.first(); member != null; member = next) {
            next = member.pollNext;
            end(member);
        }
    }

    private boolean endAndAsk(AioHandler member, ReadyList ready) {
        end(member);
        if ((reference || isPollable(member)) && isReady(member)) {
            return reference || found(member, ready);
        }
        return false;
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
