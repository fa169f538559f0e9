// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.PeerCredentials;
import org.aioactors.aio.linux.SocketFile;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.UnixAddress;
import org.aioactors.aio.linux.UnixSockets;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.PinnedMailbox;

/** The actors that take {@link UnixSocket.Command} and {@link UnixMessages.Command}. */
final class UnixManager {
    private UnixManager() {}

    /** That of streams. */
    static Behavior<UnixSocket.Command> sockets(TcpSettings settings) {
        ListenerLimits outgoing = ListenerLimits.ofOutgoing(settings);
        return Behaviors.setup(context -> Behaviors.receive(UnixSocket.Command.class)
                .onMessage(UnixSocket.Bind.class, bind -> {
                    context.spawnAnonymous(
                            TcpListener.create(settings, new UnixListening(bind)), PinnedMailbox.SAME_AS_PARENT);
                    return Behaviors.same();
                })
                .onMessage(UnixSocket.Connect.class, connect -> {
                    context.spawnAnonymous(connector(settings, outgoing, connect), PinnedMailbox.SAME_AS_PARENT);
                    return Behaviors.same();
                })
                .build());
    }

    private static Behavior<Object> connector(
            TcpSettings settings, ListenerLimits outgoing, UnixSocket.Connect connect) {
        UnixConnector.Plan plan = new UnixConnector.Plan(
                settings.syscalls(),
                Sockets.SOCK_STREAM,
                connect.remoteAddress(),
                connect.handler(),
                connect.timeout(),
                fd -> SocketOption.setOnly(settings.syscalls(), fd, connect.socketOptions()));
        return UnixConnector.create(plan, new UnixConnector.Outcome() {
            @Override
            public Behavior<Object> connected(ActorContext<Object> context, Fd fd) {
                TcpLoop.arrive(
                        context.getSystem(),
                        AioLoop.require("a Unix socket"),
                        new ConnectedUnixSocket(
                                settings,
                                fd,
                                outgoing.add(),
                                new RemotePeer<>(connect.remoteAddress(), connect.handler(), true),
                                this::failed));
                return Behaviors.stopped(); // from here on the connection watches whoever has asked for it
            }

            @Override
            public void failed(Exception cause) {
                connect.handler().tell(new Tcp.CommandFailed(connect, cause));
            }
        });
    }

    /** That of sockets that keep the boundaries of messages. */
    static Behavior<UnixMessages.Command> messages(TcpSettings settings) {
        return Behaviors.setup(context -> Behaviors.receive(UnixMessages.Command.class)
                .onMessage(UnixMessages.Open.class, open -> {
                    context.spawnAnonymous(datagrams(settings, open), PinnedMailbox.SAME_AS_PARENT);
                    return Behaviors.same();
                })
                .onMessage(UnixMessages.Listen.class, listen -> {
                    context.spawnAnonymous(MessageListener.create(settings, listen), PinnedMailbox.SAME_AS_PARENT);
                    return Behaviors.same();
                })
                .onMessage(UnixMessages.Connect.class, connect -> {
                    context.spawnAnonymous(connector(settings, connect), PinnedMailbox.SAME_AS_PARENT);
                    return Behaviors.same();
                })
                .build());
    }

    private static Behavior<Object> datagrams(TcpSettings settings, UnixMessages.Open open) {
        return Behaviors.setup(context -> {
            try {
                return datagrams(context, settings, open);
            } catch (RuntimeException refused) {
                open.handler().tell(new UnixMessages.CommandFailed(open, refused));
                return Behaviors.stopped();
            }
        });
    }

    private static Behavior<Object> datagrams(
            ActorContext<Object> context, TcpSettings settings, UnixMessages.Open open) {
        Syscalls syscalls = settings.syscalls();
        Fd fd = UnixSockets.open(syscalls, Sockets.SOCK_DGRAM, "datagrams " + open.localAddress());
        SocketFile file;
        UnixAddress localAddress;
        try {
            bind(syscalls, fd, open);
            localAddress = UnixSockets.localAddress(syscalls, fd);
            file = SocketFile.at(syscalls, localAddress);
        } catch (RuntimeException failure) {
            fd.closeAfter(failure);
            throw failure;
        }
        MessageSocket.Plan plan =
                new MessageSocket.Plan(settings, fd, open.options(), false, file, open.handler(), true, () -> {});
        return MessageSocket.begin(context, plan, self -> {
            connect(syscalls, fd, open);
            return new UnixMessages.Opened(localAddress, self);
        });
    }

    private static void bind(Syscalls syscalls, Fd fd, UnixMessages.Open open) {
        if (!open.localAddress().isUnnamed()) {
            int permissions = UnixPermissions.bits(open.options().permissions());
            UnixSockets.bind(syscalls, fd, open.localAddress(), Sockets.SOCK_DGRAM, permissions);
        }
    }

    private static void connect(Syscalls syscalls, Fd fd, UnixMessages.Open open) {
        UnixAddress remote = open.remoteAddress();
        if (remote != null) {
            int result = UnixSockets.connect(syscalls, fd, remote);
            SyscallException.check(result, "connect(" + remote + ")");
        }
    }

    private static Behavior<Object> connector(TcpSettings settings, UnixMessages.Connect connect) {
        Syscalls syscalls = settings.syscalls();
        UnixConnector.Plan plan = new UnixConnector.Plan(
                syscalls,
                Sockets.SOCK_SEQPACKET,
                connect.remoteAddress(),
                connect.handler(),
                connect.timeout(),
                fd -> {});
        return UnixConnector.create(plan, new UnixConnector.Outcome() {
            @Override
            public Behavior<Object> connected(ActorContext<Object> context, Fd fd) {
                MessageSocket.Plan opened = new MessageSocket.Plan(
                        settings, fd, connect.options(), true, null, connect.handler(), true, () -> {});
                return MessageSocket.begin(context, opened, self -> {
                    PeerCredentials peer = UnixSockets.peerCredentials(syscalls, fd);
                    UnixAddress localAddress = UnixSockets.localAddress(syscalls, fd);
                    return new UnixMessages.Connected(connect.remoteAddress(), localAddress, peer, self);
                });
            }

            @Override
            public void failed(Exception cause) {
                connect.handler().tell(new UnixMessages.CommandFailed(connect, cause));
            }
        });
    }
}
