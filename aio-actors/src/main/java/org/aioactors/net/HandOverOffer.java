// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.aioactors.aio.linux.UnixAddress;
import org.jspecify.annotations.Nullable;

/** The actor of {@link HandOver#offer}: serves one successor at a time, until one serves. */
final class HandOverOffer {
    private enum Signal implements DeadLetterSuppression {
        SUCCESSOR_GONE
    }

    /** What the successor says when it accepts connections. */
    static final ByteString SERVING = ByteString.fromString("serving");

    /** What it is answered. */
    static final ByteString YOURS = ByteString.fromString("yours");

    private static final int ROOT = 0;

    private final ActorContext<Object> context;
    private final List<String> names;
    private final List<ActorRef<Tcp.ListenerCommand>> listeners;
    private final ActorRef<? super HandOver.Event> owner;
    private final int user;

    /** Null until it listens. */
    private @Nullable ActorRef<UnixMessages.StopListening> control;

    /** Null if there is none. */
    private @Nullable ActorRef<UnixMessages.SocketCommand> successor;

    /** Serves it. Null if there is none. */
    private @Nullable ActorRef<Tcp.Event> collector;

    private boolean handedOver;

    private HandOverOffer(
            ActorContext<Object> context,
            Map<String, ActorRef<Tcp.ListenerCommand>> listeners,
            ActorRef<? super HandOver.Event> owner) {
        this.context = context;
        this.names = List.copyOf(listeners.keySet());
        this.listeners = names.stream().map(listeners::get).toList();
        this.owner = owner;
        this.user = user();
    }

    static Behavior<Void> create(
            UnixAddress address,
            Map<String, ActorRef<Tcp.ListenerCommand>> listeners,
            ActorRef<? super HandOver.Event> owner) {
        if (listeners.isEmpty() || listeners.size() > MessageBuffers.MOST_FDS) {
            throw new IllegalArgumentException(
                    "from 1 to " + MessageBuffers.MOST_FDS + " listeners are handed over, not " + listeners.size());
        }
        return Behaviors.<Object>setup(context -> {
                    HandOverOffer offer = new HandOverOffer(context, listeners, owner);
                    MessageOptions options = MessageOptions.DEFAULT.withPermissions("rw-------");
                    TcpExtension.get(context.getSystem())
                            .unixMessages()
                            .tell(UnixMessages.Listen.of(context.getSelf().narrow(), address)
                                    .with(options));
                    return offer.behavior();
                })
                .narrow();
    }

    /** The user of this process, as {@code SO_PEERCRED} would tell it. */
    private static int user() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new IllegalStateException("/proc is not mounted, so the user of this process is not known", e);
        }
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(UnixMessages.Listening.class, listening -> {
                    control = listening.listener();
                    owner.tell(new HandOver.Offered());
                    return Behaviors.same();
                })
                .onMessage(UnixMessages.CommandFailed.class, failed -> {
                    owner.tell(new HandOver.Failed(String.valueOf(failed.cause().getMessage())));
                    return Behaviors.stopped();
                })
                .onMessage(UnixMessages.Connected.class, this::connected)
                .onMessage(UnixMessages.Received.class, this::received)
                .onMessage(UnixMessages.Ack.class, sent -> handedOver())
                .onMessage(UnixMessages.SendFailed.class, failed -> Behaviors.same()) // its end follows
                .onMessage(UnixMessages.StoppedListening.class, stopped -> stoppedListening())
                .onMessage(UnixMessages.Closed.class, closed -> Behaviors.same()) // its end follows
                .onMessageEquals(Signal.SUCCESSOR_GONE, this::successorGone)
                .build();
    }

    private Behavior<Object> connected(UnixMessages.Connected connected) {
        int uid = connected.peer().uid();
        if (successor != null || handedOver || (uid != user && uid != ROOT)) {
            context.getLog()
                    .warn(
                            "{} asks for the listeners and gets nothing: {}",
                            connected.peer(),
                            uid != user && uid != ROOT ? "it is another user" : "another process has asked before");
            connected.socket().tell(new UnixMessages.Close());
            return Behaviors.same();
        }
        context.getLog().info("{} asks for the listeners {}", connected.peer(), names);
        successor = connected.socket();
        context.watchWith(connected.socket(), Signal.SUCCESSOR_GONE);
        connected.socket().tell(new UnixMessages.Register(context.getSelf().narrow()));
        collector = context.spawnAnonymous(ListenerCollector.create(names, listeners, connected.socket()));
        return Behaviors.same();
    }

    private Behavior<Object> received(UnixMessages.Received received) {
        ActorRef<UnixMessages.SocketCommand> to = successor;
        ActorRef<UnixMessages.StopListening> from = control;
        if (to == null || from == null || !received.data().equals(SERVING)) {
            context.getLog().warn("the successor says what it should not: it gets nothing");
            if (to != null) {
                to.tell(new UnixMessages.Close());
            }
            return Behaviors.same();
        }
        handedOver = true;
        listeners.forEach(listener -> listener.tell(new Tcp.Unbind()));
        from.tell(new UnixMessages.StopListening());
        return Behaviors.same();
    }

    /** The control address is free. */
    private Behavior<Object> stoppedListening() {
        if (successor != null) {
            successor.tell(UnixMessages.Send.of(YOURS).withAck(YOURS));
        }
        return Behaviors.same();
    }

    private Behavior<Object> successorGone() {
        if (handedOver) {
            return handedOver(); // it has the listeners in any case
        }
        successor = null;
        if (collector != null) {
            context.stop(collector);
            collector = null;
        }
        return Behaviors.same();
    }

    private Behavior<Object> handedOver() {
        owner.tell(new HandOver.HandedOver());
        return Behaviors.stopped();
    }
}
