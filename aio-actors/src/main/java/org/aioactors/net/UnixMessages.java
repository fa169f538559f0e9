// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import java.time.Duration;
import org.aioactors.aio.linux.PeerCredentials;
import org.aioactors.aio.linux.UnixAddress;
import org.jspecify.annotations.Nullable;

/**
 * Unix sockets that keep the boundaries of messages, {@code unix(7)}: datagrams ({@code SOCK_DGRAM}, {@link Open}) and
 * connections ({@code SOCK_SEQPACKET}, {@link Listen} and {@link Connect}). Between processes of one machine nothing gets
 * lost or out of order. A message may have descriptors with it, see {@link PassedFds}. All messages may be told from any
 * thread; sockets live on the loops of {@code aio.net.dispatcher} and are closed when their handler stops.
 */
public final class UnixMessages {
    private UnixMessages() {}

    /** To the manager, {@code Aio.get(system).unixMessages()}. */
    public sealed interface Command permits Open, Listen, Connect {}

    /**
     * Opens a socket for datagrams. Answered by {@link Opened} or {@link CommandFailed}.
     *
     * @param handler hears {@link Received}, {@link Ack}, {@link SendFailed} and {@link Closed}
     * @param localAddress where others send to; {@link UnixAddress#UNNAMED} if nobody does. The file of a socket that nobody
     *     has open any more is replaced
     * @param remoteAddress the one to send to and hear of; null if each {@link Send} says where to and anybody may send
     */
    public record Open(
            ActorRef<? super Event> handler,
            UnixAddress localAddress,
            @Nullable UnixAddress remoteAddress,
            MessageOptions options)
            implements Command {
        /** Bound to an address. */
        public static Open of(ActorRef<? super Event> handler, UnixAddress localAddress) {
            return new Open(handler, localAddress, null, MessageOptions.DEFAULT);
        }

        /** Only for sending to that address. */
        public static Open to(ActorRef<? super Event> handler, UnixAddress remoteAddress) {
            return new Open(handler, UnixAddress.UNNAMED, remoteAddress, MessageOptions.DEFAULT);
        }

        /** With other options. */
        public Open with(MessageOptions others) {
            return new Open(handler, localAddress, remoteAddress, others);
        }
    }

    /**
     * Listens for connections. Answered by {@link Listening} or {@link CommandFailed}; then a {@link Connected} follows for
     * each.
     *
     * @param handler hears of the listener and of each new connection; when it stops, the listener does too, while
     *     connections with a handler of their own live on
     */
    public record Listen(ActorRef<? super Event> handler, UnixAddress localAddress, MessageOptions options)
            implements Command {
        /** With the default options. */
        public static Listen of(ActorRef<? super Event> handler, UnixAddress localAddress) {
            return new Listen(handler, localAddress, MessageOptions.DEFAULT);
        }

        /** With other options. */
        public Listen with(MessageOptions others) {
            return new Listen(handler, localAddress, others);
        }
    }

    /**
     * Connects. Answered by {@link Connected} or {@link CommandFailed}.
     *
     * @param timeout how long to wait for a listener whose backlog is full; null for as long as the handler lives
     */
    public record Connect(
            ActorRef<? super Event> handler,
            UnixAddress remoteAddress,
            @Nullable Duration timeout,
            MessageOptions options)
            implements Command {
        /** Checks the timeout; throws {@link IllegalArgumentException} if it is not greater than 0. */
        public Connect {
            if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
                throw new IllegalArgumentException("timeout must be greater than 0: " + timeout);
            }
        }

        /** Without a timeout. */
        public static Connect of(ActorRef<? super Event> handler, UnixAddress remoteAddress) {
            return new Connect(handler, remoteAddress, null, MessageOptions.DEFAULT);
        }

        /** With a timeout. */
        public Connect withTimeout(Duration other) {
            return new Connect(handler, remoteAddress, other, options);
        }

