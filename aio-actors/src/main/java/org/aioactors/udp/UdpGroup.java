// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.dispatcher.AioLoop;

/** Sockets whose figures are added up: one that is bound, all that are connected, or all of a loop. Any thread. */
public final class UdpGroup {
    private static final InetSocketAddress NO_ADDRESS = new InetSocketAddress(0);

    private final String name;
    private final InetSocketAddress address;
    private final AtomicInteger sockets = new AtomicInteger();
    private final Map<AioLoop, UdpCounters> counters = new ConcurrentHashMap<>();

    private UdpGroup(String name, InetSocketAddress address) {
        this.name = name;
        this.address = address;
    }

    /** For one that is bound to that. */
    static UdpGroup bound(String name, InetSocketAddress address) {
        return new UdpGroup(name, address);
    }

    /** For several. */
    static UdpGroup ofMany(String name) {
        return new UdpGroup(name, NO_ADDRESS);
    }

    /** One more is open. Returns where it counts, for its loop only. */
    UdpCounters opened(AioLoop loop) {
        sockets.incrementAndGet();
        return counters.computeIfAbsent(loop, each -> new UdpCounters());
    }

    /** One fewer is open. */
    void closed() {
        sockets.decrementAndGet();
    }

    /** What a socket is bound to; the wildcard for several. */
    public InetSocketAddress address() {
        return address;
    }

    /** The figures now. */
    public UdpMetrics.Group metrics() {
        return UdpMetrics.Group.of(sockets.get(), counters.values());
    }

    /** The address as in {@code 127.0.0.1:9000}, of the second socket there with {@code -2} behind it; or whose sockets they are. */
    @Override
    public String toString() {
        return name;
    }
}
