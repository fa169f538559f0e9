// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.aioactors.samples.chat.network.Uid;

/**
 * Who was invited to a channel and has not come yet. Each ends by itself: the channel does not hear of it if somebody who is
 * not on it leaves the network.
 */
final class Invitations {
    /** How many may be open; the oldest end first. */
    static final int MAX = 100;

    private static final long VALID_MS = 3_600_000;

    /** When each ends; the oldest first, which also end first. */
    private final Map<Uid, Long> endsMs = new LinkedHashMap<>();

    void add(Uid uid, long nowMs) {
        // Taken out first: an invitation that is given again is the newest one.
        endsMs.remove(uid);
        endsMs.put(uid, nowMs + VALID_MS);
        forgetEnded(nowMs);
    }

    boolean has(Uid uid, long nowMs) {
        Long end = endsMs.get(uid);
        return end != null && end > nowMs;
    }

    void use(Uid uid) {
        endsMs.remove(uid);
    }

    void clear() {
        endsMs.clear();
    }

    private void forgetEnded(long nowMs) {
        Iterator<Long> ends = endsMs.values().iterator();
        while (ends.hasNext() && (ends.next() <= nowMs || endsMs.size() > MAX)) {
            ends.remove();
        }
    }
}
