// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A number for each of several actors, on a cache line of its own. Each is changed by its actor alone, without an atomic
 * addition: if an actor were run by two threads at once, counts would be missing. Any thread may read.
 */
final class Tally {
    /** Two cache lines: processors fetch them in pairs. */
    private static final int STRIDE = 16;

    private final AtomicLongArray values;
    private final int actors;

    Tally(int actors) {
        this.actors = actors;
        values = new AtomicLongArray((actors + 1) * STRIDE);
    }

    void add(int actor, long value) {
        int place = (actor + 1) * STRIDE;
        values.setRelease(place, values.getPlain(place) + value);
    }

    /** The sum of those of the actors {@code first} to {@code end}, the last one not included. */
    long sum(int first, int end) {
        long sum = 0;
        for (int actor = first; actor < end; actor++) {
            sum += values.getAcquire((actor + 1) * STRIDE);
        }
        return sum;
    }

    long sum() {
        return sum(0, actors);
    }
}
