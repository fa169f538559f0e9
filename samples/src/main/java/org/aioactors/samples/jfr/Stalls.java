// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.jfr;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The stalls of a recording. An event names the culprit when it is noticed; another says, when the loop is back, how long it
 * was away: they belong together if the first lies in the time of the second. There are not many, since each takes its
 * milliseconds.
 */
final class Stalls {
    private record Away(String loop, long startNs, long endNs) {}

    /** The two threads take their times of the same moment one after the other. */
    private static final long TOLERANCE_NS = 5_000_000;

    private final List<Stall> found = new ArrayList<>();
    private final List<Stall> noticed = new ArrayList<>();
    private final List<Away> aways = new ArrayList<>();

    /** A callback that was too long. */
    void callback(long startNs, long durationNs, String loop, String callback) {
        found.add(new Stall(startNs, durationNs, loop, callback));
    }

    /** An actor or a task that the watchdog has found. */
    void noticed(long timeNs, String loop, String culprit) {
        noticed.add(new Stall(timeNs, -1, loop, culprit));
    }

    /** The loop is back after that time. */
    void away(long startNs, long durationNs, String loop) {
        aways.add(new Away(loop, startNs, startNs + durationNs));
    }

    /** All, the longest first; those of unknown length before them. */
    List<Stall> longestFirst() {
        List<Stall> all = new ArrayList<>(found);
        noticed.forEach(each -> all.add(new Stall(each.timeNs(), durationNs(each), each.loop(), each.culprit())));
        all.sort(Comparator.comparingLong((Stall each) -> each.durationNs() < 0 ? Long.MIN_VALUE : -each.durationNs())
                .thenComparingLong(Stall::timeNs));
        return all;
    }

    private long durationNs(Stall stall) {
        return aways.stream()
                .filter(away -> away.loop().equals(stall.loop())
                        && away.startNs() - TOLERANCE_NS <= stall.timeNs()
                        && stall.timeNs() <= away.endNs())
                .mapToLong(away -> away.endNs() - away.startNs())
                .findFirst()
                .orElse(-1);
    }
}
