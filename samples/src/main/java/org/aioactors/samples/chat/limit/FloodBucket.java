// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

/**
 * Counts how often something happens, as a bucket of tokens: each time takes one or more, and they come back one by one as
 * time goes by. Keeps one number, so each client can have some. Times are those of {@link System#nanoTime}. For one thread at
 * a time.
 */
public final class FloodBucket {
    /** When it will be full again. */
    private long fullNs;

    /** A full one. */
    public FloodBucket(long nowNs) {
        fullNs = nowNs;
    }

    /**
     * Takes tokens, if there are so many.
     *
     * @param cost at least 1; what costs more than the bucket holds takes all of it
     * @return false if there are not: nothing was taken
     */
    public boolean take(Rate rate, int cost, long nowNs) {
        if (waitNs(rate, cost, nowNs) > 0) {
            return false;
        }
        fullNs = nowNs + missingNs(nowNs) + costNs(rate, cost);
        return true;
    }

    /** How long it takes until {@link #take} gives so many, in nanoseconds; 0 if it does now. */
    public long waitNs(Rate rate, int cost, long nowNs) {
        long capacityNs = rate.burst() * rate.intervalNs();
        return Math.max(0, missingNs(nowNs) + costNs(rate, cost) - capacityNs);
    }

    /** Puts back what was taken. */
    public void giveBack(Rate rate, int cost) {
        fullNs -= costNs(rate, cost);
    }

    /** Whether it is as a new one would be, so that nobody need remember it. */
    public boolean isFull(long nowNs) {
        return missingNs(nowNs) == 0;
    }

    private long missingNs(long nowNs) {
        return Math.max(0, fullNs - nowNs);
    }

    private static long costNs(Rate rate, int cost) {
        return Math.min(cost, rate.burst()) * rate.intervalNs();
    }
}
