// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.pattern.StatusReply;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aioactors.net.ListenOptions;
import org.aioactors.net.Tcp;
import org.jspecify.annotations.Nullable;

/** The root of the server's actors: listens, makes a session of each connection, and ends them all at shutdown. */
final class ChatListener extends AbstractBehavior<ChatListener.Command> {
    /** What the listener is told. */
    sealed interface Command {}

    /** Asks to listen; the answer is the address listened on, or why there is none. To be told once. */
    record Listen(ActorRef<Tcp.Command> tcp, ActorRef<StatusReply<InetSocketAddress>> replyTo) implements Command {}

    /** Asks that no more connections be accepted; answered when that is so. */
    record StopAccepting(ActorRef<Done> replyTo) implements Command {}

    /** Asks that all clients be told of the shutdown and disconnected; answered when they are. */
    record CloseSessions(ActorRef<Done> replyTo) implements Command {}

    private record Network(Tcp.Event event) implements Command {}

    private record SessionEnded(ActorRef<SessionCommand> session) implements Command {}

    private final ChatServices services;
    private final Set<ActorRef<SessionCommand>> sessions = new HashSet<>();

    /** Null until {@link Listen}. */
    private @Nullable ActorRef<StatusReply<InetSocketAddress>> listenAnswer;

    /** Null unless listening. */
    private @Nullable ActorRef<Tcp.ListenerCommand> listener;

    private final List<ActorRef<Done>> waitingForUnbound = new ArrayList<>();
    private final List<ActorRef<Done>> waitingForSessions = new ArrayList<>();

    private ChatListener(ActorContext<Command> context, ChatSettings settings) {
        super(context);
        this.services = new ChatServices(
                settings,
                context.spawn(NameRegistry.create(), "names"),
                context.spawn(RoomDirectory.create(), "rooms"));
    }

    /** Returns the behavior of a server that does not listen yet. */
    static Behavior<Command> create(ChatSettings settings) {
        return Behaviors.setup(context -> new ChatListener(context, settings));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Network.class, message -> onEvent(message.event()))
                .onMessage(SessionEnded.class, this::onSessionEnded)
                .onMessage(Listen.class, this::onListen)
                .onMessage(StopAccepting.class, this::onStopAccepting)
                .onMessage(CloseSessions.class, this::onCloseSessions)
                .build();
    }

    private Behavior<Command> onListen(Listen listen) {
        listenAnswer = listen.replyTo();
        ChatSettings settings = services.settings();
        ActorRef<Tcp.Event> events = getContext().messageAdapter(Tcp.Event.class, Network::new);
        listen.tcp()
                .tell(Tcp.Bind.of(events, settings.address())
                        .with(ListenOptions.DEFAULT.withBacklog(settings.backlog())));
        return this;
    }

    private Behavior<Command> onEvent(Tcp.Event event) {
        if (event instanceof Tcp.Connected connected) {
            onConnected(connected.connection());
        } else if (event instanceof Tcp.Bound bound) {
            listener = bound.listener();
            answerListen(StatusReply.success(bound.localAddress()));
        } else if (event instanceof Tcp.Unbound) {
            listener = null;
            answerAll(waitingForUnbound);
        } else if (event instanceof Tcp.CommandFailed failed) {
            answerListen(StatusReply.error(failed.cause().getMessage()));
        }
        return this;
    }

    private void answerListen(StatusReply<InetSocketAddress> answer) {
        if (listenAnswer != null) {
            listenAnswer.tell(answer);
        }
    }

    private void onConnected(ActorRef<Tcp.ConnectionCommand> connection) {
        ActorRef<SessionCommand> session = getContext().spawnAnonymous(Session.create(connection, services));
        getContext().watchWith(session, new SessionEnded(session));
        sessions.add(session);
        if (!waitingForSessions.isEmpty()) {
            session.tell(new SessionCommand.Stop());
        }
    }

    private Behavior<Command> onSessionEnded(SessionEnded ended) {
        sessions.remove(ended.session());
        if (sessions.isEmpty()) {
            answerAll(waitingForSessions);
        }
        return this;
    }

    private Behavior<Command> onStopAccepting(StopAccepting ask) {
        waitingForUnbound.add(ask.replyTo());
        if (listener == null) {
            answerAll(waitingForUnbound);
        } else {
            listener.tell(new Tcp.Unbind());
        }
        return this;
    }

    private Behavior<Command> onCloseSessions(CloseSessions ask) {
        waitingForSessions.add(ask.replyTo());
        sessions.forEach(session -> session.tell(new SessionCommand.Stop()));
        if (sessions.isEmpty()) {
            answerAll(waitingForSessions);
        }
        return this;
    }

    private static void answerAll(List<ActorRef<Done>> waiting) {
        waiting.forEach(replyTo -> replyTo.tell(Done.getInstance()));
        waiting.clear();
    }
}