        /** With other options. */
        public Connect with(MessageOptions others) {
            return new Connect(handler, remoteAddress, timeout, others);
        }
    }

    /** To {@link Listening#listener}: listens no more. Answered by {@link StoppedListening}, each; connections live on. */
    public record StopListening() {}

    /** To {@link Opened#socket} and {@link Connected#socket}. */
    public sealed interface SocketCommand permits Register, Send, SuspendReading, ResumeReading, Close {}

    /**
     * Names the actor that hears of a connection from now on. Nothing is read before; without it the connection is closed
     * after {@code aio.net.tcp.register-timeout}. When the handler stops, it is closed.
     */
    public record Register(ActorRef<? super Event> handler) implements SocketCommand {}

    /**
     * Sends a message. While the peer's queue is full, up to {@link MessageOptions#maxPendingBytes} wait, in their order.
     * What can't be sent or may not wait is answered by {@link SendFailed}, and the others are sent nevertheless.
     *
     * @param data the bytes; at least one on a connection, where an empty message would be taken for the end
     * @param fds not the sender's any more: they are closed once the kernel has them, or if it does not take them
     * @param to where to, on a socket for datagrams without a {@link Open#remoteAddress}. If that one's queue is full, the
     *     message does not wait: nothing would tell when it isn't
     * @param ack if not null, {@link Ack} is told with it once the kernel has the message
     */
    public record Send(
            ByteString data,
            PassedFds fds,
            @Nullable UnixAddress to,
            @Nullable Object ack) implements SocketCommand {
        /** Bytes. */
        public static Send of(ByteString data) {
            return new Send(data, PassedFds.NONE, null, null);
        }

        /** Bytes to an address. */
        public static Send of(ByteString data, UnixAddress to) {
            return new Send(data, PassedFds.NONE, to, null);
        }

        /** With descriptors. */
        public Send withFds(PassedFds others) {
            return new Send(data, others, to, ack);
        }

        /** With an ack. */
        public Send withAck(Object token) {
            return new Send(data, fds, to, token);
        }
    }

    /** Reads no more, so that the socket's queue fills up and the senders have to wait. */
    public record SuspendReading() implements SocketCommand {}

    /** Takes back {@link SuspendReading}. */
    public record ResumeReading() implements SocketCommand {}

    /** Sends what waits, then closes. */
    public record Close() implements SocketCommand {}

    /** To a handler. */
    public sealed interface Event
            permits Opened, Listening, StoppedListening, Connected, CommandFailed, Received, Ack, SendFailed, Closed {}

    /** An {@link Open} succeeded. */
    public record Opened(UnixAddress localAddress, ActorRef<SocketCommand> socket) implements Event {}

    /** A {@link Listen} succeeded. */
    public record Listening(UnixAddress localAddress, ActorRef<StopListening> listener) implements Event {}

    /** A listener is closed: its address is free again. */
    public record StoppedListening() implements Event {}

    /**
     * A connection is open, and waits for its {@link Register}.
     *
     * @param remoteAddress of the peer; most are unnamed
     * @param peer who it is
     */
    public record Connected(
            UnixAddress remoteAddress, UnixAddress localAddress, PeerCredentials peer, ActorRef<SocketCommand> socket)
            implements Event {}

    /** There is no socket; the cause says why in one line. */
    public record CommandFailed(Command command, Throwable cause) implements Event, DeadLetterSuppression {}

    /**
     * A message has come. Reading stops by itself while the handler has more unhandled than {@code
     * aio.net.tcp.read-credit}; a descriptor counts as 4 KiB there.
     *
     * @param from who has sent it; unnamed on a connection, and if the sender is bound to nothing
     * @param fds what came with it; what the handler does not take while it handles this is closed
     * @param length how long the message was: more than {@code data} has, if it was longer than {@link
     *     MessageOptions#maxMessageBytes}
     * @param fdsLost whether descriptors that were sent are missing, since this process may have no more of them; then the
     *     others are closed as well
     */
    public record Received(ByteString data, UnixAddress from, PassedFds fds, long length, boolean fdsLost)
            implements Event {
        /** Whether the end of the message is missing. */
        public boolean isTruncated() {
            return length > data.size();
        }
    }

    /** The kernel has taken a message whose {@link Send#ack} was {@code token}. */
    public record Ack(Object token) implements Event {}

    /**
     * A message was not sent.
     *
     * @param full whether it was for want of room in the peer's queue or in ours, so that it may be sent later
     * @param cause in one line
     */
    public record SendFailed(Send send, boolean full, String cause) implements Event {}

    /**
     * A socket is closed.
     *
     * @param error in one line; null if we have closed it, or the peer has closed its side. {@code ECONNRESET} says that the peer
     *     has not read all that the kernel had taken
     */
    public record Closed(@Nullable String error) implements Event, DeadLetterSuppression {}
}
