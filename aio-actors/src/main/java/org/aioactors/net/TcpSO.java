// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.time.Duration;
import org.aioactors.aio.linux.Sockets;

/**
 * Options for {@link Tcp.Bind} and {@link Tcp.Connect}: {@code socket(7)}, {@code tcp(7)}, {@code ip(7)}. A listener's
 * connections inherit its options. Any thread.
 */
public final class TcpSO {
    private TcpSO() {}

    /** {@code SO_RCVBUF}: the size of the kernel's buffer for what arrives; the kernel doubles and bounds it. */
    public static SocketOption receiveBufferSize(int bytes) {
        return new SocketOption("SO_RCVBUF", Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, positive("bytes", bytes));
    }

    /** {@code SO_SNDBUF}: the size of the kernel's buffer for what is sent; the kernel doubles and bounds it. */
    public static SocketOption sendBufferSize(int bytes) {
        return new SocketOption("SO_SNDBUF", Sockets.SOL_SOCKET, Sockets.SO_SNDBUF, positive("bytes", bytes));
    }

    /** {@code SO_KEEPALIVE}: whether a peer that has been silent for long is asked whether it is still there. */
    public static SocketOption keepAlive(boolean on) {
        return new SocketOption("SO_KEEPALIVE", Sockets.SOL_SOCKET, Sockets.SO_KEEPALIVE, on ? 1 : 0);
    }

    /** {@code TCP_KEEPIDLE}: how long a peer must have been silent, in whole seconds; two hours by default. */
    public static SocketOption keepAliveIdle(Duration time) {
        return new SocketOption("TCP_KEEPIDLE", Sockets.IPPROTO_TCP, Sockets.TCP_KEEPIDLE, seconds(time, 1));
    }

    /** {@code TCP_KEEPINTVL}: the time between two questions, in whole seconds; 75 by default. */
    public static SocketOption keepAliveInterval(Duration time) {
        return new SocketOption("TCP_KEEPINTVL", Sockets.IPPROTO_TCP, Sockets.TCP_KEEPINTVL, seconds(time, 1));
    }

    /** {@code TCP_KEEPCNT}: after how many questions without an answer the connection is given up; 9 by default. */
    public static SocketOption keepAliveCount(int count) {
        return new SocketOption("TCP_KEEPCNT", Sockets.IPPROTO_TCP, Sockets.TCP_KEEPCNT, positive("count", count));
    }

    /** {@code SO_REUSEPORT}: whether several listeners share one port; the kernel spreads connections over them. */
    public static SocketOption reusePort(boolean on) {
        return new SocketOption("SO_REUSEPORT", Sockets.SOL_SOCKET, Sockets.SO_REUSEPORT, on ? 1 : 0);
    }

    /** {@code TCP_NODELAY}: whether small segments are sent at once. On, unless this is given. */
    public static SocketOption tcpNoDelay(boolean on) {
        return new SocketOption("TCP_NODELAY", Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, on ? 1 : 0);
    }

    /**
     * {@code SO_LINGER}, in whole seconds. With 0, closing resets the connection and drops what the kernel has not sent
     * yet. Otherwise of little use: the sockets are non-blocking, but the loop may wait in {@code close(2)}.
     */
    public static SocketOption linger(Duration time) {
        return new SocketOption("SO_LINGER", Sockets.SOL_SOCKET, Sockets.SO_LINGER, seconds(time, 0));
    }

    /** {@code IP_TOS} and {@code IPV6_TCLASS}: the traffic class of the packets, 0 to 255. */
    public static SocketOption trafficClass(int trafficClass) {
        if (trafficClass < 0 || trafficClass > 255) {
            throw new IllegalArgumentException("a traffic class is from 0 to 255: " + trafficClass);
        }
        return new SocketOption("IP_TOS", Sockets.IPPROTO_IP, Sockets.IP_TOS, trafficClass);
    }

    private static int positive(String what, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(what + " must be greater than 0: " + value);
        }
        return value;
    }

    private static int seconds(Duration time, int min) {
        long seconds = time.toSeconds();
        if (seconds < min || seconds > 32_767 || !time.equals(Duration.ofSeconds(seconds))) {
            throw new IllegalArgumentException("whole seconds from " + min + " to 32767, not " + time);
        }
        return (int) seconds;
    }
}
