// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.PeerCredentials;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.SocketFile;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.UnixAddress;
import org.aioactors.aio.linux.UnixSockets;
import org.aioactors.dispatcher.PinnedMailbox;
import org.jspecify.annotations.Nullable;

/** The actor of a listening socket of {@link UnixMessages}; its connections are its children. */
final class MessageListener implements Reception {
    private final ActorContext<Object> context;
    private final TcpSettings settings;
    private final UnixMessages.Listen listen;
    private final UnixAddress localAddress;
    private final ListenerLimits limits;
    private final Acceptor acceptor;

    /** To be removed when it listens no more; null if there is none. */
    private @Nullable SocketFile file;

    private MessageListener(ActorContext<Object> context, TcpSettings settings, UnixMessages.Listen listen, Fd socket) {
        this.context = context;
        this.settings = settings;
        this.listen = listen;
        this.localAddress = UnixSockets.localAddress(settings.syscalls(), socket);
        this.file = SocketFile.at(settings.syscalls(), localAddress);
        this.limits = new ListenerLimits(settings.maxConnections(), settings.maxBytes(), () -> context.getSelf()
                .tell(TcpListener.Signal.CONNECTION_ENDED));
        this.acceptor = new Acceptor(context, settings, false, limits, socket, localAddress.toString(), this);
        context.watchWith(listen.handler(), TcpListener.Signal.HANDLER_STOPPED);
        listen.handler()
                .tell(new UnixMessages.Listening(localAddress, context.getSelf().narrow()));
        acceptor.arm();
    }

    /** The behavior that binds, tells the handler how that went, and serves it. */
    static Behavior<Object> create(TcpSettings settings, UnixMessages.Listen listen) {
        return Behaviors.setup(context -> {
            try {
                Fd socket = UnixSockets.listen(
                        settings.syscalls(),
                        listen.localAddress(),
                        Sockets.SOCK_SEQPACKET,
                        listen.options().backlog(),
                        UnixPermissions.bits(listen.options().permissions()),
                        fd -> {});
                return start(context, settings, listen, socket);
            } catch (RuntimeException refused) {
                listen.handler().tell(new UnixMessages.CommandFailed(listen, refused));
                return Behaviors.stopped();
            }
        });
    }

    private static Behavior<Object> start(
            ActorContext<Object> context, TcpSettings settings, UnixMessages.Listen listen, Fd socket) {
        try {
            return new MessageListener(context, settings, listen, socket).listening();
        } catch (RuntimeException failure) {
            socket.closeAfter(failure);
            throw failure;
        }
    }

    private Behavior<Object> listening() {
        return Behaviors.receive(Object.class)
                .onMessage(TcpListener.Signal.class, this::onSignal)
                .onMessage(UnixMessages.StopListening.class, stop -> {
                    close();
                    stoppedListening();
                    return closed();
                })
                .onSignal(PostStop.class, stop -> {
                    close();
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Object> onSignal(TcpListener.Signal signal) {
        switch (signal) {
            case ACCEPTABLE -> acceptor.accept();
            case PAUSE_OVER -> acceptor.pauseOver();
            case CONNECTION_ENDED -> acceptor.arm();
            case HANDLER_STOPPED -> {
                close();
                return closed();
            }
        }
        return Behaviors.same();
    }

    private void stoppedListening() {
        listen.handler().tell(new UnixMessages.StoppedListening());
    }

    /** Its connections end with it, so it stays until they have. */
    private Behavior<Object> closed() {
        limits.reportEnds(true);
        return stopIfUnused(Behaviors.receive(Object.class)
                .onMessage(UnixMessages.StopListening.class, again -> {
                    stoppedListening();
                    return stopIfUnused(Behaviors.same());
                })
                .onAnyMessage(any -> stopIfUnused(Behaviors.same()))
                .build());
    }

    private Behavior<Object> stopIfUnused(Behavior<Object> otherwise) {
        return limits.isUnused() ? Behaviors.stopped() : otherwise;
    }

    private void close() {
        SocketFile removed = file;
        file = null;
        if (removed != null) {
            try {
                removed.remove(settings.syscalls());
            } catch (SyscallException failure) {
                context.getLog().warn("the file of a listener is left behind: {}", failure.getMessage());
            }
        }
        acceptor.close();
    }

    @Override
    public void accepted(Fd fd, SockAddr peer, ListenerLimits.Share share) {
        UnixAddress remote = peer.toUnixAddress();
        MessageSocket.Plan plan = new MessageSocket.Plan(
                settings, fd, listen.options(), true, null, listen.handler(), false, share::close);
        context.spawnAnonymous(
                Behaviors.setup(child -> MessageSocket.begin(child, plan, self -> {
                    PeerCredentials credentials = UnixSockets.peerCredentials(settings.syscalls(), fd);
                    return new UnixMessages.Connected(remote, localAddress, credentials, self);
                })),
                PinnedMailbox.SAME_AS_PARENT);
    }
}
