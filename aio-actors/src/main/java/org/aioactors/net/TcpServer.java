// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.UnixAddress;
import org.jspecify.annotations.Nullable;

/** The actor behind {@link Tcp#serve} and {@link UnixSocket#serve}: listens, and spawns a handler where each connection lives. */
final class TcpServer {
    private enum Signal implements DeadLetterSuppression {
        HANDLER_ENDED,
        LISTENER_ENDED,
        MONITOR_STOPPED
    }

    private final ActorContext<Object> context;

    /** Of a connection that was told by {@link Tcp.Connected}, or its like. */
    private final Function<Tcp.Event, Behavior<Tcp.Event>> handler;

    private final boolean borrowedBuffers;

    /** Hears of the listener. Null if nobody wants to. */
    private final @Nullable ActorRef<? super Tcp.Event> monitor;

    /** Null until bound. */
    private @Nullable ActorRef<Tcp.ListenerCommand> listener;

    /** What was told before there was a listener. */
    private final List<Tcp.ListenerCommand> early = new ArrayList<>();

    /** How many are left once the listener has ended; until then nobody counts. */
    private int handlers;

    /** All that it had to tell has come by then: a connection that it has accepted keeps a listener from ending. */
    private boolean listenerEnded;

    private TcpServer(
            ActorContext<Object> context,
            @Nullable ActorRef<? super Tcp.Event> monitor,
            boolean borrowedBuffers,
            Function<Tcp.Event, Behavior<Tcp.Event>> handler) {
        this.context = context;
        this.handler = handler;
        this.borrowedBuffers = borrowedBuffers;
        this.monitor = monitor;
        if (monitor != null) {
            context.watchWith(monitor, Signal.MONITOR_STOPPED);
        }
    }

    /** Without a monitor. */
    static Behavior<Tcp.ListenerCommand> create(
            InetSocketAddress localAddress,
            ListenOptions options,
            Function<Tcp.Connected, Behavior<Tcp.Event>> handler) {
        return create(
                null, options, connected -> handler.apply((Tcp.Connected) connected), (system, own) -> TcpExtension.get(
                                system)
                        .manager()
                        .tell(Tcp.Bind.of(own, localAddress).with(options)));
    }

    static Behavior<Tcp.ListenerCommand> create(Tcp.Bind bind, Function<Tcp.Connected, Behavior<Tcp.Event>> handler) {
        return create(
                bind.handler(),
                bind.options(),
                connected -> handler.apply((Tcp.Connected) connected),
                (system, own) -> TcpExtension.get(system)
                        .manager()
                        .tell(Tcp.Bind.of(own, bind.localAddress()).with(bind.options())));
    }

    /** Of Unix sockets, without a monitor. */
    static Behavior<Tcp.ListenerCommand> create(
            UnixAddress localAddress,
            ListenOptions options,
            Function<UnixSocket.Connected, Behavior<Tcp.Event>> handler) {
        return create(
                null,
                options,
                connected -> handler.apply((UnixSocket.Connected) connected),
                (system, own) -> TcpExtension.get(system)
                        .unixSockets()
                        .tell(UnixSocket.Bind.of(own, localAddress).with(options)));
    }

    static Behavior<Tcp.ListenerCommand> create(
            UnixSocket.Bind bind, Function<UnixSocket.Connected, Behavior<Tcp.Event>> handler) {
        return create(
                bind.handler(),
                bind.options(),
                connected -> handler.apply((UnixSocket.Connected) connected),
                (system, own) -> TcpExtension.get(system).unixSockets().tell(bind.withHandler(own)));
    }

