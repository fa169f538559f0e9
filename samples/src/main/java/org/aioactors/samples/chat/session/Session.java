// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.aioactors.net.Tcp;
import org.aioactors.samples.chat.account.AccountAnswer;
import org.aioactors.samples.chat.account.Fingerprint;
import org.aioactors.samples.chat.account.StandardReply;
import org.aioactors.samples.chat.channel.Asker;
import org.aioactors.samples.chat.history.History;
import org.aioactors.samples.chat.irc.Capability;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.LineReader;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.OutLine;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.limit.ClientClock;
import org.aioactors.samples.chat.limit.FloodBucket;
import org.aioactors.samples.chat.limit.QuitReason;
import org.aioactors.samples.chat.loop.ClientEvent;
import org.aioactors.samples.chat.loop.LocalClient;
import org.aioactors.samples.chat.loop.LoopClients;
import org.aioactors.samples.chat.network.Directory;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.ops.ChatSettings;
import org.aioactors.samples.chat.ops.SessionEndEvent;
import org.aioactors.samples.chat.query.Monitor;
import org.aioactors.samples.chat.query.Queries;
import org.aioactors.samples.chat.query.Query;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: carries out its lines one after the other, on the loop of its connection.
 *
 * <p>While the answer to a command is outstanding, no further line is looked at, and a client that goes on sending is not read
 * any more: it waits in its own socket. One that sends faster than it may has its lines carried out later, and is disconnected
 * when too many wait. One that does not read is disconnected when its connection refuses a write.
 */
public final class Session {
    private static final Logger LOG = LoggerFactory.getLogger("chat");

    /** So much may wait for the answer to a command; more stays in the socket. */
    private static final int READ_AHEAD_BYTES = 16 * 1024;

    private enum Resume {
        /** The client may send again. */
        LINES,
        /** What was asked of another server has not been answered. */
        WITHOUT_ANSWER
    }

    private final ActorContext<Object> context;
    private final TimerScheduler<Object> timers;
    private final SessionServices services;
    private final LoopClients loop;
    private final LocalClient client;
    private final ActorRef<Tcp.ConnectionCommand> connection;
    private final LineReader lines = new LineReader();
    private final FloodBucket flood;
    private final Registration registration;
    private final Transport transport;
    private final long connectedNs = System.nanoTime();

    /** The last number that a request had. */
    private long request;

    /** How many answers to it are outstanding. Lines are looked at only while there are none. */
    private int outstanding;

    /** Is told of the answers to {@link #request} that are more than its end. */
    private Consumer<Object> onAnswer = answer -> {};

    private boolean suspended;

    /** Whether there is nobody to tell anything more. */
    private boolean connectionGone;

    /** What is left of the command under way: each when what the one before it has asked for is answered. */
    private final ArrayDeque<Runnable> steps = new ArrayDeque<>();

    /** Why the client has to go, once that is so. */
    private @Nullable String quitReason;

    private Session(
            ActorContext<Object> context,
            TimerScheduler<Object> timers,
            SessionServices services,
            Tcp.Connected connected,
            Transport transport) {
        this.context = context;
        this.timers = timers;
        this.services = services;
        this.connection = connected.connection();
        this.transport = transport;
        this.loop = LoopClients.here();
        this.flood = new FloodBucket(connectedNs);
        this.client = new LocalClient(
                services.uids().get(),
                connected.remoteAddress().getAddress(),
                Fingerprint.of(connected.tls()),
                services.loop().serverName(),
                connection,
                context.getSelf(),
                new ClientClock(connectedNs));
        this.registration = new Registration(this);
        loop.add(client);
    }

    /** The behavior of a client that has just connected; to be run on the loop of its connection. */
    public static Behavior<Tcp.Event> create(SessionServices services, Tcp.Connected connected, Transport transport) {
        return Behaviors.<Object>setup(context -> Behaviors.withTimers(
                        timers -> new Session(context, timers, services, connected, transport).start()))
                .narrow();
    }

    private Behavior<Object> start() {
        AddressGate gate = new AddressGate(services, client.address());
        String closing = loop.sessionBegins();
        String refused = closing != null ? closing : gate.refusal();
        if (refused != null) {
            loop.counts().refused();
            quit(refused);
            return ended(gate);
        }
        return Behaviors.receive(Object.class)
                .onMessage(Tcp.Event.class, event -> then(gate, () -> onEvent(event)))
                .onMessage(ClientEvent.class, event -> then(gate, () -> onClientEvent(event)))
                .onMessage(AccountAnswer.class, answer -> then(gate, () -> answered(answer.request(), answer)))
                .onMessage(History.Answer.class, answer -> then(gate, () -> answered(answer.request(), answer)))
                .onMessage(
                        Deferred.class, deferred -> then(gate, () -> answered(deferred.request(), deferred.answer())))
                .onMessage(Resume.class, resume -> then(gate, this::proceed))
                .onSignal(PostStop.class, stopped -> {
                    leave(gate, quitReason == null ? QuitReason.SHUTDOWN : quitReason);
                    loop.sessionEnded();
                    return Behaviors.same();
                })
                .build();
    }

