// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.pattern.StatusReply;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aioactors.net.Tcp;
import org.aioactors.samples.chat.cluster.ClusterWatch;
import org.aioactors.samples.chat.history.History;
import org.aioactors.samples.chat.limit.KLineList;
import org.aioactors.samples.chat.limit.QuitReason;
import org.aioactors.samples.chat.loop.ToLoop;
import org.aioactors.samples.chat.ops.ChatSettings;
import org.aioactors.samples.chat.ops.ConfigSource;
import org.aioactors.samples.chat.ops.Listeners;
import org.aioactors.samples.chat.ops.Reloader;
import org.aioactors.samples.chat.ops.ServerRecorder;
import org.aioactors.samples.chat.ops.ServerTls;
import org.aioactors.samples.chat.ops.StreamListener;
import org.aioactors.samples.chat.session.Session;
import org.aioactors.samples.chat.session.Transport;
import org.jspecify.annotations.Nullable;

/** The root of the server's actors: has it listen, and ends it in order. */
final class ChatGuardian extends AbstractBehavior<ChatGuardian.Command> {
    /** What the guardian is told. */
    sealed interface Command {}

    /** Asks to listen; the answer is where, by name, or why not. To be told once. */
    record Listen(ActorRef<StatusReply<Map<String, InetSocketAddress>>> replyTo) implements Command {}

    /** Asks that no more connections be accepted; answered when that is so. */
    record StopAccepting(ActorRef<Done> replyTo) implements Command {}

    /** Asks that all clients be told of the shutdown and disconnected; answered when they are. */
    record CloseSessions(ActorRef<Done> replyTo) implements Command {}

    /** Asks that the disk have all that was said; answered when that is so. The sessions are closed before. */
    record CloseHistory(ActorRef<Done> replyTo) implements Command {}

    /** An operator wants the configuration to be read again. */
    record Rehash(String by) implements Command {}

    private record Joined() implements Command {}

    private record FromListeners(Listeners.Event event) implements Command {}

    private record Reloaded(ChatSettings settings) implements Command {}

    private record KLinesChanged(KLineList lines) implements Command {}

    private record LoopClosed() implements Command {}

    private record HistoryClosed(ActorRef<Done> replyTo) implements Command {}

    private final ServerParts parts;
    private final @Nullable ServerTls tls;
    private final ActorRef<Reloader.Command> reloader;
    private final ActorRef<Listeners.Event> listenersEvents;
    private final ServerRecorder recorder;
    private final List<ActorRef<Done>> closing = new ArrayList<>();
    private @Nullable ActorRef<StatusReply<Map<String, InetSocketAddress>>> listenAnswer;
    private @Nullable ActorRef<Listeners.Command> listeners;
    private int closedLoops;

    private ChatGuardian(ActorContext<Command> context, ConfigSource source, ChatSettings settings) {
        super(context);
        this.tls = settings.security().keyStore() == null
                ? null
                : new ServerTls(
                        settings.security().keyStore(), settings.security().password());
        this.parts = new ServerParts(
                context, settings, context.messageAdapter(KLineList.class, KLinesChanged::new), by -> context.getSelf()
                        .tell(new Rehash(by)));
        this.recorder = new ServerRecorder(settings.identity().name(), parts::figures);
        this.listenersEvents = context.messageAdapter(Listeners.Event.class, FromListeners::new);
        this.reloader = context.spawn(
                Reloader.create(
                        source,
                        settings,
                        tls,
                        context.messageAdapter(Reloader.Rehashed.class, next -> new Reloaded(next.settings()))),
                "reloader");
    }

    /** The behavior of a server that does not listen yet. */
    static Behavior<Command> create(ConfigSource source, ChatSettings settings) {
        return Behaviors.setup(context -> new ChatGuardian(context, source, settings));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Listen.class, this::onListen)
                .onMessage(Joined.class, joined -> onJoined())
                .onMessage(FromListeners.class, message -> onListeners(message.event()))
                .onMessage(StopAccepting.class, this::onStopAccepting)
                .onMessage(CloseSessions.class, this::onCloseSessions)
                .onMessage(LoopClosed.class, closed -> onLoopClosed())
                .onMessage(CloseHistory.class, this::onCloseHistory)
                .onMessage(HistoryClosed.class, closed -> {
                    closed.replyTo().tell(Done.getInstance());
                    return this;
                })
                .onMessage(Rehash.class, rehash -> {
                    reloader.tell(new Reloader.Rehash(
                            rehash.by(), getContext().getSystem().ignoreRef()));
                    return this;
                })
                .onMessage(Reloaded.class, reloaded -> {
                    parts.setSettings(reloaded.settings());
                    return this;
                })
                .onMessage(KLinesChanged.class, changed -> {
                    parts.setKLines(changed.lines());
                    return this;
                })
                .onSignal(PostStop.class, stopped -> {
                    recorder.close();
                    return this;
                })
                .build();
    }

    // ---- the beginning ----

    private Behavior<Command> onListen(Listen listen) {
        listenAnswer = listen.replyTo();
        parts.join(getContext().messageAdapter(ClusterWatch.Joined.class, joined -> new Joined()));
        return this;
    }

    private Behavior<Command> onJoined() {
        ChatSettings settings = parts.settings();
        List<Listeners.Listener> wanted = ChatListeners.of(settings, tls, this::serve, this::serveWeb);
        listeners = getContext()
                .spawn(Listeners.create(wanted, settings.listening().takeOver(), listenersEvents), "listeners");
        return this;
    }

    private Behavior<Tcp.ListenerCommand> serve(Tcp.Bind bind) {
        return Tcp.serveConnected(
                bind, connected -> Session.create(parts.sessions(), connected, Transport.of(connected)));
    }

    private Behavior<Tcp.ListenerCommand> serveWeb(Tcp.Bind bind) {
        return StreamListener.create(bind, same -> ChatWeb.start(getContext().getSystem(), parts, same));
    }

    private Behavior<Command> onListeners(Listeners.Event event) {
        if (event instanceof Listeners.Started started) {
            answerListen(StatusReply.success(started.addresses()));
        } else if (event instanceof Listeners.Failed failed) {
            answerListen(StatusReply.error(failed.reason()));
        } else if (event instanceof Listeners.HandedOver) {
            getContext().getSystem().terminate();
        }
        return this;
    }

    private void answerListen(StatusReply<Map<String, InetSocketAddress>> answer) {
        if (listenAnswer != null) {
            listenAnswer.tell(answer);
        }
    }

    // ---- the end ----

    private Behavior<Command> onCloseHistory(CloseHistory ask) {
        ActorRef<History.Command> history = parts.sessions().history();
        getContext().watchWith(history, new HistoryClosed(ask.replyTo()));
        history.tell(new History.Close());
        return this;
    }

    private Behavior<Command> onStopAccepting(StopAccepting ask) {
        if (listeners == null) {
            ask.replyTo().tell(Done.getInstance());
        } else {
            listeners.tell(new Listeners.StopAccepting(ask.replyTo()));
        }
        return this;
    }

    private Behavior<Command> onCloseSessions(CloseSessions ask) {
        closing.add(ask.replyTo());
        ActorRef<Done> closed = getContext().messageAdapter(Done.class, done -> new LoopClosed());
        parts.tellLoops(new ToLoop.DisconnectAll(QuitReason.SHUTDOWN, closed));
        return this;
    }

    private Behavior<Command> onLoopClosed() {
        closedLoops++;
        if (closedLoops == parts.loopCount()) {
            closing.forEach(replyTo -> replyTo.tell(Done.getInstance()));
            closing.clear();
        }
        return this;
    }
}
