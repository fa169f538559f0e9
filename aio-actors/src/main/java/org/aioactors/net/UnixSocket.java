// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.PeerCredentials;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.UnixAddress;
import org.aioactors.aio.linux.UnixSockets;
import org.jspecify.annotations.Nullable;

/**
 * Streams between processes of one machine, {@code unix(7)}: the protocol of {@link Tcp}, but for {@link Bind}, {@link
 * Connect}, {@link Bound} and {@link Connected}. What is said there of connections, their limits and {@code aio.net.tcp}
 * holds here, too; there is no TLS. Sockets that keep the boundaries of messages, and pass descriptors, are those of {@link
 * UnixMessages}.
 */
public final class UnixSocket {
    private UnixSocket() {}

    /** The behavior of a server, as {@link Tcp#serve}. */
    public static Behavior<Tcp.ListenerCommand> serve(
            UnixAddress localAddress, Function<ActorRef<Tcp.ConnectionCommand>, Behavior<Tcp.Event>> handler) {
        return serve(localAddress, ListenOptions.DEFAULT, handler);
    }

    /** The same with options, such as {@link ListenOptions#withBorrowedBuffers}. */
    public static Behavior<Tcp.ListenerCommand> serve(
            UnixAddress localAddress,
            ListenOptions options,
            Function<ActorRef<Tcp.ConnectionCommand>, Behavior<Tcp.Event>> handler) {
        return TcpServer.create(localAddress, options, connected -> handler.apply(connected.connection()));
    }

    /**
     * The same with all that a {@link Bind} can say, for a handler that depends on what is known of its connection, such as
     * {@link Connected#peer}.
     *
     * @param bind its handler hears of the listener, but not of connections; when it stops, the server accepts no more
     */
    public static Behavior<Tcp.ListenerCommand> serveConnected(
            Bind bind, Function<Connected, Behavior<Tcp.Event>> handler) {
        return TcpServer.create(bind, handler);
    }

    /** To the manager, {@code Aio.get(system).unixSockets()}. */
    public sealed interface Command permits Bind, Connect {}

    /**
     * Listens. Answered by {@link Bound} or {@link Tcp.CommandFailed}; then a {@link Connected} follows for each connection
     * accepted.
     *
     * @param handler hears of the listener and of each new connection; when it stops, the listener does too, while
     *     connections already accepted live on
     * @param localAddress a path makes a file, in place of the file of a socket that nobody has open any more
     * @param options without TLS
     * @param permissions of the file, right from the start: who connects needs to write. Null for what the process's umask
     *     leaves
     * @param removesFile whether the file is removed when the listener is unbound or stops, unless it is another's by then
     */
    public record Bind(
            ActorRef<? super Tcp.Event> handler,
            UnixAddress localAddress,
            ListenOptions options,
            @Nullable Set<PosixFilePermission> permissions,
            boolean removesFile)
            implements Command {
        /** Checks the options; throws {@link IllegalArgumentException} if there is TLS. */
        public Bind {
            if (options.tls() != null) {
                throw new IllegalArgumentException("there is no TLS on Unix sockets: who can read them is root anyway");
            }
            permissions = permissions == null ? null : Set.copyOf(permissions);
        }

        /** With the default options. */
        public static Bind of(ActorRef<? super Tcp.Event> handler, UnixAddress localAddress) {
            return new Bind(handler, localAddress, ListenOptions.DEFAULT, null, true);
        }

        /**
         * A listening socket that somebody else has opened, such as the process before this one, see {@link
         * SocketActivation} and {@link Tcp.DuplicateListener}. It is the listener's from now on; its file is not.
         *
         * @throws org.aioactors.aio.linux.SyscallException if it is no socket
         * @throws IllegalStateException if it is no Unix socket
         */
        public static Bind adopt(ActorRef<? super Tcp.Event> handler, Fd listener) {
            UnixAddress address = UnixSockets.localAddress(Syscalls.linux(), listener);
            return new Bind(handler, address, ListenOptions.DEFAULT.withAdopted(listener), null, false);
        }

        /** With other options; one that was {@linkplain #adopt adopted} stays so. */
        public Bind with(ListenOptions others) {
            return new Bind(handler, localAddress, others.adoptedBy(options), permissions, removesFile);
        }

        /**
         * With these permissions of the file, such as {@code rw-rw----}.
         *
         * @throws IllegalArgumentException if it is not of that form
         */
        public Bind withPermissions(String others) {
            return new Bind(handler, localAddress, options, PosixFilePermissions.fromString(others), removesFile);
        }

        Bind withHandler(ActorRef<? super Tcp.Event> other) {
            return new Bind(other, localAddress, options, permissions, removesFile);
        }

        /** Of one that was {@linkplain #adopt adopted}, or that is not to be removed. */
        public Bind withRemovesFile(boolean other) {
            return new Bind(handler, localAddress, options, permissions, other);
        }
    }

    /**
     * Opens a connection. Answered by {@link Connected} or {@link Tcp.CommandFailed}. Given up when the handler stops before.
     *
     * @param handler hears of the connection
     * @param socketOptions see {@link TcpSO}; those of the socket itself, not those of TCP or IP
     * @param timeout how long to wait for a listener whose backlog is full; null for as long as the handler lives
     */
    public record Connect(
            ActorRef<? super Tcp.Event> handler,
            UnixAddress remoteAddress,
            List<SocketOption> socketOptions,
            @Nullable Duration timeout)
            implements Command {
        /** Checks the timeout; throws {@link IllegalArgumentException} if it is not greater than 0. */
        public Connect {
            if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
                throw new IllegalArgumentException("timeout must be greater than 0: " + timeout);
            }
            socketOptions = List.copyOf(socketOptions);
        }

        /** Without a timeout. */
        public static Connect of(ActorRef<? super Tcp.Event> handler, UnixAddress remoteAddress) {
            return new Connect(handler, remoteAddress, List.of(), null);
        }

        /** With a timeout. */
        public Connect withTimeout(Duration other) {
            return new Connect(handler, remoteAddress, socketOptions, other);
        }

        /** With these socket options. */
        public Connect withSocketOptions(SocketOption... others) {
            return new Connect(handler, remoteAddress, List.of(others), timeout);
        }
    }

    /** A {@link Bind} succeeded: where it listens, and who takes {@link Tcp.Unbind}. */
    public record Bound(UnixAddress localAddress, ActorRef<Tcp.ListenerCommand> listener) implements Tcp.Event {}

    /**
     * A connection is open. It is closed again unless a {@link Tcp.Register} follows within {@code
     * aio.net.tcp.register-timeout}.
     *
     * @param remoteAddress the peer's address; most clients are unnamed
     * @param localAddress our address
     * @param peer who is at the other end
     * @param connection takes {@link Tcp.Register}, {@link Tcp.Write}, ...
     * @param sameLoop spawn the handler with these, and it lives on the loop of the connection
     */
    public record Connected(
            UnixAddress remoteAddress,
            UnixAddress localAddress,
            PeerCredentials peer,
            ActorRef<Tcp.ConnectionCommand> connection,
            Props sameLoop)
            implements Tcp.Event {}
}
