// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.watchdog;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.aioactors.trace.LoopStallEvent;

/**
 * Makes stalls known: counts them, records an event of each, keeps the culprits of the last ones, and logs those that don't
 * come too close.
 */
public final class StallLog {
    /** At most one line of log in this time. */
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /** Of how many stalls it keeps the culprits. */
    static final int KEPT = 8;

    /**
     * A stall that is over or goes on.
     *
     * @param number 1 for the first of the dispatcher
     * @param loop the loop's name
     * @param culprit what ran
     * @param noticedNs when it was noticed, by the clock of the log
     */
    private record Kept(long number, String loop, String culprit, long noticedNs) {}

    /** Takes what is known of one of the last stalls. */
    public interface Visitor<T> {
        /** Of the stall with this number, which was noticed so long ago. */
        T visit(long number, String loop, String culprit, long ageNs);
    }

    private final Duration stallAfter;
    private final LongSupplier clockNs;
    private final Consumer<String> warn;

    /** How many there were. Guarded by this. */
    private long count;

    /** The last ones, oldest first. Guarded by this. */
    private final Deque<Kept> last = new ArrayDeque<>(KEPT);

    /** How many were not logged since the last that was. Guarded by this. */
    private long unlogged;

    /** When the last one was logged. Guarded by this. */
    private long loggedNs;

    /**
     * A log of one dispatcher.
     *
     * @param stallAfter after how long a run is a stall
     * @param clockNs a clock that never goes back
     * @param warn logs a warning
     */
    public StallLog(Duration stallAfter, LongSupplier clockNs, Consumer<String> warn) {
        this.stallAfter = stallAfter;
        this.clockNs = clockNs;
        this.warn = warn;
    }

    /** How many stalls there were. Any thread. */
    public synchronized long count() {
        return count;
    }

    /** The last stalls, at most {@value #KEPT}, oldest first. Any thread. */
    public synchronized <T> List<T> last(Visitor<T> visitor) {
        long nowNs = clockNs.getAsLong();
        return last.stream()
                .map(kept -> visitor.visit(kept.number, kept.loop, kept.culprit, nowNs - kept.noticedNs))
                .toList();
    }

    /** One more. Any thread. */
    public void add(Stall stall) {
        LoopStallEvent.emit(stall.loop(), stall.thread(), stall.culprit(), stall.stackText());
        String line = lineOf(stall);
        if (!line.isEmpty()) {
            warn.accept(line);
        }
    }

    private synchronized String lineOf(Stall stall) {
        long nowNs = clockNs.getAsLong();
        boolean tooClose = count > 0 && nowNs - loggedNs < INTERVAL.toNanos();
        count++;
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(new Kept(count, stall.loop(), stall.culprit(), nowNs));
        if (tooClose) {
            unlogged++;
            return "";
        }
        String before = unlogged == 0 ? "" : " (" + unlogged + " stalls before this one were not logged)";
        loggedNs = nowNs;
        unlogged = 0;
        return "event loop " + stall.loop() + " is stalled: " + stall.culprit() + " has kept thread '"
                + stall.thread().getName()
                + "' for " + stallAfter.toMillis() + " ms. Other threads go on with the actors of the loop, but its fds"
                + " and timers wait. Put what blocks into scala.concurrent.blocking, or give it a dispatcher of its"
                + " own" + before + stall.stackText();
    }
}
