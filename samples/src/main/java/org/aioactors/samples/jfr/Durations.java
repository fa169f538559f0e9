// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.jfr;

import java.util.Locale;
import org.aioactors.samples.bench.tcp.LatencyHistogram;

/** Times, of which only the distribution is kept. */
final class Durations {
    private final LatencyHistogram histogram = new LatencyHistogram();
    private long count;
    private long maxNs;

    void add(long ns) {
        histogram.add(ns);
        count++;
        maxNs = Math.max(maxNs, ns);
    }

    long count() {
        return count;
    }

    long maxNs() {
        return maxNs;
    }

    /** What {@code percent} of them are not above, to 1.6 %. */
    long percentileNs(double percent) {
        return Math.min(maxNs, Math.max(0, histogram.percentileNs(percent)));
    }

    /** A time to three digits, in the unit that suits it. */
    static String text(long ns) {
        if (ns < 1_000) {
            return ns + " ns";
        }
        double value = ns / 1e3;
        for (String unit : new String[] {"µs", "ms"}) {
            if (value < 999.5) {
                return String.format(
                        Locale.ROOT, value < 9.995 ? "%.2f %s" : value < 99.95 ? "%.1f %s" : "%.0f %s", value, unit);
            }
            value /= 1e3;
        }
        return String.format(Locale.ROOT, "%.2f s", value);
    }
}
