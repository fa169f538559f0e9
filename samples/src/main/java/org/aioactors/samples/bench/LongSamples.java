// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.util.Arrays;

/** Measured values, all of them kept. Room is made in advance, so that adding allocates nothing. Not thread-safe. */
final class LongSamples {
    private long[] values;
    private int count;

    LongSamples(int capacity) {
        values = new long[capacity];
    }

    /** Adds a value; more than there is room for are ignored. */
    void add(long value) {
        if (count < values.length) {
            values[count++] = value;
        }
    }

    void addAll(LongSamples others) {
        values = Arrays.copyOf(values, Math.max(values.length, count + others.count));
        System.arraycopy(others.values, 0, values, count, others.count);
        count += others.count;
    }

    int count() {
        return count;
    }

    long median() {
        return percentile(50);
    }

    /** The value that {@code percent} of all are not above; -1 if there is none. */
    long percentile(double percent) {
        if (count == 0) {
            return -1;
        }
        Arrays.sort(values, 0, count);
        return values[Math.min(count - 1, (int) (percent / 100 * count))];
    }
}
