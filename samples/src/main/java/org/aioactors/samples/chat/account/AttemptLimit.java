// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.aioactors.samples.chat.limit.AddressKey;
import org.aioactors.samples.chat.limit.FloodBucket;
import org.aioactors.samples.chat.limit.Rate;

/** How often each address has tried. Remembers those that tried last, so that memory is bounded. For one thread at a time. */
final class AttemptLimit {
    private static final int MAX_ADDRESSES = 10_000;

    private final Map<AddressKey, FloodBucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AddressKey, FloodBucket> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    /** Counts a try; false if the address has had too many. Time as in {@link System#nanoTime}. */
    boolean take(InetAddress address, Rate rate, long nowNs) {
        return buckets.computeIfAbsent(AddressKey.of(address), key -> new FloodBucket(nowNs))
                .take(rate, 1, nowNs);
    }

    /** Takes it back: that one does not count. */
    void giveBack(InetAddress address, Rate rate) {
        FloodBucket bucket = buckets.get(AddressKey.of(address));
        if (bucket != null) {
            bucket.giveBack(rate, 1);
        }
    }
}
