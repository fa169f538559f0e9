// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.ArrayList;
import java.util.List;

/**
 * How long the next turn busy-polls in the default semantics. {@link AdaptivePollTime} is applied to the loop as a
 * whole, for whose events it does not matter whose they are, and to each handler, from the turns that ended with its
 * own events; the longest of these times wins (B3). So a slow fd, whose event ends a long wait, does not switch polling
 * off for a fast one, and many slow fds that are fast together are polled for.
 *
 * <p>What counts is when an event arrived, not when the thread had woken up for it: the cost of waking up is taken off
 * (B4). Home thread only; no allocation once the handlers are known.
 */
final class PollWindow extends Padded {
    /** A new sample of the wake-up cost counts for 1/8: one preempted wake-up must not count for long. */
    private static final int WAKE_UP_WEIGHT = 7;

    /** So many turns in a row may a handler be polled for in vain before its time shrinks. */
    private static final int MAX_FUTILE_TURNS = 3;

    /** The handlers with a poll time above 0; each knows its index. */
    private final List<AioHandler> hot = new ArrayList<>();

    private long loopPollNs;
    private long loopIntervalNs;

    /** The longest of all poll times. */
    private long windowNs;

    /** Of the present turn: how long it waited for its events, whether that is too long to spin, and if there are any. */
    private long intervalNs;

    private boolean late;
    private boolean any;

    /** What it costs to wake up from the kernel's wait, smoothed. */
    private long wakeUpNs;

    /** Expects a wake-up to cost {@code wakeUpNs} until one was measured. */
    PollWindow(long wakeUpNs) {
        this.wakeUpNs = wakeUpNs;
    }

    /** Starts over. */
    void reset() {
        for (AioHandler handler : hot) {
            handler.pollNs = 0;
            handler.intervalNs = 0;
        }
        hot.clear();
        loopPollNs = 0;
        loopIntervalNs = 0;
        windowNs = 0;
    }

    /** An event was known to arrive {@code costNs} before the thread was awake. */
    void wokeUp(long costNs) {
        wakeUpNs = (wakeUpNs * WAKE_UP_WEIGHT + costNs) / (WAKE_UP_WEIGHT + 1);
    }

    long wakeUpNs() {
        return wakeUpNs;
    }

    /**
     * A turn that had nothing to do has waited; its events follow, and then {@link #settle}.
     *
     * @param blockNs how long it took from its start until its events were known
     * @param sleptNs how much of that it was in the kernel
     */
    void waited(PollParams params, long blockNs, long sleptNs) {
        intervalNs = blockNs - Math.min(sleptNs, wakeUpNs);
        late = intervalNs > params.maxNs();
        any = false;
    }

    /** One of the events that ended the wait. */
    void event(PollParams params, AioHandler handler) {
        any = true;
        handler.futileTurns = 0;
        handler.intervalNs = smoothed(params, handler.intervalNs, intervalNs);
        setPollNs(handler, AdaptivePollTime.next(params, handler.pollNs, handler.intervalNs));
        windowNs = Math.max(windowNs, handler.pollNs);
    }

    /**
     * All events of the turn are in. One that had none, such as a turn that a timer has ended, teaches only whether it
     * was long without.
     *
     * @return how long the next turn may busy-poll
     */
    long settle(PollParams params) {
        if (any || late) {
            loopIntervalNs = smoothed(params, loopIntervalNs, intervalNs);
            loopPollNs = AdaptivePollTime.next(params, loopPollNs, loopIntervalNs);
            windowNs = Math.max(windowNs, loopPollNs);
        }
        if (late) {
            coolDown(params);
            windowNs = longest();
        }
        return windowNs;
    }

    /**
     * The interval that counts. It is bounded, so that a single late event, however late, is made up for by the next few
     * that are in time. The first interval of all stands for those before.
     */
    private static long smoothed(PollParams params, long beforeNs, long intervalNs) {
        // An hour without events says no more than a wait of twice the maximum: both are too long to spin for.
        long countedNs = Math.min(intervalNs, 2 * Math.min(params.maxNs(), Long.MAX_VALUE / 2));
        return beforeNs == 0 ? countedNs : beforeNs + (countedNs - beforeNs) / (params.weight() + 1);
    }

    /** The handlers that had no event in all the long time have been polled for in vain. */
    private void coolDown(PollParams params) {
        for (int i = hot.size() - 1; i >= 0; i--) {
            AioHandler handler = hot.get(i);
            if (++handler.futileTurns > MAX_FUTILE_TURNS) {
                setPollNs(handler, params.shrink() == 0 ? 0 : handler.pollNs / params.shrink());
            }
        }
    }

    private long longest() {
        long longestNs = loopPollNs;
        for (int i = 0; i < hot.size(); i++) {
            longestNs = Math.max(longestNs, hot.get(i).pollNs);
        }
        return longestNs;
    }

    /** A removed handler does not count any more. */
    void forget(AioHandler handler) {
        setPollNs(handler, 0);
    }

    private void setPollNs(AioHandler handler, long pollNs) {
        if (handler.pollNs == 0 && pollNs != 0) {
            handler.hotIndex = hot.size();
            hot.add(handler);
        } else if (handler.pollNs != 0 && pollNs == 0) {
            AioHandler last = hot.remove(hot.size() - 1);
            if (last != handler) {
                hot.set(handler.hotIndex, last);
                last.hotIndex = handler.hotIndex;
            }
        }
        handler.pollNs = pollNs;
    }
}
