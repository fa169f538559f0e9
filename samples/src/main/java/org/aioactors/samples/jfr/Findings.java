// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.jfr;

import java.util.List;
import java.util.Set;

/**
 * What was found in a recording.
 *
 * @param file its name
 * @param span from the first of our events to the end of the last
 * @param events how many of ours there are
 * @param kinds which of ours there are, without what all names begin with
 * @param loops by name
 * @param stalls the longest first
 * @param wakeUps how many times a loop was woken
 */
record Findings(
        String file,
        Span span,
        long events,
        Set<String> kinds,
        List<LoopTime> loops,
        List<Stall> stalls,
        long wakeUps) {
    Findings {
        kinds = Set.copyOf(kinds);
        loops = List.copyOf(loops);
        stalls = List.copyOf(stalls);
    }
}
