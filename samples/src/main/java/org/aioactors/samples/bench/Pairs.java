// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Pairs of actors with one message in flight in each, and, perhaps, some pairs where one of the two sleeps. */
final class Pairs implements Workload {
    /** Carries who has sent it, so that the other one can answer: each actor sends the same object again and again. */
    private record Ball(ActorRef<Ball> sender) {}

    private sealed interface Order {}

    /** To the conductor: throw all balls. */
    private record Begin(CompletableFuture<Boolean> ended) implements Order {}

    private enum Kept implements Order {
        /** To the conductor: a ball is out of the game. */
        INSTANCE
    }

    private static final long SLEEP_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final int pairs;
    private final int sleepers;
    private final boolean natural;

    private Pairs(int pairs, int sleepers, boolean natural) {
        this.pairs = pairs;
        this.sleepers = sleepers;
        this.natural = natural;
    }

    /** Spawned as one writes it: the two of a pair one after the other. */
    static Pairs natural(int pairs) {
        return new Pairs(pairs, 0, true);
    }

    /** All of one side first: with an even number, those that get loops in turn, for life, have each pair on one loop. */
    static Pairs sideBySide(int pairs) {
        return new Pairs(pairs, 0, false);
    }

    /**
     * In the natural order; the second actor of the first pairs sleeps for 5 ms each time and tells nobody. Only the
     * messages of the others are counted.
     */
    static Pairs withSleepers(int pairs, int sleepers) {
        return new Pairs(pairs, sleepers, true);
    }

    @Override
    public String operations() {
        return "messages";
    }

    @Override
    public double perSecond(BenchSystem system, long durationNs) {
        Game game = new Game();
        DeadLetters deadLetters = new DeadLetters(system);
        ActorRef<Order> conductor = system.spawnPing(Behaviors.setup(game::conductor));
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        conductor.tell(new Begin(ended));
        double perSecond = SteadyRate.perSecond(system, game::counted, durationNs);
        game.ending = true;
        system.await(ended);
        system.stop(conductor);
        deadLetters.expectNone();
        game.check();
        return perSecond;
    }

    /** One run: the actors and what they have counted. */
    private final class Game {
        /** Balls that came to the first actor of a pair, and to the second. */
        private final Tally first = new Tally(pairs);

        private final Tally second = new Tally(pairs);
        private final Tally kept = new Tally(1);

        /**
         * Set by the main thread, read by the first actors: keep the ball. Not a message, since a fork-join pool whose
         * threads never run out of what they queue themselves does not look for what comes from outside.
         */
        private volatile boolean ending;

        /** Balls so far, without those of sleepers. Any thread's. */
        long counted() {
            return first.sum(sleepers, pairs) + second.sum(sleepers, pairs);
        }

        void check() {
            WrongResultException.unlessSame("balls kept", pairs, kept.sum());
            WrongResultException.unlessSame("balls sent back", second.sum(), first.sum());
        }

        Behavior<Order> conductor(ActorContext<Order> context) {
            List<ActorRef<Ball>> servers = new ArrayList<>();
            List<ActorRef<Ball>> returners = new ArrayList<>();
            for (int pair = 0; pair < pairs; pair++) {
                servers.add(spawn(context, server(pair, context.getSelf())));
                if (natural) {
                    returners.add(spawn(context, returner(pair)));
                }
            }
            for (int pair = returners.size(); pair < pairs; pair++) {
                returners.add(spawn(context, returner(pair)));
            }
            return Behaviors.receiveMessage(order -> {
                if (!(order instanceof Begin begin)) {
                    throw new IllegalStateException("the game has not begun: " + order);
                }
                for (int pair = 0; pair < pairs; pair++) {
                    returners.get(pair).tell(new Ball(servers.get(pair)));
                }
                return collecting(begin.ended());
            });
        }

        private ActorRef<Ball> spawn(ActorContext<Order> context, Behavior<Ball> behavior) {
            return context.spawnAnonymous(behavior, DispatcherSelector.sameAsParent());
        }

        private Behavior<Order> collecting(CompletableFuture<Boolean> ended) {
            return Behaviors.receiveMessage(order -> {
                kept.add(0, 1); // a second Begin counts as well, so there is one too many
                if (kept.sum() == pairs) {
                    ended.complete(true);
                }
                return Behaviors.same();
            });
        }

        private Behavior<Ball> server(int pair, ActorRef<Order> conductor) {
            return Behaviors.setup(context -> {
                Ball mine = new Ball(context.getSelf());
                return Behaviors.receiveMessage(ball -> {
                    first.add(pair, 1);
                    if (ending) {
                        conductor.tell(Kept.INSTANCE);
                    } else {
                        ball.sender().tell(mine);
                    }
                    return Behaviors.same();
                });
            });
        }

        private Behavior<Ball> returner(int pair) {
            return Behaviors.setup(context -> {
                Ball mine = new Ball(context.getSelf());
                return Behaviors.receiveMessage(ball -> {
                    if (pair < sleepers) {
                        BenchSystem.pass(SLEEP_NS);
                    }
                    second.add(pair, 1);
                    ball.sender().tell(mine);
                    return Behaviors.same();
                });
            });
        }
    }
}
