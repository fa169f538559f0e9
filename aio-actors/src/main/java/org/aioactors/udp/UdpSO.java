// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.UdpSockets;
import org.aioactors.net.SocketOption;
import org.aioactors.net.TcpSO;

/** Options for {@link UdpOptions#withSocketOptions}: {@code socket(7)}, {@code ip(7)}, {@code ipv6(7)}. Any thread. */
public final class UdpSO {
    private static final int MOST_HOPS = 255;

    private UdpSO() {}

    /**
     * {@code SO_RCVBUF}: the size of the kernel's buffer for what arrives. The kernel doubles it, bounds it by {@code
     * net.core.rmem_max}, and counts some hundred bytes more for each datagram than it has.
     */
    public static SocketOption receiveBufferSize(int bytes) {
        return TcpSO.receiveBufferSize(bytes);
    }

    /** {@code SO_SNDBUF}: the size of the kernel's buffer for what is sent; the kernel doubles and bounds it. */
    public static SocketOption sendBufferSize(int bytes) {
        return TcpSO.sendBufferSize(bytes);
    }

    /** {@code SO_REUSEPORT}: whether several sockets of one user share an address; the kernel spreads senders over them. */
    public static SocketOption reusePort(boolean on) {
        return TcpSO.reusePort(on);
    }

    /** {@code SO_REUSEADDR}: whether several sockets may be bound to an address; each gets what is sent to a multicast group. */
    public static SocketOption reuseAddress(boolean on) {
        return new SocketOption("SO_REUSEADDR", Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR, on ? 1 : 0);
    }

    /** {@code SO_BROADCAST}: whether datagrams may be sent to broadcast addresses; without it that fails with EACCES. */
    public static SocketOption broadcast(boolean on) {
        return new SocketOption("SO_BROADCAST", Sockets.SOL_SOCKET, UdpSockets.SO_BROADCAST, on ? 1 : 0);
    }

    /** {@code IP_TTL} and {@code IPV6_UNICAST_HOPS}: through how many routers a datagram may go, 1 to 255; 64 by default. */
    public static SocketOption timeToLive(int hops) {
        return new SocketOption("IP_TTL", Sockets.IPPROTO_IP, UdpSockets.IP_TTL, hops(1, hops));
    }

    /**
     * {@code IP_MULTICAST_TTL} and {@code IPV6_MULTICAST_HOPS}: the same for what is sent to multicast groups, 0 to 255; 1 by
     * default, so that it stays in the local network. 0 stays on this machine.
     */
    public static SocketOption multicastTimeToLive(int hops) {
        return new SocketOption("IP_MULTICAST_TTL", Sockets.IPPROTO_IP, UdpSockets.IP_MULTICAST_TTL, hops(0, hops));
    }

    /** {@code IP_MULTICAST_LOOP} and {@code IPV6_MULTICAST_LOOP}: whether this machine's members hear what it sends; on by default. */
    public static SocketOption multicastLoopback(boolean on) {
        return new SocketOption("IP_MULTICAST_LOOP", Sockets.IPPROTO_IP, UdpSockets.IP_MULTICAST_LOOP, on ? 1 : 0);
    }

    /** {@code IP_TOS} and {@code IPV6_TCLASS}: the traffic class of the packets, 0 to 255. */
    public static SocketOption trafficClass(int trafficClass) {
        return TcpSO.trafficClass(trafficClass);
    }

    private static int hops(int min, int hops) {
        if (hops < min || hops > MOST_HOPS) {
            throw new IllegalArgumentException("hops are from " + min + " to " + MOST_HOPS + ": " + hops);
        }
        return hops;
    }
}
