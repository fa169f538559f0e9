// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The messages of TCP. The way of a server: tell {@link Bind} to the manager ({@code Aio.get(system).tcp()}), receive
 * {@link Bound}, then a {@link Connected} for each connection; answer it with {@link Register}, receive {@link
 * Received} and tell {@link Write}, until a {@link ConnectionClosed}. All messages are immutable and may be told from
 * any thread.
 */
public final class Tcp {
    private static final int DEFAULT_BACKLOG = 1024;

    private Tcp() {}

    /** To the manager. */
    public sealed interface Command permits Bind, Connect {}

    /**
     * Listens on an address. Answered by {@link Bound} or {@link CommandFailed}; then a {@link Connected} follows for
     * each connection accepted.
     *
     * @param handler hears of the listener and of each new connection; when it stops, the listener does too, while
     *     connections already accepted live on
     * @param localAddress where to listen; port 0 lets the kernel choose
     * @param backlog how many connections may wait to be accepted ({@code listen(2)})
     */
    public record Bind(ActorRef<? super Event> handler, InetSocketAddress localAddress, int backlog)
            implements Command {
        /**
         * Checks the values; throws {@link IllegalArgumentException} for a backlog below 1 or an unresolved address.
         */
        public Bind {
            requireResolved(localAddress);
            if (backlog < 1) {
                throw new IllegalArgumentException("backlog must be at least 1: " + backlog);
            }
        }

        /** Listens with a backlog of 1024. */
        public static Bind of(ActorRef<? super Event> handler, InetSocketAddress localAddress) {
            return new Bind(handler, localAddress, DEFAULT_BACKLOG);
        }
    }

    /**
     * Opens a connection. Answered by {@link Connected} or {@link CommandFailed}; the kernel decides how long it tries.
     *
     * @param handler hears of the connection
     * @param remoteAddress where to connect to
     */
    public record Connect(ActorRef<? super Event> handler, InetSocketAddress remoteAddress) implements Command {
        /** Checks the values; throws {@link IllegalArgumentException} for an unresolved address. */
        public Connect {
            requireResolved(remoteAddress);
        }
    }

    private static void requireResolved(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("unknown host: " + address.getHostString());
        }
    }

    /** To {@link Bound#listener}. */
    public sealed interface ListenerCommand permits Unbind, TcpListener.Signal {}

    /**
     * Stops listening; connections already accepted live on. Answered by {@link Unbound} to the handler of the bind.
     */
    public record Unbind() implements ListenerCommand {}

    /** To {@link Connected#connection}. */
    public sealed interface ConnectionCommand
            permits Register, Write, SuspendReading, ResumeReading, CloseCommand, TcpConnection.Signal {}

    /**
     * Names the actor that hears of a connection's bytes and end. Nothing is read before. When the handler stops, the
     * connection is closed as by {@link Close}. Of no effect on a connection that has a handler or is closing.
     *
     * @param handler receives {@link Received}, {@link Ack}, {@link CommandFailed} and a {@link ConnectionClosed}
     * @param keepOpenOnPeerClosed whether the connection stays writable after the peer has shut down its side; if so,
     *     {@link PeerClosed} announces that, and a second {@link ConnectionClosed} the end
     */
    public record Register(ActorRef<? super Event> handler, boolean keepOpenOnPeerClosed) implements ConnectionCommand {
        /** Closes the connection when the peer has closed its side. */
        public static Register of(ActorRef<? super Event> handler) {
            return new Register(handler, false);
        }
    }

    /**
     * Writes bytes after all those written before. What the socket does not take at once is kept and goes out as the
     * peer reads; past {@code aio.net.tcp.max-pending-write} the write is refused whole with {@link CommandFailed}.
     *
     * @param data the bytes
     * @param ack if not null, the handler receives {@link Ack} with it once the kernel has taken all bytes
     */
    public record Write(ByteString data, @Nullable Object ack) implements ConnectionCommand {
        /** A write without an ack. */
        public static Write of(ByteString data) {
            return new Write(data, null);
        }
    }

    /**
     * Stops reading, so that the peer is slowed down by TCP's own flow control. What was read before may still
     * arrive. Of no effect on a connection that is closing.
     */
    public record SuspendReading() implements ConnectionCommand {}

    /** Takes back {@link SuspendReading}. */
    public record ResumeReading() implements ConnectionCommand {}

    /** The ways to end a connection. */
    public sealed interface CloseCommand extends ConnectionCommand permits Close, ConfirmedClose, Abort {}

    /** Writes what is pending, then closes. Ends with {@link Closed}. Reading stops at once. */
    public record Close() implements CloseCommand {}

    /**
     * Writes what is pending, shuts down our side, and goes on reading until the peer has closed its side too, so
     * that no unread byte makes the kernel send a reset that could destroy what was written (RFC 1122, 4.2.2.13).
     * Ends with {@link ConfirmedClosed}. The handler receives what the peer still sends; without a {@link Register}
     * that is the one of the bind or connect. A peer that never closes is for the handler to {@link Abort}.
     */
    public record ConfirmedClose() implements CloseCommand {}

    /** Drops what is pending and resets the connection. Ends with {@link Aborted}. */
    public record Abort() implements CloseCommand {}

    /** From TCP to a handler. */
    public sealed interface Event permits Bound, Unbound, Connected, CommandFailed, Received, Ack, ConnectionClosed {}

    /**
     * A {@link Bind} succeeded.
     *
     * @param localAddress where it listens, with the port that the kernel chose if it was 0
     * @param listener takes {@link Unbind}
     */
    public record Bound(InetSocketAddress localAddress, ActorRef<ListenerCommand> listener) implements Event {}

    /** A listener is closed: its port is free again. */
    public record Unbound() implements Event {}

    /**
     * A connection is open. It is closed again unless a {@link Register} follows within {@code
     * aio.net.tcp.register-timeout}.
     *
     * @param remoteAddress the peer's address
     * @param localAddress our address
     * @param connection takes {@link Register}, {@link Write}, ...
     */
    public record Connected(
            InetSocketAddress remoteAddress, InetSocketAddress localAddress, ActorRef<ConnectionCommand> connection)
            implements Event {}

    /**
     * A command was not carried out.
     *
     * @param command the {@link Bind}, {@link Connect} or {@link Write}
     * @param cause why; its message is one line fit to be shown to an operator
     */
    public record CommandFailed(Object command, Throwable cause) implements Event {}

    /**
     * Bytes arrived, in the order in which the peer sent them, cut anywhere.
     *
     * @param data at least one byte
     */
    public record Received(ByteString data) implements Event {}

    /**
     * The kernel has taken all bytes of a write.
     *
     * @param token what {@link Write#ack} held
     */
    public record Ack(Object token) implements Event {}

    /** A connection has ended, or its peer has closed its side. */
    public sealed interface ConnectionClosed extends Event
            permits Closed, ConfirmedClosed, Aborted, PeerClosed, ErrorClosed {}

    /** Ended by {@link Close}. */
    public record Closed() implements ConnectionClosed {}

    /** Ended by {@link ConfirmedClose}: the peer has closed too. */
    public record ConfirmedClosed() implements ConnectionClosed {}

    /** Ended by {@link Abort}. */
    public record Aborted() implements ConnectionClosed {}

    /** The peer closed its side. */
    public record PeerClosed() implements ConnectionClosed {}

    /**
     * Ended by an error.
     *
     * @param cause one line that names the system call and the reason, such as {@code read(fd=9): ECONNRESET (...)}
     */
    public record ErrorClosed(String cause) implements ConnectionClosed {}
}
