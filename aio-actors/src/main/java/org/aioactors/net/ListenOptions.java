// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.List;
import org.aioactors.aio.linux.Fd;
import org.jspecify.annotations.Nullable;

/**
 * How to listen, for {@link Tcp.Bind}.
 *
 * @param backlog how many connections may wait to be accepted ({@code listen(2)})
 * @param socketOptions of the listener's socket, which its connections inherit, see {@link TcpSO}
 * @param pullMode whether connections are accepted only as {@link Tcp.ResumeAccepting} asks for them
 * @param maxConnections how many may be open at a time; 0 stands for {@code aio.net.tcp.max-connections}
 * @param tls secures the connections; null leaves them plain
 * @param borrowedBuffers whether {@link Tcp#serve} has its handlers told {@link ReceivedBuffer} in place of {@link
 *     Tcp.Received}; who registers handlers himself says so by {@link RegisterOptions#withBorrowedBuffers}
 * @param adopted a socket that listens already, whose backlog and permissions are as they are; null to open one, see {@link
 *     Tcp.Bind#adopt}
 */
public record ListenOptions(
        int backlog,
        List<SocketOption> socketOptions,
        boolean pullMode,
        int maxConnections,
        @Nullable Tls tls,
        boolean borrowedBuffers,
        @Nullable Fd adopted) {
    /** A backlog of 1024. */
    public static final ListenOptions DEFAULT = new ListenOptions(1024, List.of(), false, 0, null, false, null);

    /** Checks the values; throws {@link IllegalArgumentException} for one out of range. */
    public ListenOptions {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog must be at least 1: " + backlog);
        }
        if (maxConnections < 0) {
            throw new IllegalArgumentException("maxConnections must not be negative: " + maxConnections);
        }
        socketOptions = List.copyOf(socketOptions);
    }

    /** With another backlog. */
    public ListenOptions withBacklog(int other) {
        return new ListenOptions(other, socketOptions, pullMode, maxConnections, tls, borrowedBuffers, adopted);
    }

    /** With these socket options. */
    public ListenOptions withSocketOptions(SocketOption... others) {
        return new ListenOptions(backlog, List.of(others), pullMode, maxConnections, tls, borrowedBuffers, adopted);
    }

    /** Accepts only as {@link Tcp.ResumeAccepting} asks for it. */
    public ListenOptions withPullMode() {
        return new ListenOptions(backlog, socketOptions, true, maxConnections, tls, borrowedBuffers, adopted);
    }

    /** With another bound on the number of connections. */
    public ListenOptions withMaxConnections(int other) {
        return new ListenOptions(backlog, socketOptions, pullMode, other, tls, borrowedBuffers, adopted);
    }

    /**
     * With connections secured by TLS. {@link Tcp.Connected} comes after the handshake; peers with whom there is none are
     * logged, at most one line in ten seconds.
     */
    public ListenOptions withTls(Tls other) {
        return new ListenOptions(backlog, socketOptions, pullMode, maxConnections, other, borrowedBuffers, adopted);
    }

    /** Has the handlers of {@link Tcp#serve} told {@link ReceivedBuffer} in place of {@link Tcp.Received}. */
    public ListenOptions withBorrowedBuffers() {
        return new ListenOptions(backlog, socketOptions, pullMode, maxConnections, tls, true, adopted);
    }

    ListenOptions withAdopted(Fd listener) {
        return new ListenOptions(backlog, socketOptions, pullMode, maxConnections, tls, borrowedBuffers, listener);
    }

    ListenOptions adoptedBy(ListenOptions before) {
        return adopted != null || before.adopted == null ? this : withAdopted(before.adopted);
    }
}
