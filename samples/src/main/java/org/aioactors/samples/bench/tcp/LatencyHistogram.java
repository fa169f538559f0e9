// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.util.Arrays;

/**
 * How often each latency was seen, known to 1.6 %: 64 steps for each power of two, so that counting allocates nothing and
 * costs the same for any number of values. Not thread-safe.
 */
public final class LatencyHistogram {
    private static final int STEP_BITS = 6;
    private static final int STEPS = 1 << STEP_BITS;

    private final long[] counts = new long[STEPS * (Long.SIZE - STEP_BITS + 1)];

    /** Counts one. */
    public void add(long latencyNs) {
        counts[place(Math.max(0, latencyNs))]++;
    }

    void addAll(LatencyHistogram others) {
        for (int place = 0; place < counts.length; place++) {
            counts[place] += others.counts[place];
        }
    }

    /** About the value that {@code percent} of all are not above, in nanoseconds; -1 if there is none. */
    public long percentileNs(double percent) {
        long all = Arrays.stream(counts).sum();
        long below = 0;
        for (int place = 0; place < counts.length; place++) {
            below += counts[place];
            if (below > 0 && below >= percent / 100 * all) {
                return value(place);
            }
        }
        return -1;
    }

    private static int place(long value) {
        if (value < STEPS) {
            return (int) value;
        }
        int shift = Long.SIZE - 1 - STEP_BITS - Long.numberOfLeadingZeros(value);
        return (shift << STEP_BITS) + (int) (value >>> shift);
    }

    /** The middle of the values that share a place. */
    private static long value(int place) {
        if (place < 2 * STEPS) {
            return place;
        }
        int shift = (place >> STEP_BITS) - 1;
        long least = (long) (place - (shift << STEP_BITS)) << shift;
        return least + (1L << shift) / 2;
    }
}
