// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.jfr;

/**
 * The time that a recording covers, in equal parts for the plots.
 *
 * @param startNs since the epoch
 * @param endNs after it
 */
record Span(long startNs, long endNs) {
    /** How many parts there are, whatever the recording's length: the memory for them is the same. */
    static final int PARTS = 120;

    Span {
        if (endNs <= startNs) {
            throw new IllegalArgumentException("from " + startNs + " to " + endNs);
        }
    }

    long lengthNs() {
        return endNs - startNs;
    }

    /** The part that a time lies in, the nearest if in none. */
    int part(long timeNs) {
        double share = (double) (timeNs - startNs) / lengthNs();
        return (int) Math.max(0, Math.min(PARTS - 1, share * PARTS));
    }

    double partNs() {
        return (double) lengthNs() / PARTS;
    }

    /** Adds a time to the parts that it covers, to each its share. */
    void spread(double[] parts, long fromNs, long toNs) {
        int last = part(toNs);
        for (int part = part(fromNs); part <= last; part++) {
            double begin = Math.max((double) (fromNs - startNs), part * partNs());
            double end = Math.min((double) (toNs - startNs), (part + 1) * partNs());
            parts[part] += Math.max(0, end - begin);
        }
    }
}
