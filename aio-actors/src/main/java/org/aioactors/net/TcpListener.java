// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.ActorIdentity;
import akka.actor.DeadLetterSuppression;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import java.net.SocketAddress;
import java.util.function.Function;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SocketFile;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.AioLoop;
import org.jspecify.annotations.Nullable;

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

    private final ActorContext<Object> context;
    private final Syscalls syscalls;
    private final Fd socket;
    private final ListenerLimits limits;
    private final StreamReception reception;
    private final Acceptor acceptor;
    private final TcpRegistry registry;
    private final TcpGroup group;

    /** Asked, so that the listener is there for what its handler tells before it knows that it is unbound. */
    private final Handler handler;

    /** To be removed when it listens no more. Null if there is none, or it is another's. */
    private @Nullable SocketFile file;

    private long unbounds;
    private long unboundsHandled;
    private boolean handlerStopped;

    private TcpListener(ActorContext<Object> context, TcpSettings settings, Listening listening, Fd socket) {
        this.context = context;
        this.syscalls = settings.syscalls();
        this.socket = socket;
        ListenOptions options = listening.options();
        int maxConnections = options.maxConnections() > 0 ? options.maxConnections() : settings.maxConnections();
        this.limits = new ListenerLimits(
                maxConnections, settings.maxBytes(), () -> context.getSelf().tell(Signal.CONNECTION_ENDED));
        this.handler = new ActorHandler(
                new Tcp.Recipient<>(listening.handler().unsafeUpcast(), Function.<Object>identity()),
                Adapter.toClassic(context.getSelf()));
        SocketAddress localAddress = listening.localAddress(syscalls, socket);
        this.file = listening.file(syscalls, localAddress);
        this.reception = new StreamReception(
                context.getSystem(), AioLoop.require("a listener"), listening.arrivals(settings, context.getSelf()));
        this.acceptor = new Acceptor(
                context, settings, options.pullMode(), limits, socket, Sockets.format(localAddress), reception);
        this.registry = TcpExtension.registry(context);
        context.watchWith(listening.handler(), Signal.HANDLER_STOPPED);
        this.group = registry.add(localAddress, limits); // first: who is told finds it
        listening.handler().tell(listening.bound(localAddress, context.getSelf().narrow()));
        acceptor.arm();
    }

    /** The behavior that binds, tells the handler how that went, and serves it. */
    static Behavior<Tcp.ListenerCommand> create(TcpSettings settings, Tcp.Bind bind) {
        return create(settings, new TcpListening(bind));
    }

    /** The same for any address family. */
    static Behavior<Tcp.ListenerCommand> create(TcpSettings settings, Listening listening) {
        return Behaviors.<Object>setup(context -> {
                    try {
                        Fd socket = listening.open(settings.syscalls());
                        return start(context, settings, listening, socket);
                    } catch (RuntimeException refused) {
                        listening.handler().tell(new Tcp.CommandFailed(listening.command(), refused));
                        return Behaviors.stopped();
                    }
                })
                .narrow();
    }

    private static Behavior<Object> start(
            ActorContext<Object> context, TcpSettings settings, Listening listening, Fd socket) {
        try {
            return new TcpListener(context, settings, listening, socket).bound();
        } catch (RuntimeException failure) {
            socket.closeAfter(failure);
            throw failure;
        }
    }

    private Behavior<Object> stopped() {
        close();
        reception.stopConnections(limits);
        registry.remove(group);
        return Behaviors.same();
    }

    /** Listens no more. Idempotent. */
    private void close() {
        SocketFile removed = file;
        file = null;
        if (removed != null) {
            try {
                removed.remove(syscalls);
            } catch (SyscallException failure) {
                context.getLog().warn("the file of a listener is left behind: {}", failure.getMessage());
            }
        }
        acceptor.close();
    }

    private Behavior<Object> duplicate(Tcp.DuplicateListener command) {
        try {
            Fd duplicate = Fcntl.duplicate(syscalls, socket);
            file = null; // from now on it is another's, too
            command.replyTo().tell(new Tcp.ListenerDuplicate(PassedFds.of(duplicate)));
        } catch (SyscallException | IllegalStateException failure) {
            command.replyTo().tell(new Tcp.CommandFailed(command, failure));
        }
        return Behaviors.same();
    }

    private Behavior<Object> bound() {
        return Behaviors.receive(Object.class)
                .onMessage(Signal.class, this::onSignal)
                .onMessage(Tcp.Unbind.class, unbind -> unbind())
                .onMessage(Tcp.DuplicateListener.class, this::duplicate)
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
        close(); // first: who is told finds the port free
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
        close();
        limits.reportEnds(true);
        return stopIfDone(Behaviors.receive(Object.class)
                .onMessage(Tcp.Unbind.class, again -> unbind())
                .onMessage(Tcp.DuplicateListener.class, this::duplicate) // which fails
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
