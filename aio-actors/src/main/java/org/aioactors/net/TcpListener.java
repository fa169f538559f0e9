// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.ActorIdentity;
import akka.actor.DeadLetterSuppression;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import java.util.function.Function;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;

/** The actor of one listening socket: accepts connections and sends each to the loop where it lives. */
final class TcpListener {
    /** What the socket and the surroundings tell the listener. */
    enum Signal implements DeadLetterSuppression {
        /** Connections may be waiting. */
        ACCEPTABLE,
        /** The pause after running out of fds is over. */
        PAUSE_OVER,
        /** One of its connections has ended. */
        CONNECTION_ENDED,
        HANDLER_STOPPED
    }

    private final ListenerLimits limits;
    private final Acceptor acceptor;
    private final TcpRegistry registry;
    private final TcpGroup group;

    /** Asked, so that the listener is there for what its handler tells before it knows that it is unbound. */
    private final Handler handler;

    private long unbounds;
    private long unboundsHandled;
    private boolean handlerStopped;

    private TcpListener(ActorContext<Object> context, TcpSettings settings, Tcp.Bind bind, Fd socket) {
        int maxConnections =
                bind.options().maxConnections() > 0 ? bind.options().maxConnections() : settings.maxConnections();
        this.limits = new ListenerLimits(
                maxConnections, settings.maxBytes(), () -> context.getSelf().tell(Signal.CONNECTION_ENDED));
        this.handler = new ActorHandler(
                new Tcp.Recipient<>(bind.handler().unsafeUpcast(), Function.<Object>identity()),
                Adapter.toClassic(context.getSelf()));
        this.acceptor = new Acceptor(context, settings, bind, limits, socket);
        this.registry = TcpExtension.registry(context);
        this.group = TcpGroup.listener(acceptor.localAddress(), limits);
        context.watchWith(bind.handler(), Signal.HANDLER_STOPPED);
        registry.add(group); // first: who is told finds it
        bind.handler()
                .tell(new Tcp.Bound(acceptor.localAddress(), context.getSelf().narrow()));
        acceptor.arm();
    }

    private Behavior<Object> stopped() {
        acceptor.close();
        acceptor.stopConnections();
        registry.remove(group);
        return Behaviors.same();
    }

    /** The behavior that binds, tells the handler how that went, and serves it. */
    static Behavior<Tcp.ListenerCommand> create(TcpSettings settings, Tcp.Bind bind) {
        return Behaviors.<Object>setup(context -> {
                    try {
                        Fd socket = Sockets.listenTcp(
                                settings.syscalls(),
                                bind.localAddress(),
                                bind.options().backlog(),
                                fd -> SocketOption.setAll(
                                        settings.syscalls(), fd, bind.options().socketOptions()));
                        return start(context, settings, bind, socket);
                    } catch (RuntimeException refused) {
                        bind.handler().tell(new Tcp.CommandFailed(bind, refused));
                        return Behaviors.stopped();
                    }
                })
                .narrow();
    }

    private static Behavior<Object> start(
            ActorContext<Object> context, TcpSettings settings, Tcp.Bind bind, Fd socket) {
        try {
            return new TcpListener(context, settings, bind, socket).bound();
        } catch (RuntimeException failure) {
            socket.closeAfter(failure);
            throw failure;
        }
    }

    private Behavior<Object> bound() {
        return Behaviors.receive(Object.class)
                .onMessage(Signal.class, this::onSignal)
                .onMessage(Tcp.Unbind.class, unbind -> unbind())
                .onMessage(Tcp.ResumeAccepting.class, resume -> {
                    acceptor.resume(resume.batchSize());
                    return Behaviors.same();
                })
                .onSignal(PostStop.class, stop -> stopped())
                .build();
    }

    private Behavior<Object> onSignal(Signal signal) {
        switch (signal) {
            case ACCEPTABLE -> acceptor.accept();
            case PAUSE_OVER -> acceptor.pauseOver();
            case CONNECTION_ENDED -> acceptor.arm();
            case HANDLER_STOPPED -> {
                handlerStopped = true;
                return unbound();
            }
        }
        return Behaviors.same();
    }

    private Behavior<Object> unbind() {
        unbounds++;
        acceptor.close(); // first: who is told finds the port free
        handler.tell(new Tcp.Unbound());
        if (!handler.ask(unbounds)) {
            unboundsHandled = unbounds;
        }
        return unbound();
    }

    /**
     * Listens no more, but stays until its connections have ended and their handlers know, since it takes them along when it
     * stops, and until its own handler knows.
     */
    private Behavior<Object> unbound() {
        acceptor.close();
        limits.reportEnds(true);
        return stopIfDone(Behaviors.receive(Object.class)
                .onMessage(Tcp.Unbind.class, again -> unbind())
                .onMessage(ActorIdentity.class, answer -> {
                    unboundsHandled = (Long) answer.correlationId();
                    return stopIfDone(Behaviors.same());
                })
                .onMessageEquals(Signal.HANDLER_STOPPED, () -> {
                    handlerStopped = true;
                    return stopIfDone(Behaviors.same());
                })
                .onAnyMessage(late -> stopIfDone(Behaviors.same()))
                .onSignal(PostStop.class, stop -> stopped())
                .build());
    }

    private Behavior<Object> stopIfDone(Behavior<Object> otherwise) {
        boolean handlerKnows = handlerStopped || unboundsHandled == unbounds;
        return handlerKnows && limits.isUnused() ? Behaviors.stopped() : otherwise;
    }
}
