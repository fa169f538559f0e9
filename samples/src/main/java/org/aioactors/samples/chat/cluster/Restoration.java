// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A new authority asks all loops of the network what they have of its channel. Since all of them had the same events in the same
 * order, and each has kept those that another may lack, the longest report is the channel, and says what each of the others has
 * missed. If nobody has a copy, the channel is a new one.
 *
 * @param <L> loops
 * @param <E> events
 * @param <V> copies
 */
public final class Restoration<L, E, V> {
    private final Set<L> awaited;
    private final Map<L, Report<E, V>> reports = new HashMap<>();

    /** Waits for these: all loops that there are. */
    public Restoration(Set<L> loops) {
        this.awaited = new HashSet<>(loops);
    }

    /** A loop has answered; null if it has no members. */
    public void report(L loop, @Nullable Report<E, V> report) {
        if (awaited.remove(loop) && report != null) {
            reports.put(loop, report);
        }
    }

    /** A loop has gone with its server; what it alone has had has not happened. */
    public void lost(L loop) {
        awaited.remove(loop);
        reports.remove(loop);
    }

    /** Those that have not answered. */
    public Set<L> awaited() {
        return Set.copyOf(awaited);
    }

    /** Whether all have answered that will. */
    public boolean isComplete() {
        return awaited.isEmpty();
    }

    /** What all that have members have had. */
    public long stable() {
        return reports.values().stream().mapToLong(Report::last).min().orElse(0);
    }

    /** The loops that have members. */
    public Set<L> loops() {
        return Set.copyOf(reports.keySet());
    }

    /** What those have said that have members. */
    public Collection<Report<E, V>> reports() {
        return Collections.unmodifiableCollection(reports.values());
    }

    /** What is true from now on; null if nobody has anything. */
    public @Nullable Report<E, V> best() {
        Report<E, V> best = null;
        for (Report<E, V> report : reports.values()) {
            if (best == null || report.last() > best.last()) {
                best = report;
            }
        }
        return best;
    }

    /**
     * What a loop has missed, in order: to be told with the numbers from {@code last + 1} of its report on. Null if that is more
     * than was kept, so that it has to be told the whole channel.
     */
    public @Nullable List<E> missing(L loop) {
        Report<E, V> mine = reports.get(loop);
        Report<E, V> best = best();
        if (mine == null || best == null) {
            return null;
        }
        List<E> missing = new ArrayList<>();
        for (long number = mine.last() + 1; number <= best.last(); number++) {
            E event = event(number);
            if (event == null) {
                return null;
            }
            missing.add(event);
        }
        return missing;
    }

    /** An event that somebody has kept: who was told the whole channel a moment ago has not kept what was before. */
    private @Nullable E event(long number) {
        for (Report<E, V> report : reports.values()) {
            if (report.first() <= number && number <= report.last()) {
                return report.tail().get((int) (number - report.first()));
            }
        }
        return null;
    }
}
