// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections each address has, and how fast it makes them; of IPv6 the network of 64 bits counts. One for a server:
 * the loops call it as connections come and go.
 *
 * <p>Any thread. Each address is counted within one step of a {@link ConcurrentHashMap}, so two loops that admit one address at
 * the same moment count one after the other. Locks nothing else, and blocks for no more than such a step. Connections are few
 * compared to lines: this is no hot path.
 */
public final class AddressLimits {
    /** What becomes of a connection. */
    public enum Verdict {
        /** It may stay; {@link #release} is to be called at its end. */
        ADMITTED,
        /** Its address has too many. */
        TOO_MANY,
        /** Its address makes them too fast. */
        TOO_FAST
    }

    /**
     * What is allowed.
     *
     * @param connections how many an address may have
     * @param rate how fast it may make them
     * @param exempt whom nothing of that is about
     */
    public record Rules(int connections, Rate rate, List<AddressRange> exempt) {
        /** Copies the list. */
        public Rules {
            exempt = List.copyOf(exempt);
        }

        boolean exempts(InetAddress address) {
            return exempt.stream().anyMatch(range -> range.contains(address));
        }
    }

    /** Used within steps of the map alone. */
    private static final class Count {
        private final FloodBucket bucket;
        private int connections;

        Count(long nowNs) {
            bucket = new FloodBucket(nowNs);
        }
    }

    /** Above so many, those are forgotten who have no connection. */
    private static final int MAX_ADDRESSES = 100_000;

    private final ConcurrentHashMap<AddressKey, Count> counts = new ConcurrentHashMap<>();

    /** Written by who reads the settings, read by all loops; rules are immutable, so old and new ones don't mix. */
    private volatile Rules rules;

    /** Of a server without connections. */
    public AddressLimits(Rules rules) {
        this.rules = rules;
    }

    /** Other rules, for connections that come from now on. */
    public void setRules(Rules others) {
        rules = others;
    }

    /**
     * Counts a new connection, if there may be one.
     *
     * @param nowNs as in {@link System#nanoTime}
     */
    public Verdict admit(InetAddress address, long nowNs) {
        Rules now = rules;
        boolean exempt = now.exempts(address);
        if (counts.size() > MAX_ADDRESSES) {
            forgetIdle();
        }
        Verdict[] verdict = new Verdict[1];
        counts.compute(AddressKey.of(address), (key, before) -> {
            Count count = before == null ? new Count(nowNs) : before;
            verdict[0] = exempt ? Verdict.ADMITTED : judge(count, now, nowNs);
            if (verdict[0] == Verdict.ADMITTED) {
                count.connections++;
            }
            return count;
        });
        return verdict[0];
    }

    private static Verdict judge(Count count, Rules now, long nowNs) {
        if (count.connections >= now.connections()) {
            return Verdict.TOO_MANY;
        }
        return count.bucket.take(now.rate(), 1, nowNs) ? Verdict.ADMITTED : Verdict.TOO_FAST;
    }

    /** A connection that was admitted has ended. */
    public void release(InetAddress address, long nowNs) {
        counts.computeIfPresent(AddressKey.of(address), (key, count) -> {
            count.connections--;
            return count.connections == 0 && count.bucket.isFull(nowNs) ? null : count;
        });
    }

    /** Those who are remembered for nothing but how fast they made connections; {@link #release} forgets most of them. */
    private void forgetIdle() {
        counts.keySet()
                .forEach(key -> counts.computeIfPresent(key, (same, count) -> count.connections == 0 ? null : count));
    }

    /** How many addresses are remembered. */
    int remembered() {
        return counts.size();
    }
}
