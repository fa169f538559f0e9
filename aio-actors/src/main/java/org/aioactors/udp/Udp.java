// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.util.ByteString;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The messages of UDP. Tell {@link Bind} to the manager ({@code Aio.get(system).udp()}), receive {@link Bound}, then a {@link
 * Received} for each datagram, and tell {@link Send} to {@link Bound#socket}. {@link #serve} does that for a handler. All messages
 * are immutable and may be told from any thread.
 *
 * <p>UDP itself may lose, repeat and reorder datagrams. What we know to be lost is told: {@link Truncated}, {@link Dropped}, {@link
 * CommandFailed}.
 */
public final class Udp {
    private Udp() {}

    /**
     * The behavior of a server: binds, and spawns a handler on the socket's own loop, where datagrams cost least. Logs where it
     * receives; stops if it can't. When the handler stops the socket is closed; when both have ended this stops. What it is told
     * goes to the socket.
     *
     * @param handler makes the handler's behavior, given the socket; its first event is {@link Bound}
     */
    public static Behavior<SocketCommand> serve(
            InetSocketAddress localAddress, Function<ActorRef<SocketCommand>, Behavior<Event>> handler) {
        return serve(localAddress, UdpOptions.DEFAULT, handler);
    }

    /** The same with options. */
    public static Behavior<SocketCommand> serve(
            InetSocketAddress localAddress,
            UdpOptions options,
            Function<ActorRef<SocketCommand>, Behavior<Event>> handler) {
        return UdpServer.create(localAddress, options, handler);
    }

    /** To the manager. */
    public sealed interface Command permits Bind, Connect {
        /** Hears of the socket; when it stops, the socket is closed. */
        ActorRef<? super Event> handler();

        /** How. */
        UdpOptions options();
    }

    /**
     * Opens a socket that receives from anybody. Answered by {@link Bound} or {@link CommandFailed}.
     *
     * @param localAddress where to receive; port 0 lets the kernel choose; the wildcard receives IPv6 and IPv4
     */
    public record Bind(ActorRef<? super Event> handler, InetSocketAddress localAddress, UdpOptions options)
            implements Command {
        /** Checks the address; throws {@link IllegalArgumentException} if it is unresolved. */
        public Bind {
            requireResolved(localAddress);
        }

        /** With the default options. */
        public static Bind of(ActorRef<? super Event> handler, InetSocketAddress localAddress) {
            return new Bind(handler, localAddress, UdpOptions.DEFAULT);
        }

        /** With other options. */
        public Bind with(UdpOptions others) {
            return new Bind(handler, localAddress, others);
        }
    }

    /**
     * Opens a socket for one peer: it receives from no other, and hears if nobody receives there ({@link ErrorReported}, {@link
     * CommandFailed}). Answered by {@link Connected} or {@link CommandFailed}; nothing is sent.
     *
     * @param localAddress where from; null lets the kernel choose
     */
    public record Connect(
            ActorRef<? super Event> handler,
            InetSocketAddress remoteAddress,
            @Nullable InetSocketAddress localAddress,
            UdpOptions options)
            implements Command {
        /** Checks the addresses; throws {@link IllegalArgumentException} if one is unresolved. */
        public Connect {
            requireResolved(remoteAddress);
            if (localAddress != null) {
                requireResolved(localAddress);
            }
        }

        /** With the default options. */
        public static Connect of(ActorRef<? super Event> handler, InetSocketAddress remoteAddress) {
            return new Connect(handler, remoteAddress, null, UdpOptions.DEFAULT);
        }

        /** With other options. */
        public Connect with(UdpOptions others) {
            return new Connect(handler, remoteAddress, localAddress, others);
        }
    }

    private static void requireResolved(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("unknown host: " + address.getHostString());
        }
    }

    /** To a socket. */
    public sealed interface SocketCommand permits Send, SuspendReading, ResumeReading, Register, GroupCommand, Unbind {}

    /**
     * Sends a datagram, behind all that the same actor has sent to the same peer before. All that is sent while the loop has something
     * to run leaves together. {@link CommandFailed} if the kernel refuses it, or more than {@code aio.net.udp.max-pending-send} waits
     * for room in the kernel's buffer. Nobody knows whether it arrives.
     *
     * @param target whom to; null on a socket that is connected
     * @param from which of this machine's addresses and interfaces it is to leave by; null lets the kernel choose
     * @param ack if not null, the handler receives {@link Sent} with it once the kernel has taken the datagram
     */
    public record Send(
            ByteString data,
            @Nullable InetSocketAddress target,
            @Nullable PacketInfo from,
            @Nullable Object ack) implements SocketCommand {
        /** To somebody. */
        public static Send of(ByteString data, InetSocketAddress target) {
            return new Send(data, target, null, null);
        }

        /** To the peer of a socket that is connected. */
        public static Send of(ByteString data) {
            return new Send(data, null, null, null);
        }

        /** With an acknowledgement. */
        public Send withAck(Object token) {
            return new Send(data, target, from, token);
        }

        /** By an address or interface of one's choice. */
        public Send withFrom(PacketInfo other) {
            return new Send(data, target, other, ack);
        }
    }

    /** Reads no more: what arrives waits in the kernel's buffer, and what finds no room there is dropped, see {@link Dropped}. */
    public record SuspendReading() implements SocketCommand {}

    /** Takes back {@link SuspendReading}. */
    public record ResumeReading() implements SocketCommand {}

    /** From now on that one is the socket's handler: hears of it, and has it closed when it stops. */
    public record Register(ActorRef<? super Event> handler) implements SocketCommand {}

    /** Answered by {@link MembershipChanged} or {@link CommandFailed}. */
    public sealed interface GroupCommand extends SocketCommand permits JoinGroup, LeaveGroup {
        /** The group's address. */
        InetAddress group();

        /** By which the group is reached; null lets the kernel choose. */
        @Nullable NetworkInterface networkInterface();
    }

    /** Receives what is sent to a multicast group as well. Bind to the group's port. */
    public record JoinGroup(InetAddress group, @Nullable NetworkInterface networkInterface) implements GroupCommand {
        /** Checks the group; throws {@link IllegalArgumentException} if it is no multicast address. */
        public JoinGroup {
            requireMulticast(group);
        }
    }

    /** Takes back {@link JoinGroup}, with the same interface. */
    public record LeaveGroup(InetAddress group, @Nullable NetworkInterface networkInterface) implements GroupCommand {
        /** Checks the group; throws {@link IllegalArgumentException} if it is no multicast address. */
        public LeaveGroup {
            requireMulticast(group);
        }
    }

    private static void requireMulticast(InetAddress group) {
        if (!group.isMulticastAddress()) {
            throw new IllegalArgumentException("not a multicast address: " + group.getHostAddress());
        }
    }

    /**
     * Closes the socket. What was sent before is given to the kernel, and what that does not take at once fails. Ends with {@link
     * Unbound}.
     */
    public record Unbind() implements SocketCommand {}

    /** From UDP to a handler. */
    public sealed interface Event
            permits Bound,
                    Connected,
                    Received,
                    Truncated,
                    Dropped,
                    Sent,
                    MembershipChanged,
                    ErrorReported,
                    CommandFailed,
                    Unbound {}

    /**
     * A {@link Bind} succeeded.
     *
     * @param localAddress where it receives, with its real port
     * @param socket takes {@link Send}, ...; ends with the socket
     * @param sameLoop a handler that is spawned with these lives on the loop of the socket
     */
    public record Bound(InetSocketAddress localAddress, ActorRef<SocketCommand> socket, Props sameLoop)
            implements Event {}

    /** A {@link Connect} succeeded; for the rest see {@link Bound}. */
    public record Connected(
            InetSocketAddress remoteAddress,
            InetSocketAddress localAddress,
            ActorRef<SocketCommand> socket,
            Props sameLoop)
            implements Event {}

    /**
     * A datagram has come, whole.
     *
     * @param data its bytes; it may have none
     * @param sender who has sent it
     * @param info to which address, and by which interface; null without {@link UdpOptions#withPacketInfo}
     */
    public record Received(
            ByteString data,
            InetSocketAddress sender,
            @Nullable PacketInfo info) implements Event {
        /** An answer, which leaves by the address to which this was sent, if that is known. */
        public Send reply(ByteString answer) {
            return new Send(answer, sender, info == null ? null : info.forReply(), null);
        }
    }

    /**
     * A datagram has come that was longer than {@link UdpOptions#maxDatagramBytes}: the rest of it is lost.
     *
     * @param beginning what there was room for
     * @param datagramBytes how long it was
     */
    public record Truncated(Received beginning, int datagramBytes) implements Event {}

    /**
     * The kernel has dropped datagrams, most because its buffer was full: this socket was not read from for too long. Told with the
     * next datagram that is received, or a tenth of a second after one was.
     *
     * @param count how many since it was told before
     * @param total how many so far
     */
    public record Dropped(long count, long total) implements Event {}

    /** The kernel has taken a datagram whose {@link Send#ack} was {@code token}. */
    public record Sent(Object token) implements Event {}

    /** A group was joined or left. */
    public record MembershipChanged(GroupCommand command) implements Event {}

    /**
     * The network has answered something that was sent before with an error, such as that nobody receives there; the socket goes
     * on. Sockets that are not connected hear of no such thing.
     *
     * @param cause in one line, such as {@code recvmmsg(fd=9): ECONNREFUSED (...)}
     */
    public record ErrorReported(String cause) implements Event {}

    /** A command was not carried out; the cause says why in one line. */
    public record CommandFailed(Object command, Throwable cause) implements Event, DeadLetterSuppression {}

    /** The socket is closed: its port is free again. */
    public record Unbound() implements Event, DeadLetterSuppression {}
}
