// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Producers and consumers with a bounded buffer between them, which is an actor: a producer makes its next item when it is
 * told that there is room for the last one, a consumer asks for an item when it has dealt with the one before.
 */
final class BoundedBuffer implements Workload {
    private sealed interface Message {}

    /** To the buffer, which is the conductor. */
    private record Start(CompletableFuture<Boolean> done) implements Message {}

    /** From a producer to the buffer, with its item. */
    private record Put(long item, ActorRef<Message> producer) implements Message {}

    /** From a consumer to the buffer: it is free. */
    private record Pull(ActorRef<Message> consumer) implements Message {}

    /** To a consumer. */
    private record Item(long item) implements Message {}

    /** To a producer: make the next item, or as many as a batch has. Each item is answered with one {@code NEXT}. */
    private enum Produce implements Message {
        BATCH,
        NEXT
    }

    private enum Finished implements Message {
        /** From a producer, which was told to go on and has no more to make. */
        INSTANCE
    }

    /** Steps of {@link Computation} for each item on either side. */
    private static final int STEPS = 300;

    private final int producers;
    private final int consumers;
    private final int capacity;
    private final int itemsEach;

    /**
     * A batch is so many items of each producer.
     *
     * @param capacity how many items the buffer holds, besides one of each producer that waits for that
     */
    BoundedBuffer(int producers, int consumers, int capacity, int itemsEach) {
        this.producers = producers;
        this.consumers = consumers;
        this.capacity = capacity;
        this.itemsEach = itemsEach;
    }

    @Override
    public String operations() {
        return "items";
    }

    @Override
    public double perSecond(BenchSystem system, long durationNs) {
        Tally sum = new Tally(consumers);
        Batches.Result result = Batches.<Message>run(
                system,
                progress -> Behaviors.setup(context -> buffer(context, progress, sum)),
                Start::new,
                (long) producers * itemsEach,
                durationNs);
        WrongResultException.unlessSame("sum of the items", result.batches() * sumOfBatch(), sum.sum());
        return result.perSecond();
    }

    private long sumOfBatch() {
        long sum = 0;
        for (int item = 0; item < itemsEach; item++) {
            sum += Computation.of(Computation.of(item, STEPS), STEPS);
        }
        return producers * sum;
    }

    private Behavior<Message> buffer(ActorContext<Message> context, Progress progress, Tally sum) {
        List<ActorRef<Message>> sources = new ArrayList<>();
        for (int producer = 0; producer < producers; producer++) {
            sources.add(context.spawnAnonymous(
                    new Producer(context.getSelf()).behavior(), DispatcherSelector.sameAsParent()));
        }
        for (int consumer = 0; consumer < consumers; consumer++) {
            context.spawnAnonymous(consumer(context.getSelf(), consumer, sum), DispatcherSelector.sameAsParent());
        }
        return new Buffer(sources, progress).behavior();
    }

    /** The buffer's state. */
    private final class Buffer {
        private final List<ActorRef<Message>> sources;
        private final Progress progress;
        private final Deque<Long> items = new ArrayDeque<>();
        private final Deque<ActorRef<Message>> freeConsumers = new ArrayDeque<>();

        /** Those that were not told to go on, since the buffer is full; what they made last is in it. */
        private final Deque<ActorRef<Message>> heldProducers = new ArrayDeque<>();

        /** Pulls that come before an item was taken: one from each consumer. */
        private int newConsumers = consumers;

        Buffer(List<ActorRef<Message>> sources, Progress progress) {
            this.sources = sources;
            this.progress = progress;
        }

        Behavior<Message> behavior() {
            return Behaviors.receiveMessage(message -> {
                if (message instanceof Start start) {
                    progress.begin(start.done(), producers * itemsEach + producers);
                    sources.forEach(source -> source.tell(Produce.BATCH));
                } else if (message instanceof Put put) {
                    items.add(put.item());
                    heldProducers.add(put.producer());
                } else if (message instanceof Pull pull) {
                    freeConsumers.add(pull.consumer());
                    if (newConsumers > 0) {
                        newConsumers--;
                    } else {
                        progress.partDone();
                    }
                } else {
                    progress.partDone();
                }
                while (!items.isEmpty() && !freeConsumers.isEmpty()) {
                    freeConsumers.remove().tell(new Item(items.remove()));
                }
                while (!heldProducers.isEmpty() && items.size() < capacity) {
                    heldProducers.remove().tell(Produce.NEXT);
                }
                return Behaviors.same();
            });
        }
    }

    /** A producer's state. */
    private final class Producer {
        private final ActorRef<Message> buffer;
        private int next = itemsEach;

        Producer(ActorRef<Message> buffer) {
            this.buffer = buffer;
        }

        Behavior<Message> behavior() {
            return Behaviors.receive((context, message) -> {
                if (message == Produce.BATCH) {
                    next = 0;
                }
                if (next < itemsEach) {
                    buffer.tell(new Put(Computation.of(next, STEPS), context.getSelf()));
                    next++;
                } else {
                    buffer.tell(Finished.INSTANCE);
                }
                return Behaviors.same();
            });
        }
    }

    private static Behavior<Message> consumer(ActorRef<Message> buffer, int consumer, Tally sum) {
        return Behaviors.setup(context -> {
            buffer.tell(new Pull(context.getSelf()));
            return Behaviors.receiveMessage(message -> {
                sum.add(consumer, Computation.of(((Item) message).item(), STEPS));
                buffer.tell(new Pull(context.getSelf()));
                return Behaviors.same();
            });
        });
    }
}
