// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.aioactors.samples.chat.wire.WireMessage;

/**
 * Who is on the network, and who has which nickname: no two users have the same. One for a server; those of a network tell each
 * other of their users, see {@link PeerMessage}. Of two users with one nickname the one keeps it who registered earlier, see {@link
 * Seniority}: while they ask for it the other one is refused. If their servers could not hear each other meanwhile, the other one
 * is called {@code Guest} and a number as soon as they do.
 */
public final class Directory extends AbstractBehavior<Directory.Command> {
    /** To the directory. */
    public sealed interface Command extends WireMessage
            permits Subscribe, Put, Leave, ServerSeen, Reached, ServerGone, Look, PeerMessage {}

    /** A loop wants to hear of all users from now on. */
    public record Subscribe(ActorRef<Object> loop) implements Command {}

    /**
     * A user of this server comes, or is to be another than before: answered by {@link DirectoryEvent.Granted} or {@link
     * DirectoryEvent.Taken}; in a network that may take 2 s. The version is the directory's to count.
     *
     * @param renames whether the nickname is wanted; else they keep what they have, which may be another since a moment ago
     * @param loop the one that the user is on
     */
    public record Put(User user, boolean renames, long request, ActorRef<Object> loop) implements Command {}

    /** A user of this server goes. */
    public record Leave(Uid uid, String reason) implements Command {}

    /** A server is a member of the network from now on. From this server, and so the next two. */
    public record ServerSeen(long node) implements Command {}

    /** Its directory can be told of users; nothing happens unless it was seen, and has not gone. */
    public record Reached(long node, ActorRef<Command> directory) implements Command {}

    /** It is no member any more, for good. */
    public record ServerGone(long node) implements Command {}

    /** Some time has passed. */
    record Look() implements Command {}

    /**
     * This server, as others are told of it.
     *
     * @param node its incarnation, as {@link Uid#node} has it
     * @param loops how many there are: when so many have subscribed, others can be told of the server
     */
    public record Self(long node, String name, String description, int loops) {}

    private final DirectoryLogic logic;
    private final TimerScheduler<Command> timers;

    private Directory(ActorContext<Command> context, TimerScheduler<Command> timers, DirectoryLogic logic) {
        super(context);
        this.timers = timers;
        this.logic = logic;
    }

    /**
     * The behavior; any dispatcher. A fault costs the command that met it.
     *
     * @param users nobody else writes it; of the same node
     * @param servers nobody else writes it
     * @param serverGone is told of servers that have gone, on the directory's thread, behind the loops: must not block
     */
    public static Behavior<Command> create(Self self, UserTable users, Servers servers, LongConsumer serverGone) {
        return Behaviors.supervise(Behaviors.setup((ActorContext<Command> context) ->
                        Behaviors.withTimers((TimerScheduler<Command> timers) -> new Directory(
                                context,
                                timers,
                                new DirectoryLogic(
                                        self,
                                        context.getSelf(),
                                        users,
                                        servers,
                                        serverGone,
                                        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                                        bound -> ThreadLocalRandom.current().nextInt(bound))))))
                .onFailure(RuntimeException.class, SupervisorStrategy.resume());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Put.class, put -> then(logic::put, put))
                .onMessage(Leave.class, leave -> then(logic::leave, leave))
                .onMessage(PeerMessage.class, message -> then(logic::onPeer, message))
                .onMessage(Look.class, look -> then(any -> logic.look(), look))
                .onMessage(Subscribe.class, subscribe -> then(logic::subscribe, subscribe))
                .onMessage(Reached.class, reached -> then(logic::reached, reached))
                .onMessage(ServerSeen.class, seen -> {
                    logic.seen(seen);
                    return watchTime();
                })
                .onMessage(ServerGone.class, gone -> {
                    logic.gone(gone);
                    return watchTime();
                })
                .build();
    }

    private <T extends Command> Behavior<Command> then(Consumer<T> action, T command) {
        action.accept(command);
        return this;
    }

    /** A server that stands alone has nothing to look at. */
    private Behavior<Command> watchTime() {
        Look look = new Look();
        if (!logic.hasPeers()) {
            timers.cancel(look);
        } else if (!timers.isTimerActive(look)) {
            timers.startTimerWithFixedDelay(look, Duration.ofMillis(DirectoryLogic.LOOK_MS));
        }
        return this;
    }
}
