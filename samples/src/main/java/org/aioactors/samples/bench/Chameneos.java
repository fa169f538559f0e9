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
import org.jspecify.annotations.Nullable;

/** Creatures that meet by twos in a mall, change their colours as the other one's says, and come back for another meeting. */
final class Chameneos implements Workload {
    private sealed interface Message {}

    /** To the mall, which is the conductor: open. */
    private record Start(CompletableFuture<Boolean> done) implements Message {}

    private enum Opened implements Message {
        /** To a creature. */
        INSTANCE
    }

    /** To the mall, and from there to the creature that has been waiting. */
    private record Meet(int colour, ActorRef<Message> creature) implements Message {}

    /** From the creature that has been waiting to the one that came. */
    private record Change(int colour) implements Message {}

    private final int creatures;
    private final int meetings;

    /** In a batch the mall is open for so many meetings. */
    Chameneos(int creatures, int meetings) {
        this.creatures = creatures;
        this.meetings = meetings;
    }

    @Override
    public String operations() {
        return "meetings";
    }

    @Override
    public double perSecond(BenchSystem system, long durationNs) {
        Tally met = new Tally(creatures);
        Batches.Result result = Batches.<Message>run(
                system,
                progress -> Behaviors.setup(context -> mall(context, progress, met)),
                Start::new,
                meetings,
                durationNs);
        WrongResultException.unlessSame("creatures that met", 2L * meetings * result.batches(), met.sum());
        return result.perSecond();
    }

    private Behavior<Message> mall(ActorContext<Message> context, Progress progress, Tally met) {
        List<ActorRef<Message>> visitors = new ArrayList<>();
        for (int creature = 0; creature < creatures; creature++) {
            Creature state = new Creature(creature, context.getSelf(), met);
            visitors.add(context.spawnAnonymous(state.behavior(), DispatcherSelector.sameAsParent()));
        }
        return new Mall(visitors, progress).behavior();
    }

    /** The mall's state. */
    private final class Mall {
        private final List<ActorRef<Message>> visitors;
        private final Progress progress;
        private int meetingsLeft;
        private @Nullable ActorRef<Message> waiting;

        Mall(List<ActorRef<Message>> visitors, Progress progress) {
            this.visitors = visitors;
            this.progress = progress;
        }

        Behavior<Message> behavior() {
            return Behaviors.receiveMessage(message -> {
                if (message instanceof Start start) {
                    progress.begin(start.done(), creatures);
                    meetingsLeft = meetings;
                    visitors.forEach(visitor -> visitor.tell(Opened.INSTANCE));
                } else if (meetingsLeft == 0) {
                    progress.partDone(); // closed: one that stays outside
                } else if (waiting == null) {
                    waiting = ((Meet) message).creature();
                } else {
                    waiting.tell(message);
                    waiting = null;
                    meetingsLeft--;
                }
                return Behaviors.same();
            });
        }
    }

    /** A creature's state. */
    private static final class Creature {
        private final int number;
        private final ActorRef<Message> mall;
        private final Tally met;
        /** One of three: 0, 1 or 2. */
        private int colour;

        Creature(int number, ActorRef<Message> mall, Tally met) {
            this.number = number;
            this.mall = mall;
            this.met = met;
            colour = number % 3;
        }

        Behavior<Message> behavior() {
            return Behaviors.receive((context, message) -> {
                if (message instanceof Meet meet) {
                    if (colour != meet.colour()) {
                        colour = 3 - colour - meet.colour(); // the third
                    }
                    met.add(number, 1);
                    meet.creature().tell(new Change(colour));
                } else if (message instanceof Change change) {
                    colour = change.colour();
                    met.add(number, 1);
                }
                mall.tell(new Meet(colour, context.getSelf()));
                return Behaviors.same();
            });
        }
    }
}
