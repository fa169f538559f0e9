// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Has an actor do the same piece of work again and again, until time is up. The actor runs on the dispatcher that is
 * measured, and spawns the others there: so what it starts is queued by a thread of that dispatcher, as in an application.
 */
final class Batches {
    /** How many batches there were in all, and operations in a second of those that count. */
    record Result(int batches, double perSecond) {}

    private Batches() {}

    /**
     * Returns when all is done and the actor has been stopped; throws if any message was left over.
     *
     * @param conductor makes the behavior of the actor whose children do the work
     * @param start makes the message that has the conductor do a batch and complete a future
     * @param operations in a batch
     */
    static <T> Result run(
            BenchSystem system,
            Function<Progress, Behavior<T>> conductor,
            Function<CompletableFuture<Boolean>, ? extends T> start,
            long operations,
            long durationNs) {
        DeadLetters deadLetters = new DeadLetters(system);
        Progress progress = new Progress();
        ActorRef<T> actor = system.spawnPing(conductor.apply(progress));
        int warmUp = repeat(system, actor, start, durationNs / 4);
        long startNs = System.nanoTime();
        int batches = repeat(system, actor, start, durationNs);
        double seconds = (System.nanoTime() - startNs) / 1e9;
        system.stop(actor);
        deadLetters.expectNone();
        progress.check();
        return new Result(warmUp + batches, operations * batches / seconds);
    }

    private static <T> int repeat(
            BenchSystem system,
            ActorRef<T> actor,
            Function<CompletableFuture<Boolean>, ? extends T> start,
            long durationNs) {
        long startNs = System.nanoTime();
        int batches = 0;
        do {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            actor.tell(start.apply(done));
            system.await(done);
            batches++;
        } while (System.nanoTime() - startNs < durationNs);
        return batches;
    }
}
