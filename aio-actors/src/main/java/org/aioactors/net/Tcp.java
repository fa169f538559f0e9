// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * The messages of TCP. The way of a server: tell {@link
 * Bind} to the manager ({@code Aio.get(system).tcp()}), receive {@link Bound}, then a {@link Connected} for each
 * connection; answer it with {@link Register}, receive {@link Received} and tell {@link Write}, until a {@link
 * ConnectionClosed}. {@link #serve} does the first half of that. All messages are immutable and may be told from any
 * thread.
 */
public final class Tcp {
    private Tcp() {}

    /**
     * The behavior of a server: binds, and spawns an actor for each connection, on the connection's own loop, where
     * telling it bytes costs least. Logs where it listens; stops if it can't. After {@link Unbind} it stops with its
     * last connection; when it is stopped itself, its connections are closed.
     *
     * @param handler makes the behavior of a connection's handler, which is then registered; is called by the server.
     *     If it throws, that is logged and the connection is reset
     */
    public static Behavior<ListenerCommand> serve(
            InetSocketAddress localAddress, Function<ActorRef<ConnectionCommand>, Behavior<Event>> handler) {
        return TcpServer.create(
                localAddress, ListenOptions.DEFAULT, connected -> handler.apply(connected.connection()));
    }

    /** The same with options, such as {@link ListenOptions#withBorrowedBuffers}. */
    public static Behavior<ListenerCommand> serve(
            InetSocketAddress localAddress,
            ListenOptions options,
            Function<ActorRef<ConnectionCommand>, Behavior<Event>> handler) {
        return TcpServer.create(localAddress, options, connected -> handler.apply(connected.connection()));
    }

    /** The same secured by TLS: {@code Tcp.serve(address, Tls.ofKeyStore(file, password), handler)}. */
    public static Behavior<ListenerCommand> serve(
            InetSocketAddress localAddress, Tls tls, Function<ActorRef<ConnectionCommand>, Behavior<Event>> handler) {
        return TcpServer.create(
                localAddress, ListenOptions.DEFAULT.withTls(tls), connected -> handler.apply(connected.connection()));
    }

    /** The same on a listening socket that somebody else has opened, see {@link Bind#adopt}. */
    public static Behavior<ListenerCommand> serve(
            Fd listener, ListenOptions options, Function<ActorRef<ConnectionCommand>, Behavior<Event>> handler) {
        InetSocketAddress address = Sockets.localAddress(Syscalls.linux(), listener);
        return serve(address, options.withAdopted(listener), handler);
    }

    /**
     * The same with all that a {@link Bind} can say.
     *
     * @param bind its handler hears of the listener, but not of connections; when it stops, the server accepts no more
     */
    public static Behavior<ListenerCommand> serve(
            Bind bind, Function<ActorRef<ConnectionCommand>, Behavior<Event>> handler) {
        return serveConnected(bind, connected -> handler.apply(connected.connection()));
    }

    /** The same for a handler that depends on what is known of its connection, such as {@link Connected#tls}. */
    public static Behavior<ListenerCommand> serveConnected(Bind bind, Function<Connected, Behavior<Event>> handler) {
        return TcpServer.create(bind, handler);
    }

    /**
     * A handler that borrows what it receives, see {@link ReceivedBuffer}, and gives it back as soon as it has handled the
     * message. {@link #serve} does that by itself. Without it the connection finds out some messages later.
     */
    public static Behavior<Event> borrowing(Behavior<Event> handler) {
        return Behaviors.intercept(Borrowing::new, handler);
    }

    /** To the manager. */
    public sealed interface Command permits Bind, Connect {}

    /**
     * Listens on an address. Answered by {@link Bound} or {@link CommandFailed}; then a {@link Connected} follows for
     * each connection accepted.
     *
     * @param handler hears of the listener and of each new connection; when it stops, the listener does too, while
     *     connections already accepted live on
     * @param localAddress where to listen; port 0 lets the kernel choose; the wildcard listens to IPv6 and IPv4
     */
    public record Bind(ActorRef<? super Event> handler, InetSocketAddress localAddress, ListenOptions options)
            implements Command {
        /** Checks the address; throws {@link IllegalArgumentException} if it is unresolved. */
        public Bind {
            if (localAddress.isUnresolved()) {
                throw new IllegalArgumentException("unknown host: " + localAddress.getHostString());
            }
        }

        /** With the default options. */
        public static Bind of(ActorRef<? super Event> handler, InetSocketAddress localAddress) {
            return new Bind(handler, localAddress, ListenOptions.DEFAULT);
        }

        /**
         * A listening socket that somebody else has opened, such as the process before this one, see {@link
         * SocketActivation} and {@link DuplicateListener}. It is the listener's from now on.
         *
         * @throws org.aioactors.aio.linux.SyscallException if it is no socket
         * @throws IllegalStateException if it is none of TCP
         */
        public static Bind adopt(ActorRef<? super Event> handler, Fd listener) {
            InetSocketAddress address = Sockets.localAddress(Syscalls.linux(), listener);
            return new Bind(handler, address, ListenOptions.DEFAULT.withAdopted(listener));
        }

        /** With other options; one that was {@linkplain #adopt adopted} stays so. */
        public Bind with(ListenOptions others) {
            return new Bind(handler, localAddress, others.adoptedBy(options));
        }
    }

    /**
     * Opens a connection. Answered by {@link Connected} or {@link CommandFailed}. Given up when the handler stops
     * before.
     *
     * @param handler hears of the connection
     * @param remoteAddress where to connect to; a name that is not resolved yet is looked up off the loop, and its
     *     addresses are tried one after the other
     */
    public record Connect(ActorRef<? super Event> handler, InetSocketAddress remoteAddress, ConnectOptions options)
            implements Command {
        /** With the default options. */
        public Connect(ActorRef<? super Event> handler, InetSocketAddress remoteAddress) {
            this(handler, remoteAddress, ConnectOptions.DEFAULT);
        }

        /** With other options. */
        public Connect with(ConnectOptions others) {
            return new Connect(handler, remoteAddress, others);
        }
    }

    /** To {@link Bound#listener}. */
    public sealed interface ListenerCommand permits Unbind, ResumeAccepting, DuplicateListener {}

    /**
     * Stops listening; connections already accepted live on. Answered by {@link Unbound} to the handler of the bind,
     * also if it is told again before that.
     */
    public record Unbind() implements ListenerCommand {}

    /** In pull mode, accepts so many connections more. */
    public record ResumeAccepting(int batchSize) implements ListenerCommand {
        /** Checks the value; throws {@link IllegalArgumentException} if it is out of range. */
        public ResumeAccepting {
            if (batchSize < 1) {
                throw new IllegalArgumentException("batchSize must be at least 1: " + batchSize);
            }
        }
    }

    /**
     * Asks for a descriptor of the listening socket, to be handed to another process by {@link UnixMessages.Send}. Answered
     * by {@link ListenerDuplicate} or {@link CommandFailed}. The listener goes on; connections go to it or to whoever else
     * accepts. Once it is {@linkplain Unbind unbound}, all go to the others. The file of a Unix socket is left to them from
     * now on.
     */
    public record DuplicateListener(ActorRef<? super Event> replyTo) implements ListenerCommand {}

    /** To {@link Connected#connection}. */
    public sealed interface ConnectionCommand
            permits Register, WriteCommand, ResumeWriting, SuspendReading, ResumeReading, CloseCommand {}

    /**
     * Who hears of a connection, and as what.
     *
     * @param ref the actor
     * @param message makes its message of an event, on the connection's loop; must be quick. If it throws, the
     *     connection is aborted
     */
    public record Recipient<M>(ActorRef<M> ref, Function<? super Event, ? extends M> message) {
        void tell(Event event) {
            ref.tell(message.apply(event));
        }
    }

    /**
     * Names the actor that hears of a connection's bytes and end. Nothing is read before. When the handler stops, the
     * connection is closed as by {@link Close}, and aborted if that takes longer than {@code
     * aio.net.tcp.close-timeout}. Of no effect on a connection that has a handler. If it is closing or has ended, {@code
     * handler} hears nothing but how.
     *
     * @param handler receives {@link Received}, {@link Ack}, {@link CommandFailed} and a {@link ConnectionClosed}
     */
    public record Register(Recipient<?> handler, RegisterOptions options) implements ConnectionCommand {
        /** With the default options. */
        public static Register of(ActorRef<? super Event> handler) {
            return of(handler.unsafeUpcast(), Function.identity());
        }

        /** The same for an actor with messages of its own, see {@link Recipient}: no message adapter is needed. */
        public static <M> Register of(ActorRef<M> handler, Function<? super Event, ? extends M> message) {
            return new Register(new Recipient<>(handler, message), RegisterOptions.DEFAULT);
        }

        /** With other options. */
        public Register with(RegisterOptions others) {
            return new Register(handler, others);
        }
    }

    /**
     * What writes after all that was written before. What the socket does not take at once is kept and goes out as the
     * peer reads; past {@code aio.net.tcp.max-pending-write} the command is refused whole with {@link CommandFailed},
     * and so is every one after it, until {@link ResumeWriting} was answered by {@link WritingResumed}.
     */
    public sealed interface WriteCommand extends ConnectionCommand permits SimpleWrite, CompoundWrite {}

    /** A part of a {@link CompoundWrite}. */
    public sealed interface SimpleWrite extends WriteCommand permits Write, WriteBuffer, WriteFile {
        /** If not null, the handler receives {@link Ack} with it once the kernel has taken all bytes. */
        @Nullable Object ack();
    }

    /** Writes bytes. */
    public record Write(ByteString data, @Nullable Object ack) implements SimpleWrite, Outgoing {
        /** A write without an ack. */
        public static Write of(ByteString data) {
            return new Write(data, null);
        }
    }

    /**
     * Writes what was received, on the same connection or another, without a copy. The connection keeps the bytes from the
     * moment at which it is told until the kernel has taken them; who wants to write them again if they are refused retains
     * them. With TLS they are copied.
     */
    public record WriteBuffer(ReceivedBuffer data, @Nullable Object ack) implements SimpleWrite, Outgoing {
        /** A write without an ack. */
        public static WriteBuffer of(ReceivedBuffer data) {
            return new WriteBuffer(data, null);
        }
    }

    /**
     * Writes a part of a file, which never enters the JVM ({@code sendfile(2)}). It is opened when the command is
     * accepted, {@link CommandFailed} if it can't be. The loop reads it, and waits for a disk that has to be asked; with
     * TLS it is read off the loop, a piece at a time. A
     * file that turns out shorter ends the connection with {@link ErrorClosed}, since the peer has a part of it by then.
     *
     * @param file a regular file
     * @param position its first byte to write
     * @param length how many
     */
    public record WriteFile(
            Path file, long position, long length, @Nullable Object ack) implements SimpleWrite {
        /** Checks the values; throws {@link IllegalArgumentException} for a negative one. */
        public WriteFile {
            if (position < 0 || length < 0) {
                throw new IllegalArgumentException(
                        "position and length must not be negative: " + position + ", " + length);
            }
        }
    }

    /** Writes several things in a row, with nobody else's between them. Each is acknowledged by itself. */
    public record CompoundWrite(List<SimpleWrite> writes) implements WriteCommand {
        /** Copies the list. */
        public CompoundWrite {
            writes = List.copyOf(writes);
        }
    }

    /**
     * After a refused write, asks for {@link WritingResumed}, which is told when the unsent bytes are below {@code
     * aio.net.tcp.low-water-mark}.
     */
    public record ResumeWriting() implements ConnectionCommand {}

    /**
     * Stops reading, so that the peer is slowed down by TCP's own flow control. What was read before may still
     * arrive. Of no effect on a connection that is closing, unless in pull mode.
     */
    public record SuspendReading() implements ConnectionCommand {}

    /** Takes back {@link SuspendReading}; in pull mode, asks for one {@link Received}. */
    public record ResumeReading() implements ConnectionCommand {}

    /**
     * The ways to end a connection. If the peer takes nothing for {@code aio.net.tcp.close-timeout}, it is reset, and the
     * handler told {@link ErrorClosed}.
     */
    public sealed interface CloseCommand extends ConnectionCommand permits Close, ConfirmedClose, Abort {}

    /** Writes what is pending, then closes. Ends with {@link Closed}. Reading stops at once. */
    public record Close() implements CloseCommand {}

    /**
     * Writes what is pending, shuts down our side, and goes on reading until the peer has closed its side too, so
     * that no unread byte makes the kernel send a reset that could destroy what was written (RFC 1122, 4.2.2.13).
     * Ends with {@link ConfirmedClosed}. The handler receives what the peer still sends; without a {@link Register}
     * that is the one of the bind or connect. In pull mode each read is asked for as before, so that the peer may go on
     * for as long as the handler likes; once our side is shut down, only {@code aio.net.tcp.idle-timeout} ends that.
     */
    public record ConfirmedClose() implements CloseCommand {}

    /** Drops what is pending and resets the connection. Ends with {@link Aborted}. */
    public record Abort() implements CloseCommand {}

    /** From TCP to a handler. */
    public sealed interface Event
            permits Bound,
                    Unbound,
                    ListenerDuplicate,
                    Connected,
                    CommandFailed,
                    Received,
                    ReceivedBuffer,
                    Ack,
                    WritingResumed,
                    HighWater,
                    LowWater,
                    ConnectionClosed,
                    UnixSocket.Bound,
                    UnixSocket.Connected {}

    /** A {@link Bind} succeeded: where it listens, with its real port, and who takes {@link Unbind}. */
    public record Bound(InetSocketAddress localAddress, ActorRef<ListenerCommand> listener) implements Event {}

    /** A listener is closed: its port is free again. */
    public record Unbound() implements Event {}

    /** The answer to {@link DuplicateListener}: one descriptor. */
    public record ListenerDuplicate(PassedFds fds) implements Event {}

    /**
     * A connection is open. It is closed again unless a {@link Register} follows within {@code
     * aio.net.tcp.register-timeout}.
     *
     * @param remoteAddress the peer's address
     * @param localAddress our address
     * @param connection takes {@link Register}, {@link Write}, ...
     * @param sameLoop spawn the handler with these, and it lives on the loop of the connection
     * @param tls what was agreed upon with the peer; null without TLS
     */
    public record Connected(
            InetSocketAddress remoteAddress,
            InetSocketAddress localAddress,
            ActorRef<ConnectionCommand> connection,
            Props sameLoop,
            @Nullable TlsSession tls)
            implements Event {}

    /** A {@link Bind}, {@link Connect} or {@link WriteCommand} was not carried out; the cause says why in one line. */
    public record CommandFailed(Object command, Throwable cause) implements Event, DeadLetterSuppression {}

    /** Bytes arrived, at least one, in the order in which the peer sent them, cut anywhere. */
    public record Received(ByteString data) implements Event {}

    /** The kernel has taken all bytes of a write whose {@link SimpleWrite#ack} was {@code token}. */
    public record Ack(Object token) implements Event {}

    /** Writes are accepted again: the answer to {@link ResumeWriting}. */
    public record WritingResumed() implements Event {}

    /** So much is unsent: more than {@code aio.net.tcp.high-water-mark}. {@link LowWater} follows. */
    public record HighWater(long unsentBytes) implements Event {}

    /** After {@link HighWater}: only so much is unsent, no more than {@code aio.net.tcp.low-water-mark}. */
    public record LowWater(long unsentBytes) implements Event {}

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

    /** Ended by an error: one line that names call and reason, such as {@code read(fd=9): ECONNRESET (...)}. */
    public record ErrorClosed(String cause) implements ConnectionClosed {}
}
