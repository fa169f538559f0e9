// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** The connections of a listener, or the outgoing ones of an actor system. Any thread. */
public final class TcpGroup {
    private static final InetSocketAddress NO_ADDRESS = new InetSocketAddress(0);

    private final String name;
    private final SocketAddress address;
    private final ListenerLimits limits;

    private TcpGroup(String name, SocketAddress address, ListenerLimits limits) {
        this.name = name;
        this.address = address;
        this.limits = limits;
    }

    static TcpGroup listener(String name, SocketAddress address, ListenerLimits limits) {
        return new TcpGroup(name, address, limits);
    }

    static TcpGroup outgoing(ListenerLimits limits) {
        return new TcpGroup("outgoing", NO_ADDRESS, limits);
    }

    /** What a listener is bound to; the wildcard for outgoing connections. */
    public SocketAddress address() {
        return address;
    }

    /** The figures now. */
    public TcpMetrics.Group metrics() {
        return limits.metrics();
    }

    /**
     * The address as in {@code 127.0.0.1:9000}, or the path of a Unix socket, of the second listener there with {@code -2}
     * behind it; or {@code outgoing}.
     */
    @Override
    public String toString() {
        return name;
    }
}
