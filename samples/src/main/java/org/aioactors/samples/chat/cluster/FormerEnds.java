// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Of channels that a loop has no copy of: which authority it would listen to. One that asked was told that there is nothing here,
 * so what an earlier one has sent meanwhile must not count any more. The oldest are forgotten. For one thread.
 */
final class FormerEnds {
    /** What comes so late that so many channels have been asked for meanwhile is none that anybody waits for. */
    static final int MAX = 16_384;

    private record Former(long term, long last) {}

    private static final Former NONE = new Former(0, 0);

    /** The oldest first. */
    private final Map<String, Former> ends = new LinkedHashMap<>();

    /** The term of the authority that the loop listens to, or 0. */
    long term(String channel) {
        return ends.getOrDefault(channel, NONE).term();
    }

    /** The number of the last event of it that the loop has had, or 0. */
    long last(String channel) {
        return ends.getOrDefault(channel, NONE).last();
    }

    /** An authority asks; one with a lower term than others before does not count. */
    void follow(String channel, long term) {
        if (term > term(channel)) {
            put(channel, new Former(term, 0));
        }
    }

    /** The last member has left this loop. */
    void left(String channel, long term, long last) {
        put(channel, new Former(term, last));
    }

    /** There is a copy. */
    void remove(String channel) {
        ends.remove(channel);
    }

    private void put(String channel, Former former) {
        ends.remove(channel);
        ends.put(channel, former);
        if (ends.size() > MAX) {
            ends.remove(ends.keySet().iterator().next());
        }
    }
}
