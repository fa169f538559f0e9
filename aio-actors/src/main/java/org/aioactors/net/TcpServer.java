// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.aioactors.aio.linux.Sockets;
import org.jspecify.annotations.Nullable;

/** The actor behind {@link Tcp#serve}: listens, and spawns a handler where each connection lives. */
final class TcpServer {
    private enum Signal implements DeadLetterSuppression {
        HANDLER_ENDED,
        LISTENER_ENDED,
        MONITOR_STOPPED
    }

    private final ActorContext<Object> context;
    private final Function<Tcp.Connected, Behavior<Tcp.Event>> handler;
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
            InetSocketAddress localAddress,
            ListenOptions options,
            Function<Tcp.Connected, Behavior<Tcp.Event>> handler) {
        this.context = context;
        this.handler = handler;
        this.borrowedBuffers = options.borrowedBuffers();
        this.monitor = monitor;
        if (monitor != null) {
            context.watchWith(monitor, Signal.MONITOR_STOPPED);
        }
        Tcp.Bind own = Tcp.Bind.of(context.getSelf().narrow(), localAddress).with(options);
        TcpExtension.get(context.getSystem()).manager().tell(own);
    }

    static Behavior<Tcp.ListenerCommand> create(
            InetSocketAddress localAddress,
            ListenOptions options,
            Function<Tcp.Connected, Behavior<Tcp.Event>> handler) {
        return create(null, localAddress, options, handler);
    }

    static Behavior<Tcp.ListenerCommand> create(Tcp.Bind bind, Function<Tcp.Connected, Behavior<Tcp.Event>> handler) {
        return create(bind.handler(), bind.localAddress(), bind.options(), handler);
    }

    private static Behavior<Tcp.ListenerCommand> create(
            @Nullable ActorRef<? super Tcp.Event> monitor,
            InetSocketAddress localAddress,
            ListenOptions options,
            Function<Tcp.Connected, Behavior<Tcp.Event>> handler) {
        return Behaviors.<Object>setup(
                        context -> new TcpServer(context, monitor, localAddress, options, handler).behavior())
                .narrow();
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(Tcp.Connected.class, this::connected)
                .onMessage(Tcp.Bound.class, this::bound)
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

    private Behavior<Object> connected(Tcp.Connected connected) {
        Behavior<Tcp.Event> behavior;
        try {
            behavior = borrowedBuffers ? Tcp.borrowing(handler.apply(connected)) : handler.apply(connected);
        } catch (RuntimeException failure) {
            context.getLog().error("no handler for {}: reset", Sockets.format(connected.remoteAddress()), failure);
            connected.connection().tell(new Tcp.Abort());
            return Behaviors.same();
        }
        ActorRef<Tcp.Event> spawned = context.spawnAnonymous(behavior, connected.sameLoop());
        if (listenerEnded) {
            watch(spawned);
        }
        RegisterOptions how = borrowedBuffers ? RegisterOptions.DEFAULT.withBorrowedBuffers() : RegisterOptions.DEFAULT;
        connected.connection().tell(Tcp.Register.of(spawned).with(how));
        return Behaviors.same();
    }

    private Behavior<Object> bound(Tcp.Bound bound) {
        listener = bound.listener();
        context.watchWith(listener, Signal.LISTENER_ENDED);
        early.forEach(listener::tell);
        early.clear();
        context.getLog().info("listening on {}", Sockets.format(bound.localAddress()));
        tellMonitor(new Tcp.Bound(bound.localAddress(), context.getSelf().narrow()));
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
