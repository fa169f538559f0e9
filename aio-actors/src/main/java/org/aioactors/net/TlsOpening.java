// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.dispatcher.AioLoop;

/** The first state of the actor of a connection with TLS: until it is known whether the two ends agree. */
final class TlsOpening {
    /** What it hears. */
    private sealed interface Signal extends DeadLetterSuppression {}

    private record Established(TlsSession session) implements Signal {}

    private record Failed(Exception cause) implements Signal {}

    /**
     * What is opened.
     *
     * @param limit how long that may take
     * @param limitName what sets the limit
     * @param onFailure hears our address and why there is no connection
     */
    record Plan(
            Callable<SSLEngine> engine,
            TcpConnection.Peer peer,
            Duration limit,
            String limitName,
            BiConsumer<InetSocketAddress, Exception> onFailure) {}

    private final ActorContext<Object> context;
    private final TcpSettings settings;
    private final ListenerLimits.Share share;
    private final Plan plan;
    private final InetSocketAddress localAddress;
    private final TlsSocket socket;
    private final Patience patience;

    private TlsOpening(
            ActorContext<Object> context, TcpSettings settings, Fd fd, ListenerLimits.Share share, Plan plan) {
        this.context = context;
        this.settings = settings;
        this.share = share;
        this.plan = plan;
        AioLoop loop = AioLoop.require("a TCP connection");
        this.localAddress = Sockets.localAddress(settings.syscalls(), fd);
        this.patience = LoopAlarm.patience(loop.context(), this::timedOut);
        OffLoop offLoop = new OffLoop(context.getSystem().dispatchers().lookup(DispatcherSelector.blocking()), loop);
        this.socket = new TlsSocket(
                Transport.open(loop, settings, TcpExtension.registry(context), fd), loop, offLoop, settings.syscalls());
        ActorRef<Object> self = context.getSelf();
        patience.start(plan.limit(), false);
        socket.handshake(plan.engine(), new TlsSocket.Handshake() {
            @Override
            public void established(TlsSession session) {
                self.tell(new Established(session));
            }

            @Override
            public void failed(Exception cause) {
                self.tell(new Failed(cause));
            }
        });
    }

    /**
     * The behavior that opens a connection which owns {@code fd} and its share from now on, and goes on as that. If it
     * throws, both are closed.
     */
    static Behavior<Object> start(
            ActorContext<Object> context, TcpSettings settings, Fd fd, ListenerLimits.Share share, Plan plan) {
        try {
            return new TlsOpening(context, settings, fd, share, plan).behavior();
        } catch (RuntimeException | Error failure) {
            share.close();
            fd.closeAfter(failure);
            throw failure;
        }
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(Established.class, this::established)
                .onMessage(Failed.class, failed -> {
                    plan.onFailure().accept(localAddress, failed.cause());
                    return Behaviors.stopped();
                })
                .onMessageEquals(TcpConnection.Signal.HANDLER_STOPPED, Behaviors::stopped)
                .onSignal(PostStop.class, stop -> {
                    patience.stop();
                    socket.close();
                    share.close();
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Object> established(Established established) {
        patience.stop();
        return TcpConnection.start(context, settings, socket, share, plan.peer(), localAddress, established.session());
    }

    private void timedOut() {
        context.getSelf()
                .tell(new Failed(new SSLException(
                        "the handshake was not done within " + plan.limit() + " (" + plan.limitName() + ")")));
    }
}
