// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.ActorCell;
import akka.actor.ActorIdentity;
import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorTags;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import java.net.InetSocketAddress;
import java.util.function.Function;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.LoopWish;
import org.aioactors.trace.TcpAcceptEvent;
import org.jspecify.annotations.Nullable;

/** The actor of a {@link Connection}: takes its commands, and ends with it. */
final class TcpConnection {
    /** What it hears beside commands and answers. */
    enum Signal implements DeadLetterSuppression {
        HANDLER_STOPPED,
        OVER
    }

    /**
     * Who is at the other end.
     *
     * @param commander has asked for the connection, and hears of it
     * @param outgoing whether we have connected
     */
    record Peer(InetSocketAddress address, ActorRef<? super Tcp.Event> commander, boolean outgoing) {}

    /** How a connection begins: {@link TcpConnection#start}, or {@link TlsOpening} before that. */
    interface Opening {
        /** Owns {@code fd} and its share. If it throws, both are closed and nothing was announced. */
        Behavior<Object> start(
                ActorContext<Object> context, TcpSettings settings, Fd fd, ListenerLimits.Share share, Peer peer);
    }

    private final ActorContext<Object> context;
    private final Connection connection;

    /** Watched by a connector, and of no more interest once somebody has registered. */
    private final ActorRef<? super Tcp.Event> commander;

    private TcpConnection(
            ActorContext<Object> context,
            TcpSettings settings,
            StreamSocket socket,
            ListenerLimits.Share share,
            Peer peer,
            InetSocketAddress localAddress,
            @Nullable TlsSession tls) {
        this.context = context;
        this.commander = peer.commander();
        AioLoop loop = AioLoop.require("a TCP connection");
        Patience patience = LoopAlarm.patience(loop.context(), this::timedOut);
        this.connection = new Connection(
                socket,
                settings,
                share,
                new ConnectionReport(share.counters(loop), loop, peer.address()),
                handler(new Tcp.Recipient<>(commander.unsafeUpcast(), Function.<Object>identity())),
                peer.outgoing(),
                patience,
                () -> context.getSelf().tell(Signal.OVER));
        if (!peer.outgoing()) {
            TcpAcceptEvent.emit(localAddress, peer.address(), loop);
        }
        ActorRef<Tcp.ConnectionCommand> ref =
                Adapter.toTyped(ConnectionRef.of(loop, connection, (ActorCell) Adapter.toClassic(context)));
        commander.tell(new Tcp.Connected(peer.address(), localAddress, ref, sameLoop(loop), tls));
    }

    private static Props sameLoop(AioLoop loop) {
        return ActorTags.create(LoopWish.tag(loop.number())).withDispatcherFromConfig(loop.dispatcherId());
    }

    /** The behavior of an accepted connection, which owns {@code fd} and its share from now on and announces itself. */
    static Behavior<Tcp.ConnectionCommand> create(
            TcpSettings settings, Fd fd, ListenerLimits.Share share, Peer peer, Opening opening) {
        return Behaviors.<Object>setup(context -> {
                    try {
                        return opening.start(context, settings, fd, share, peer);
                    } catch (RuntimeException failure) {
                        context.getLog()
                                .debug("connection from {} was gone before it was served", peer.address(), failure);
                        return Behaviors.stopped();
                    }
                })
                .narrow();
    }

    /**
     * The behavior of a connection without TLS that owns {@code fd} and its share from now on and announces itself. If it
     * throws, both are closed and nothing was announced.
     */
    static Behavior<Object> start(
            ActorContext<Object> context, TcpSettings settings, Fd fd, ListenerLimits.Share share, Peer peer) {
        try {
            AioLoop loop = AioLoop.require("a TCP connection");
            InetSocketAddress localAddress = Sockets.localAddress(settings.syscalls(), fd);
            StreamSocket socket = Transport.open(loop, settings, TcpExtension.registry(context), fd);
            return new TcpConnection(context, settings, socket, share, peer, localAddress, null).behavior();
        } catch (RuntimeException | Error failure) {
            share.close();
            fd.closeAfter(failure);
            throw failure;
        }
    }

    /** The same for a socket that TLS has opened. */
    static Behavior<Object> start(
            ActorContext<Object> context,
            TcpSettings settings,
            TlsSocket socket,
            ListenerLimits.Share share,
            Peer peer,
            InetSocketAddress localAddress,
            TlsSession tls) {
        return new TcpConnection(context, settings, socket, share, peer, localAddress, tls).behavior();
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(Tcp.Register.class, this::register)
                .onMessage(Tcp.ConnectionCommand.class, command -> {
                    connection.handle(command);
                    return Behaviors.same();
                })
                .onMessage(ActorIdentity.class, answer -> {
                    connection.answered((Long) answer.correlationId());
                    return Behaviors.same();
                })
                .onMessage(Signal.class, this::onSignal)
                .onMessage(ConnectionRef.Failed.class, failed -> {
                    throw failed.cause();
                })
                .onSignal(PostStop.class, stop -> {
                    connection.stopped();
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Object> register(Tcp.Register register) {
        if (connection.mayRegister()) {
            ActorRef<?> ref = register.handler().ref();
            boolean hearsAnyway = !connection.isWaiting() && ref.equals(commander);
            if (connection.register(register, hearsAnyway ? Handler.NONE : handler(register.handler()))) {
                context.unwatch(commander);
                context.watchWith(ref, Signal.HANDLER_STOPPED);
            }
        }
        return Behaviors.same();
    }

    private Handler handler(Tcp.Recipient<?> recipient) {
        return new ActorHandler(recipient, Adapter.toClassic(context.getSelf()));
    }

    private Behavior<Object> onSignal(Signal signal) {
        if (signal == Signal.OVER) {
            return Behaviors.stopped();
        }
        connection.handlerStopped();
        return Behaviors.same();
    }

    private void timedOut() {
        connection.timedOut();
    }
}
