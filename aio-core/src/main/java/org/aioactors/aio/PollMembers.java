// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.function.BooleanSupplier;
import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.fdmon.ReadyList;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.trace.PollListJoinEvent;
import org.aioactors.aio.trace.PollListLeaveEvent;
import org.jspecify.annotations.Nullable;

/**
 * The handlers that are busy-polled, and whether they have been told that they are (S34, S43 to S45, B6). Home thread
 * only, unless a method says otherwise.
 */
class PollMembers extends Padded {
    /** How long a member may find nothing before it leaves the list (S43, S45). */
    private static final long IDLE_NS = 7_000_000_000L;

    /** What members have answered, from the least to the most. */
    enum Answer {
        NOTHING,
        /** There is something to do, but that is no progress yet: what was queued runs in a later stage. */
        NEWS,
        PROGRESS;

        Answer or(Answer other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    private final FdTable table;
    private final CallbackRunner callbacks;
    private final PollController controller;

    /** One joins when its fd fires for the first time (S34). */
    private final PollList members = new PollList();

    /** Whether members have been told that poll mode began (S44). */
    private boolean begun;

    PollMembers(LoopBase base, PollController controller) {
        this.table = base.table;
        this.callbacks = base.callbacks;
        this.controller = controller;
    }

    final boolean isEmpty() {
        return members.first() == null;
    }

    /** The head of the list; the others follow by {@link AioHandler#pollNext}. */
    final @Nullable AioHandler first() {
        return members.first();
    }

    /** Whether poll mode is on. */
    final boolean hasBegun() {
        return begun;
    }

    /** Makes a handler a member, at the head of the list (S34). */
    final void join(AioHandler handler) {
        if (begun) {
            tellBegin(handler);
        }
        handler.idleDeadlineNs = 0;
        members.addFirst(handler);
        PollListJoinEvent.emit(callbacks.contextName(), handler.name());
    }

    /** A registration that replaces another keeps its poll callbacks (B6). Any thread, table's lock held. */
    void inherit(AioHandler old, AioHandler added) {
        added.inheritPollCallbacks(old);
    }

    /** A handler was removed, or replaced; it may not be freed yet. */
    void retire(AioHandler removed, @Nullable AioHandler successor) {
        forget(removed, successor);
    }

    /** Forgets a removed handler, or lets its successor take its place (S33, B6). */
    void forget(AioHandler removed, @Nullable AioHandler successor) {
        controller.forget(removed);
        if (!removed.inPollList) {
            return;
        }
        if (successor != null && successor.isReady() != null && !successor.inPollList) {
            members.replace(removed, successor);
            successor.inPollMode = removed.inPollMode;
            if (begun) {
                tellBegin(successor); // unless its predecessor was told
            }
            return;
        }
        leave(removed);
        tellEnd(removed);
    }

    final void leave(AioHandler member) {
        members.remove(member);
        PollListLeaveEvent.emit(callbacks.contextName(), member.name());
    }

    /** Poll mode begins, if it is not on (S44). */
    final void begin() {
        if (!begun) {
            begun = true;
            AioHandler next;
            for (AioHandler member = members.first(); member != null; member = next) {
                next = member.pollNext;
                if (!member.deleted()) {
                    tellBegin(member);
                }
            }
        }
    }

    /**
     * Poll mode ends, if it is on: asks each member one last time, for work that came after it was asked and before its own
     * notification was armed again (S44). Returns whether that was progress.
     */
    final boolean end(ReadyList ready) {
        if (!begun) {
            return false;
        }
        begun = false;
        boolean progress = false;
        AioHandler next;
        for (AioHandler member = members.first(); member != null; member = next) {
            next = member.pollNext;
            if (isToldOfEnd(member)) {
                progress |= endAndAsk(member, ready);
            }
        }
        return progress;
    }

    /** Whether a member hears that poll mode ends: a removed one too, if it has heard of the begin. */
    boolean isToldOfEnd(AioHandler member) {
        return true;
    }

    /** Asks each member once (S43). */
    final Answer ask(long nowNs, ReadyList ready) {
        Answer answer = Answer.NOTHING;
        AioHandler next;
        for (AioHandler member = members.first(); member != null; member = next) {
            next = member.pollNext;
            if (isPollable(member) && isReady(member)) {
                member.idleDeadlineNs = nowNs + IDLE_NS;
                answer = answer.or(found(member, ready));
            }
        }
        return answer;
    }

    /**
     * Members that found nothing for long cost each round of the others: they leave until their fd fires again (S45).
     * Returns whether there was progress.
     */
    final boolean dropIdle(long nowNs, ReadyList ready) {
        boolean progress = false;
        AioHandler next;
        for (AioHandler member = members.first(); member != null; member = next) {
            next = member.pollNext;
            if (mayGoIdle(member)) {
                if (member.idleDeadlineNs == 0) {
                    member.idleDeadlineNs = nowNs + IDLE_NS;
                } else if (nowNs >= member.idleDeadlineNs) {
                    leave(member);
                    if (begun) {
                        progress |= endAndAsk(member, ready);
                    }
                }
            }
        }
        return progress;
    }

    /** What other threads queue has to end the spinning always. */
    boolean mayGoIdle(AioHandler member) {
        return !member.notifier();
    }

    /** Whether a member may be asked now: not while its own callbacks run (B1), nor when it is gone or held back. */
    boolean isPollable(AioHandler member) {
        return table.passesExternalCheck(member) && !member.deleted() && !member.silent() && !member.dispatching;
    }

    /** A member has work, which the dispatch stage is to handle (B1). */
    Answer found(AioHandler member, ReadyList ready) {
        if (member.notifier()) {
            return Answer.NEWS; // its work is what was queued: bottom halves and timers come next anyway
        }
        if (member.callbacks().onReadable() != null) {
            ready.add(member, FdEvents.IN);
        }
        return Answer.PROGRESS;
    }

    /** For one member poll mode ends. Returns whether it has work. */
    boolean endAndAsk(AioHandler member, ReadyList ready) {
        tellEnd(member);
        return isPollable(member) && isReady(member) && found(member, ready) == Answer.PROGRESS;
    }

    final boolean isReady(AioHandler member) {
        BooleanSupplier test = member.isReady();
        return test != null && callbacks.test("isReady of", member.name(), test);
    }

    /** The loop ends: who was told of a begin is told of the end. */
    void close() {
        AioHandler next;
        for (AioHandler member = members.first(); member != null; member = next) {
            next = member.pollNext;
            tellEnd(member);
        }
    }

    private void tellBegin(AioHandler member) {
        boolean told = member.inPollMode;
        member.inPollMode = true;
        Runnable callback = member.onPollBegin();
        if (!told && callback != null) {
            callbacks.run("onPollBegin of", member.name(), callback);
        }
    }

    final void tellEnd(AioHandler member) {
        boolean told = member.inPollMode;
        member.inPollMode = false;
        Runnable callback = member.onPollEnd();
        if (told && callback != null) {
            callbacks.run("onPollEnd of", member.name(), callback);
        }
    }
}
