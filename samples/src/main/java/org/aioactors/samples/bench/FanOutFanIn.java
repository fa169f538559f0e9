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

/**
 * One actor sends a job to each of many, which send what they make of it to another one; when that has all of them, the
 * next round begins.
 */
final class FanOutFanIn implements Workload {
    private sealed interface Message {}

    /** To the conductor, which is the source. */
    private record Start(CompletableFuture<Boolean> done) implements Message {}

    private enum Round implements Message {
        /** To the source: the sink has all of a round. */
        COMPLETE
    }

    private record Job(long number) implements Message {}

    private record Result(long number) implements Message {}

    /** Steps of {@link Computation} for each job. */
    private static final int STEPS = 300;

    private final int workers;
    private final int rounds;

    /** A batch is so many rounds. */
    FanOutFanIn(int workers, int rounds) {
        this.workers = workers;
        this.rounds = rounds;
    }

    @Override
    public String operations() {
        return "messages";
    }

    @Override
    public double perSecond(BenchSystem system, long durationNs) {
        Tally sum = new Tally(1);
        long messages = rounds * (2L * workers + 1);
        Batches.Result result = Batches.<Message>run(
                system,
                progress -> Behaviors.setup(context -> source(context, progress, sum)),
                Start::new,
                messages,
                durationNs);
        WrongResultException.unlessSame("sum of the results", result.batches() * sumOfBatch(), sum.sum());
        return result.perSecond();
    }

    private long sumOfBatch() {
        long sumOfRound = 0;
        for (int worker = 0; worker < workers; worker++) {
            sumOfRound += Computation.of(worker, STEPS);
        }
        return rounds * sumOfRound;
    }

    private Behavior<Message> source(ActorContext<Message> context, Progress progress, Tally sum) {
        ActorRef<Message> sink = context.spawn(sink(context.getSelf(), sum), "sink", DispatcherSelector.sameAsParent());
        List<ActorRef<Message>> targets = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            targets.add(context.spawnAnonymous(worker(sink), DispatcherSelector.sameAsParent()));
        }
        return new Source(targets, progress).behavior();
    }

    /** The source's state. */
    private final class Source {
        private final List<ActorRef<Message>> targets;
        private final Progress progress;
        private int roundsToBegin;

        Source(List<ActorRef<Message>> targets, Progress progress) {
            this.targets = targets;
            this.progress = progress;
        }

        Behavior<Message> behavior() {
            return Behaviors.receiveMessage(message -> {
                if (message instanceof Start start) {
                    progress.begin(start.done(), rounds);
                    roundsToBegin = rounds;
                } else {
                    progress.partDone();
                }
                if (roundsToBegin > 0) {
                    roundsToBegin--;
                    for (int worker = 0; worker < workers; worker++) {
                        targets.get(worker).tell(new Job(worker));
                    }
                }
                return Behaviors.same();
            });
        }
    }

    private static Behavior<Message> worker(ActorRef<Message> sink) {
        return Behaviors.receiveMessage(message -> {
            sink.tell(new Result(Computation.of(((Job) message).number(), STEPS)));
            return Behaviors.same();
        });
    }

    private Behavior<Message> sink(ActorRef<Message> source, Tally sum) {
        int[] got = new int[1]; // the sink's
        return Behaviors.receiveMessage(message -> {
            sum.add(0, ((Result) message).number());
            if (++got[0] % workers == 0) {
                source.tell(Round.COMPLETE);
            }
            return Behaviors.same();
        });
    }
}
