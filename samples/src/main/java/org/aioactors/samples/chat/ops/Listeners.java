// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.UnixAddress;
import org.aioactors.net.HandOver;
import org.aioactors.net.ListenOptions;
import org.aioactors.net.Tcp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that a server listens on: begins together or not at all. With a control socket, what another server listens on under the
 * same name and address is taken over from it, and offered to the next one; so connections that wait to be accepted wait on, and
 * none is refused.
 */
public final class Listeners {
    /**
     * Something to listen on.
     *
     * @param name such as {@code irc}
     * @param options such as the backlog and TLS
     * @param server makes the server of a listener, as {@link Tcp#serveConnected} does; it tells the bind's handler
     */
    public record Listener(
            String name,
            InetSocketAddress address,
            ListenOptions options,
            Function<Tcp.Bind, Behavior<Tcp.ListenerCommand>> server) {
        /** By what a successor knows it: one that is to listen elsewhere opens its own. */
        String key() {
            return name + " " + address.getHostString() + ":" + address.getPort();
        }
    }

    /** To the listeners. */
    public sealed interface Command {}

    /** Has no more connections accepted; answered when that is so. Those that are open live on. */
    public record StopAccepting(ActorRef<Done> replyTo) implements Command {}

    /** To the owner. */
    public sealed interface Event {}

    /** All are there; the addresses by name, with the port that the kernel chose if it was asked to. */
    public record Started(Map<String, InetSocketAddress> addresses) implements Event {}

    /** There is none; the reason is one line. */
    public record Failed(String reason) implements Event {}

    /** A successor has them: it gets all new connections, and this server is to end. */
    public record HandedOver() implements Event {}

    private record FromListener(Listener listener, Tcp.Event event) implements Command {}

    private record FromHandOver(HandOver.Event event) implements Command {}

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger("chat");

    private final ActorContext<Command> context;
    private final List<Listener> listeners;
    private final @Nullable UnixAddress control;
    private final ActorRef<? super Event> owner;
    private final ActorRef<HandOver.Event> handOver;

    /** Those that are there, by {@link Listener#key}. */
    private final Map<String, ActorRef<Tcp.ListenerCommand>> bound = new HashMap<>();

    private final Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    private final List<ActorRef<Done>> stopping = new ArrayList<>();

    /** Null if there is none, or it has nothing to do any more. */
    private @Nullable ActorRef<HandOver.Serving> predecessor;

    private boolean started;

    private Listeners(
            ActorContext<Command> context,
            List<Listener> listeners,
            @Nullable Path control,
            ActorRef<? super Event> owner) {
        this.context = context;
        this.listeners = List.copyOf(listeners);
        this.control = control == null ? null : UnixAddress.of(control);
        this.owner = owner;
        this.handOver = context.messageAdapter(HandOver.Event.class, FromHandOver::new);
    }

    /**
     * The behavior; any dispatcher. When it stops, nothing is listened on any more, and all connections are closed.
     *
     * @param control the path of the control socket, or null for no hand-over
     * @param owner hears {@link Started} or {@link Failed}, and later perhaps {@link HandedOver}
     */
    public static Behavior<Command> create(
            List<Listener> listeners, @Nullable Path control, ActorRef<? super Event> owner) {
        return Behaviors.setup(context -> new Listeners(context, listeners, control, owner).start());
    }

    private Behavior<Command> start() {
        if (control == null) {
            listeners.forEach(listener -> serve(listener, null));
        } else {
            context.spawn(HandOver.request(control, PATIENCE, handOver), "request");
        }
        return Behaviors.receive(Command.class)
                .onMessage(FromHandOver.class, message -> onHandOver(message.event()))
                .onMessage(FromListener.class, message -> onListener(message.listener(), message.event()))
                .onMessage(StopAccepting.class, this::onStopAccepting)
                .build();
    }

    private void serve(Listener listener, HandOver.@Nullable Taken taken) {
        // Its own actor: the events of a listener do not say of which.
        ActorRef<Command> self = context.getSelf();
        ActorRef<Tcp.Event> events = context.spawnAnonymous(Behaviors.receiveMessage(event -> {
            self.tell(new FromListener(listener, event));
            return Behaviors.same();
        }));
        Tcp.Bind bind = taken != null && taken.names().contains(listener.key())
                ? Tcp.Bind.adopt(events, taken.take(listener.key()))
                : Tcp.Bind.of(events, listener.address());
        context.spawn(listener.server().apply(bind.with(listener.options())), listener.name());
    }

    private Behavior<Command> onHandOver(HandOver.Event event) {
        if (event instanceof HandOver.NoPredecessor) {
            listeners.forEach(listener -> serve(listener, null));
        } else if (event instanceof HandOver.Taken taken) {
            predecessor = taken.predecessor();
            listeners.forEach(listener -> serve(listener, taken));
        } else if (event instanceof HandOver.Complete) {
            LOG.info("took over {} from the server before", bound.keySet());
            offer();
        } else if (event instanceof HandOver.Offered) {
            started();
        } else if (event instanceof HandOver.HandedOver) {
            bound.clear();
            LOG.info("another server has taken the listeners over");
            owner.tell(new HandedOver());
        } else if (event instanceof HandOver.Failed failed) {
            return handOverFailed(failed.cause());
        }
        return Behaviors.same();
    }

    /** Once another server has ended for this one, it had better go on. */
    private Behavior<Command> handOverFailed(String cause) {
        if (bound.size() < listeners.size() || predecessor == null) {
            return failed("cannot take over, or be taken over from: " + cause);
        }
        LOG.error("the hand-over has not come to its end, and nobody can take over from here: {}", cause);
        started();
        return Behaviors.same();
    }

    private Behavior<Command> onListener(Listener listener, Tcp.Event event) {
        if (event instanceof Tcp.Bound answer) {
            bound.put(listener.key(), answer.listener());
            addresses.put(listener.name(), answer.localAddress());
            if (bound.size() == listeners.size()) {
                allBound();
            }
        } else if (event instanceof Tcp.CommandFailed failure) {
            return failed("cannot listen: " + OneLine.of(failure.cause()));
        } else if (event instanceof Tcp.Unbound) {
            bound.remove(listener.key());
            answerIfStopped();
        }
        return Behaviors.same();
    }

    private void allBound() {
        if (predecessor != null) {
            predecessor.tell(new HandOver.Serving());
        } else if (control != null) {
            offer();
        } else {
            started();
        }
    }

    private void offer() {
        if (control != null) {
            context.spawn(HandOver.offer(control, Map.copyOf(bound), handOver), "offer");
        }
    }

    private void started() {
        if (!started) {
            started = true;
            addresses.forEach((name, address) -> LOG.info("listens: {} on {}", name, Sockets.format(address)));
            owner.tell(new Started(Map.copyOf(addresses)));
        }
    }

    private Behavior<Command> failed(String reason) {
        owner.tell(new Failed(reason));
        return Behaviors.stopped();
    }

    private Behavior<Command> onStopAccepting(StopAccepting ask) {
        LOG.info("no more connections are accepted");
        stopping.add(ask.replyTo());
        bound.values().forEach(listener -> listener.tell(new Tcp.Unbind()));
        answerIfStopped();
        return Behaviors.same();
    }

    private void answerIfStopped() {
        if (bound.isEmpty()) {
            stopping.forEach(replyTo -> replyTo.tell(Done.getInstance()));
            stopping.clear();
        }
    }
}