    /** An answer of something that knows no request numbers. */
    record Deferred(long request, Object answer) {}

    private Behavior<Object> then(AddressGate gate, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            // The others go on; what is half done for this one, nobody could tell it.
            LOG.error("The session of {} has failed", client.isRegistered() ? user().source() : client.address(), e);
            quit(QuitReason.FAULT);
        }
        if (quitReason == null) {
            return Behaviors.same();
        }
        return connectionGone ? Behaviors.stopped() : ended(gate);
    }

    /** The network is told, then the client has some time to read why. */
    private Behavior<Object> ended(AddressGate gate) {
        leave(gate, String.valueOf(quitReason));
        return Farewell.create(connection, services.settings().get().listening().closeTimeout(), loop::sessionEnded);
    }

    private void leave(AddressGate gate, String reason) {
        SessionEndEvent.emit(
                client.nick(), client.address(), transport.name(), System.nanoTime() - connectedNs, request, reason);
        loop.disconnected(client, reason);
        gate.release();
    }

    // ---- lines ----

    private void onEvent(Tcp.Event event) {
        if (event instanceof Tcp.Received received) {
            client.clock().heard(System.nanoTime());
            byte[] bytes = received.data().toArrayUnsafe();
            lines.append(bytes, 0, bytes.length);
            proceed();
        } else if (event instanceof Tcp.CommandFailed) {
            loop.counts().dropped();
            quitReason = QuitReason.SEND_QUEUE;
        } else if (event instanceof Tcp.ConnectionClosed closed) {
            connectionGone = true;
            quitReason =
                    closed instanceof Tcp.ErrorClosed error ? QuitReason.failed(error.cause()) : QuitReason.PEER_CLOSED;
        }
    }

    /** Carries lines out as far as nothing is outstanding and the client may send. */
    private void proceed() {
        ChatSettings.Guard guard = services.settings().get().guard();
        while (quitReason == null && outstanding == 0 && lines.pendingBytes() > 0) {
            long nowNs = System.nanoTime();
            long waitNs = flood.waitNs(guard.lines(), 1, nowNs);
            if (waitNs > 0) {
                timers.startSingleTimer(Resume.LINES, Duration.ofNanos(waitNs));
                break;
            }
            LineReader.Input input = lines.next();
            if (input != null) {
                flood.take(guard.lines(), 1, nowNs);
                carryOut(input);
            }
        }
        if (quitReason == null && lines.pendingBytes() > guard.receiveQueueBytes()) {
            loop.counts().dropped();
            quit(QuitReason.EXCESS_FLOOD);
        }
        updateReading();
    }

    private void updateReading() {
        boolean enough = outstanding > 0 && lines.pendingBytes() > READ_AHEAD_BYTES;
        if (quitReason == null && enough != suspended) {
            suspended = enough;
            connection.tell(enough ? new Tcp.SuspendReading() : new Tcp.ResumeReading());
        }
    }

    private void carryOut(LineReader.Input input) {
        if (input instanceof LineReader.Input.Line line) {
            carryOut(line.line());
        } else if (input instanceof LineReader.Input.NotUtf8 bad) {
            beginAnswer(bad.label());
            fail(bad.command().isEmpty() ? "*" : bad.command(), "INVALID_UTF8", List.of(), "The line is not UTF-8");
            client.endAnswer();
        } else {
            reply(Numeric.ERR_INPUTTOOLONG);
        }
    }

    private void carryOut(IrcLine line) {
        if (line.command().isEmpty()) {
            return;
        }
        beginAnswer(line.tag("label"));
        loop.counts().line();
        services.counts().count(line.command(), line.command().length());
        request++;
        onAnswer = answer -> {};
        dispatch(line);
        goOn();
    }

    private void beginAnswer(@Nullable String label) {
        if (label != null && client.can(Capability.LABELED_RESPONSE)) {
            client.beginAnswer(label);
        }
    }

    /** Takes the next steps of the command under way, or ends it. */
    private void goOn() {
        while (outstanding == 0 && !steps.isEmpty()) {
            steps.removeFirst().run();
        }
        if (outstanding == 0) {
            client.endAnswer();
        }
    }

    private void dispatch(IrcLine line) {
        CommandTable.Entry entry = CommandTable.find(line.command());
        if (!client.isRegistered() && (entry == null || !entry.early())) {
            reply(Numeric.ERR_NOTREGISTERED);
        } else if (entry == null) {
            reply(Numeric.ERR_UNKNOWNCOMMAND, line.command());
        } else if (line.count() < entry.minParams()) {
            reply(Numeric.ERR_NEEDMOREPARAMS, line.command());
        } else {
            entry.command().run(this, line);
        }
    }

    // ---- answers ----

    private void onClientEvent(ClientEvent event) {
        if (event instanceof ClientEvent.Done done) {
            answered(done.request(), done);
        } else if (event instanceof ClientEvent.Granted granted) {
            answered(granted.request(), granted);
        } else if (event instanceof ClientEvent.NickTaken taken) {
            answered(taken.request(), taken);
        } else if (event instanceof ClientEvent.Members members) {
            answered(members.request(), members);
        } else if (event instanceof ClientEvent.Listed listed) {
            answered(listed.request(), listed);
        } else if (event instanceof ClientEvent.Details details) {
            answered(details.request(), details);
        } else if (event instanceof ClientEvent.Reloaded reloaded) {
            registration.capabilities().reloaded(reloaded.before());
        } else if (event instanceof ClientEvent.Disconnect disconnect) {
            quit(disconnect.reason());
        }
    }

    private void answered(long number, Object answer) {
        if (number != request || outstanding == 0) {
            return; // of what nobody waits for any more
        }
        outstanding--;
        onAnswer.accept(answer);
        goOn();
        if (outstanding == 0) {
            proceed();
        }
    }

    // ---- what commands use ----

    /** The client. */
    LocalClient client() {
        return client;
    }

    /** The client as the network knows it; it must have registered. */
    User user() {
        return client.user();
    }

    LoopClients loop() {
        return loop;
    }

    SessionServices services() {
        return services;
    }

    Registration registration() {
        return registration;
    }

    boolean isSecure() {
        return transport == Transport.TLS;
    }

    ActorRef<Object> self() {
        return context.getSelf();
    }

    void reply(Numeric numeric, String... parameters) {
        client.answer(Reply.of(numeric, parameters));
    }

    /** A standard reply that something can't be done. */
    void fail(String command, String code, List<String> about, String why) {
        List<String> params = new ArrayList<>(List.of(command, code));
        params.addAll(about);
        params.add(why);
        tell(new StandardReply("FAIL", params));
    }

    void tell(StandardReply reply) {
        client.answer(client.serverLine(reply.command(), reply.parameters().toArray(String[]::new)));
    }

    /** Has something done when all before it is answered: so the answers to a list of channels come in its order. */
    void step(Runnable action) {
        steps.addLast(action);
    }

    /** One answer more is outstanding; returns the number that it has to come with. */
    long ask() {
        outstanding++;
        return request;
    }

    /** The same, for an answer that is more than an end. */
    long ask(Consumer<Object> whenAnswered) {
        onAnswer = whenAnswered;
        return ask();
    }

    /**
     * The same, for an answer that may never come, since it comes from another server: {@code otherwise} is done if it has not
     * come after so long.
     */
    long ask(Consumer<Object> whenAnswered, Duration patience, Runnable otherwise) {
        long number = ask(answer -> {
            if (answer == Resume.WITHOUT_ANSWER) {
                otherwise.run();
            } else {
                timers.cancel(Resume.WITHOUT_ANSWER);
                whenAnswered.accept(answer);
            }
        });
        timers.startSingleTimer(Resume.WITHOUT_ANSWER, new Deferred(number, Resume.WITHOUT_ANSWER), patience);
        return number;
    }

    /** Who asks a channel. */
    Asker asker(long number) {
        return loop.asker(client, number);
    }

    /** Who an answer is to be told that has no number of its own; it counts for the command that is under way. */
    ActorRef<Object> deferred(Consumer<Object> whenAnswered) {
        long number = ask(whenAnswered);
        ActorRef<Object> self = context.getSelf();
        return context.spawnAnonymous(Behaviors.receiveMessage(answer -> {
            self.tell(new Deferred(number, answer));
            return Behaviors.stopped();
        }));
    }

    /** A notice of the server's. */
    void notice(String text) {
        client.answer(client.serverLine("NOTICE", client.nick(), text));
    }

    Queries queries() {
        return LoopQueries.here(this).queries();
    }

    Monitor<LocalClient> monitor() {
        return LoopQueries.here(this).monitor();
    }

    Query.Asker queryAsker() {
        return new Query.Asker(client.user(), client.caps());
    }

    /** Asks the directory that the user be another; nobody else's nickname is taken by it. */
    void change(User next, Consumer<Object> whenAnswered) {
        boolean renames = !client.isRegistered() || !next.nick().equals(user().nick());
        services.loop().directory().tell(new Directory.Put(next, renames, ask(whenAnswered), loop.hub()));
    }

    /** Has the client go, behind what it was told before. */
    void quit(String reason) {
        if (quitReason == null) {
            quitReason = reason;
            client.endAnswer();
            String host = client.address().getHostAddress();
            client.deliver(OutLine.of(null, "ERROR", List.of(QuitReason.closingLink(host, reason))));
        }
    }
}