    private static Behavior<Tcp.ListenerCommand> create(
            @Nullable ActorRef<? super Tcp.Event> monitor,
            ListenOptions options,
            Function<Tcp.Event, Behavior<Tcp.Event>> handler,
            BiConsumer<ActorSystem<?>, ActorRef<Tcp.Event>> bind) {
        return Behaviors.<Object>setup(context -> {
                    TcpServer server = new TcpServer(context, monitor, options.borrowedBuffers(), handler);
                    bind.accept(context.getSystem(), context.getSelf().narrow());
                    return server.behavior();
                })
                .narrow();
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(
                        Tcp.Connected.class,
                        opened -> connected(
                                opened, Sockets.format(opened.remoteAddress()), opened.connection(), opened.sameLoop()))
                .onMessage(
                        UnixSocket.Connected.class,
                        opened -> connected(opened, opened.peer().toString(), opened.connection(), opened.sameLoop()))
                .onMessage(
                        Tcp.Bound.class,
                        bound -> bound(
                                bound.listener(),
                                bound.localAddress(),
                                self -> new Tcp.Bound(bound.localAddress(), self)))
                .onMessage(
                        UnixSocket.Bound.class,
                        bound -> bound(
                                bound.listener(),
                                bound.localAddress(),
                                self -> new UnixSocket.Bound(bound.localAddress(), self)))
                .onMessage(Tcp.Unbound.class, unbound -> {
                    tellMonitor(unbound);
                    return Behaviors.same();
                })
                .onMessage(Tcp.CommandFailed.class, this::failed)
                .onMessage(Tcp.ListenerCommand.class, this::command)
                .onMessage(Tcp.Event.class, other -> Behaviors.same()) // of a connection that ended before Register
                .onMessage(Signal.class, this::onSignal)
                .build();
    }

    private Behavior<Object> connected(
            Tcp.Event connected, String peer, ActorRef<Tcp.ConnectionCommand> connection, Props sameLoop) {
        Behavior<Tcp.Event> behavior;
        try {
            behavior = borrowedBuffers ? Tcp.borrowing(handler.apply(connected)) : handler.apply(connected);
        } catch (RuntimeException failure) {
            context.getLog().error("no handler for {}: reset", peer, failure);
            connection.tell(new Tcp.Abort());
            return Behaviors.same();
        }
        ActorRef<Tcp.Event> spawned = context.spawnAnonymous(behavior, sameLoop);
        if (listenerEnded) {
            watch(spawned);
        }
        RegisterOptions how = borrowedBuffers ? RegisterOptions.DEFAULT.withBorrowedBuffers() : RegisterOptions.DEFAULT;
        connection.tell(Tcp.Register.of(spawned).with(how));
        return Behaviors.same();
    }

    private Behavior<Object> bound(
            ActorRef<Tcp.ListenerCommand> by,
            SocketAddress localAddress,
            Function<ActorRef<Tcp.ListenerCommand>, Tcp.Event> news) {
        listener = by;
        context.watchWith(by, Signal.LISTENER_ENDED);
        early.forEach(by::tell);
        early.clear();
        context.getLog().info("listening on {}", Sockets.format(localAddress));
        tellMonitor(news.apply(context.getSelf().narrow()));
        return Behaviors.same();
    }

    private Behavior<Object> failed(Tcp.CommandFailed failed) {
        context.getLog().error("can't listen: {}", failed.cause().getMessage());
        tellMonitor(failed);
        return Behaviors.stopped();
    }

    private Behavior<Object> command(Tcp.ListenerCommand command) {
        if (listener == null) {
            early.add(command);
        } else if (listenerEnded && command instanceof Tcp.DuplicateListener duplicate) {
            duplicate
                    .replyTo()
                    .tell(new Tcp.CommandFailed(duplicate, new IllegalStateException("the listener is unbound")));
        } else if (listenerEnded) {
            tellMonitor(new Tcp.Unbound());
        } else {
            listener.tell(command);
        }
        return Behaviors.same();
    }

    private Behavior<Object> onSignal(Signal signal) {
        if (signal == Signal.MONITOR_STOPPED) {
            return command(new Tcp.Unbind());
        }
        if (signal == Signal.LISTENER_ENDED) {
            listenerEnded = true;
            context.getChildren().forEach(this::watch);
        } else {
            handlers--;
        }
        return listenerEnded && handlers == 0 ? Behaviors.stopped() : Behaviors.same();
    }

    private void watch(ActorRef<?> handler) {
        handlers++;
        context.watchWith(handler, Signal.HANDLER_ENDED);
    }

    private void tellMonitor(Tcp.Event event) {
        if (monitor != null) {
            monitor.tell(event);
        }
    }
}
