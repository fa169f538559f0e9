// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to connect, for {@link Tcp.Connect}.
 *
 * @param localAddress where from; null lets the kernel choose
 * @param socketOptions see {@link TcpSO}
 * @param timeout of it all, the look-up of a name included; null leaves it to the kernel, which tries for some two
 *     minutes. That of the handshake of TLS is the rest of it, and no more than {@code aio.net.tcp.handshake-timeout}
 * @param tls secures the connection; null leaves it plain
 */
public record ConnectOptions(
        @Nullable InetSocketAddress localAddress,
        List<SocketOption> socketOptions,
        @Nullable Duration timeout,
        @Nullable Tls tls) {
    /** From any address, for as long as the kernel tries. */
    public static final ConnectOptions DEFAULT = new ConnectOptions(null, List.of(), null, null);

    /** Checks the values; throws {@link IllegalArgumentException} for one out of range. */
    public ConnectOptions {
        if (localAddress != null && localAddress.isUnresolved()) {
            throw new IllegalArgumentException("unknown host: " + localAddress.getHostString());
        }
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw new IllegalArgumentException("timeout must be greater than 0: " + timeout);
        }
        socketOptions = List.copyOf(socketOptions);
    }

    /** From that address. */
    public ConnectOptions withLocalAddress(InetSocketAddress other) {
        return new ConnectOptions(other, socketOptions, timeout, tls);
    }

    /** With these socket options. */
    public ConnectOptions withSocketOptions(SocketOption... others) {
        return new ConnectOptions(localAddress, List.of(others), timeout, tls);
    }

    /** With a timeout. */
    public ConnectOptions withTimeout(Duration other) {
        return new ConnectOptions(localAddress, socketOptions, other, tls);
    }

    /** Secured by TLS. */
    public ConnectOptions withTls(Tls other) {
        return new ConnectOptions(localAddress, socketOptions, timeout, other);
    }
}
