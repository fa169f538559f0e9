// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.concurrent.CompletableFuture;

/** A tree of children that live for one question: each asks children of its own, answers with the sum, and stops. */
final class ChildTree implements Workload {
    private sealed interface Message {}

    /** To the conductor: grow a tree. */
    private record Start(CompletableFuture<Boolean> done) implements Message {}

    private record Question(ActorRef<Message> replyTo) implements Message {}

    private record Answer(long actors) implements Message {}

    private enum Gone implements Message {
        /** To the conductor: the tree has stopped. */
        INSTANCE
    }

    private final int children;
    private final int depth;

    /** A tree where each actor that is not at the bottom, at this depth, has so many children. */
    ChildTree(int children, int depth) {
        this.children = children;
        this.depth = depth;
    }

    @Override
    public String operations() {
        return "children";
    }

    @Override
    public double perSecond(BenchSystem system, long durationNs) {
        Tally answered = new Tally(1);
        Batches.Result result = Batches.<Message>run(
                system,
                progress -> Behaviors.setup(context -> conductor(context, progress, answered)),
                Start::new,
                actors(),
                durationNs);
        WrongResultException.unlessSame("children that answered", result.batches() * actors(), answered.sum());
        return result.perSecond();
    }

    private long actors() {
        long sum = 0;
        long level = 1;
        for (int i = 0; i <= depth; i++) {
            sum += level;
            level *= children;
        }
        return sum;
    }

    private Behavior<Message> conductor(ActorContext<Message> context, Progress progress, Tally answered) {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof Start start) {
                progress.begin(start.done(), 2); // the answer, and the end
                ActorRef<Message> top = context.spawnAnonymous(node(depth), DispatcherSelector.sameAsParent());
                context.watchWith(top, Gone.INSTANCE);
                top.tell(new Question(context.getSelf()));
            } else {
                if (message instanceof Answer answer) {
                    answered.add(0, answer.actors());
                }
                progress.partDone();
            }
            return Behaviors.same();
        });
    }

    private Behavior<Message> node(int levelsBelow) {
        return Behaviors.receive((context, message) -> {
            ActorRef<Message> replyTo = ((Question) message).replyTo();
            if (levelsBelow == 0) {
                replyTo.tell(new Answer(1));
                return Behaviors.stopped();
            }
            for (int child = 0; child < children; child++) {
                context.spawnAnonymous(node(levelsBelow - 1), DispatcherSelector.sameAsParent())
                        .tell(new Question(context.getSelf()));
            }
            return collecting(replyTo, children, 1);
        });
    }

    private static Behavior<Message> collecting(ActorRef<Message> replyTo, int answersLeft, long sum) {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof Question) { // came twice, and is answered twice: now the sum is wrong
                replyTo.tell(new Answer(1));
                return Behaviors.same();
            }
            long newSum = sum + ((Answer) message).actors();
            if (answersLeft > 1) {
                return collecting(replyTo, answersLeft - 1, newSum);
            }
            replyTo.tell(new Answer(newSum));
            return Behaviors.stopped();
        });
    }
}
