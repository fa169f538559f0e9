// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

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

/** The actor behind {@link Udp#serve}: binds, and spawns the handler where the socket lives. */
final class UdpServer {
    private enum Signal implements DeadLetterSuppression {
        SOCKET_ENDED,
        HANDLER_ENDED
    }

    private final ActorContext<Object> context;
    private final UdpOptions options;
    private final Function<ActorRef<Udp.SocketCommand>, Behavior<Udp.Event>> handler;

    /** Null until bound. */
    private @Nullable ActorRef<Udp.SocketCommand> socket;

    /** What was told before there was a socket. */
    private final List<Udp.SocketCommand> early = new ArrayList<>();

    private boolean socketEnded;
    private boolean handlerEnded;

    private UdpServer(
            ActorContext<Object> context,
            InetSocketAddress localAddress,
            UdpOptions options,
            Function<ActorRef<Udp.SocketCommand>, Behavior<Udp.Event>> handler) {
        this.context = context;
        this.options = options;
        this.handler = handler;
        // Nothing is read before the handler is there.
        UdpExtension.get(context.getSystem())
                .manager()
                .tell(new Udp.Bind(context.getSelf().narrow(), localAddress, options.withReadingSuspended()));
    }

    static Behavior<Udp.SocketCommand> create(
            InetSocketAddress localAddress,
            UdpOptions options,
            Function<ActorRef<Udp.SocketCommand>, Behavior<Udp.Event>> handler) {
        return Behaviors.<Object>setup(context -> new UdpServer(context, localAddress, options, handler).behavior())
                .narrow();
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(Udp.Bound.class, this::bound)
                .onMessage(Udp.CommandFailed.class, failed -> {
                    context.getLog().error("can't receive: {}", failed.cause().getMessage());
                    return Behaviors.stopped();
                })
                .onMessage(Udp.SocketCommand.class, command -> {
                    if (socket == null) {
                        early.add(command);
                    } else {
                        socket.tell(command);
                    }
                    return Behaviors.same();
                })
                .onMessage(Signal.class, this::ended)
                .build();
    }

    private Behavior<Object> bound(Udp.Bound bound) {
        socket = bound.socket();
        ActorRef<Udp.Event> spawned = context.spawn(handler.apply(socket), "handler", bound.sameLoop());
        context.watchWith(socket, Signal.SOCKET_ENDED);
        context.watchWith(spawned, Signal.HANDLER_ENDED);
        spawned.tell(bound);
        socket.tell(new Udp.Register(spawned));
        if (!options.readingSuspended()) {
            socket.tell(new Udp.ResumeReading());
        }
        early.forEach(socket::tell);
        early.clear();
        context.getLog().info("receiving datagrams on {}", Sockets.format(bound.localAddress()));
        return Behaviors.same();
    }

    private Behavior<Object> ended(Signal signal) {
        socketEnded |= signal == Signal.SOCKET_ENDED;
        handlerEnded |= signal == Signal.HANDLER_ENDED;
        return socketEnded && handlerEnded ? Behaviors.stopped() : Behaviors.same();
    }
}
