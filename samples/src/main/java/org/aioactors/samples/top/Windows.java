// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How long each loop might busy-poll at the last samples. */
final class Windows {
    /** As many as the widest terminal shows. */
    private static final int KEPT = 200;

    private final Map<LoopKey, Deque<Long>> all = new HashMap<>();

    /** Adds a sample; forgets loops that are gone. */
    void add(Sample sample) {
        Set<LoopKey> present = new HashSet<>();
        for (Sample.OfDispatcher dispatcher : sample.dispatchers()) {
            for (Sample.OfLoop loop : dispatcher.loops()) {
                LoopKey key = new LoopKey(dispatcher.key(), loop.number());
                present.add(key);
                add(all.computeIfAbsent(key, each -> new ArrayDeque<>()), loop.pollNs());
            }
        }
        all.keySet().retainAll(present);
    }

    private static void add(Deque<Long> windows, long pollNs) {
        if (windows.size() == KEPT) {
            windows.removeFirst();
        }
        windows.addLast(pollNs);
    }

    /** In nanoseconds, the newest last; none of a loop that is not known. */
    List<Long> of(LoopKey loop) {
        return new ArrayList<>(all.getOrDefault(loop, new ArrayDeque<>()));
    }
}
