// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The timers of one loop: a list for each clock (S58). */
final class Timers {
    private final Map<ClockType, TimerList> byClock = new EnumMap<>(ClockType.class);

    /** The same in the order in which they run: an array, since each turn walks it twice. */
    private final TimerList[] lists;

    /** {@code maker} makes the list of a clock. */
    Timers(Function<ClockType, TimerList> maker) {
        for (ClockType clock : ClockType.values()) {
            byClock.put(clock, maker.apply(clock));
        }
        lists = byClock.values().toArray(TimerList[]::new);
    }

    TimerList list(ClockType clock) {
        return Objects.requireNonNull(byClock.get(clock));
    }

    /** How long until the next timer of any clock is due; -1 if there is none (S21). Home thread. */
    long timeoutNs() {
        long timeoutNs = -1;
        for (TimerList list : lists) {
            timeoutNs = Timeouts.earlier(timeoutNs, list.timeoutNs());
        }
        return timeoutNs;
    }

    /** Ends all, clock by clock: nothing is armed any more. Home thread. */
    void close() {
        for (TimerList list : lists) {
            list.close();
        }
    }

    /** Disarms those that can go on elsewhere, clock by clock. Any thread. */
    void evict() {
        for (TimerList list : lists) {
            list.evict();
        }
    }

    /** Runs what is due, clock by clock; returns whether anything ran. Home thread. */
    boolean run() {
        boolean progress = false;
        for (TimerList list : lists) {
            progress |= list.run();
        }
        return progress;
    }
}
