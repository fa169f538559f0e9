// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.aioactors.AioAsk;
import org.jspecify.annotations.Nullable;

/** One message in flight: an actor sends it, another answers, and the first notes the time and sends the next. */
final class RoundTrips {
    /** How the first actor asks. */
    enum Way {
        /** A message with its own reference, and a plain answer. */
        TELL,
        /**
         * {@code ActorContext.ask}: with a timeout, and the answer adapted into a message to itself. On its way it passes
         * a thread of the JVM's common pool, or a new one where there are only two processors.
         */
        ASK,
        /** {@link AioAsk#ask}: the same, with no thread between the two. */
        AIO_ASK
    }

    /** The question; {@code replyTo} is who asks. */
    private record Ping(ActorRef<Pong> replyTo) {}

    private enum Pong {
        INSTANCE
    }

    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(60);

    private final Way way;
    private final int trips;
    private final LongSamples tripNs;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    /** How long to warm up for, besides a quarter of the trips: compiling takes time, and not trips. */
    private final long warmUpNs;

    /** Trips so far: to warm up, and after that. The first actor's. */
    private int warmUpTrips;

    private int trip;

    /** When the first trip began, and the present one. The first actor's. */
    private long beginNs;

    private long startNs;

    private RoundTrips(Way way, int trips, long warmUpNs) {
        this.way = way;
        this.trips = trips;
        this.warmUpNs = warmUpNs;
        tripNs = new LongSamples(trips);
    }

    /** Returns the median and the 99th percentile of a trip, and the processor time for one, in nanoseconds. */
    static double[] measure(BenchSystem system, Way way, int trips, long warmUpNs) {
        return new RoundTrips(way, trips, warmUpNs).run(system);
    }

    private double[] run(BenchSystem system) {
        ActorRef<Ping> ponger = system.spawnPong(Behaviors.receiveMessage(ping -> {
            ping.replyTo().tell(Pong.INSTANCE);
            return Behaviors.same();
        }));
        ActorRef<Pong> pinger = system.spawnPing(Behaviors.setup(context -> pinger(context, ponger)));
        long beforeNs = system.cpuNs();
        pinger.tell(Pong.INSTANCE);
        system.await(done);
        double cpuNs = (double) (system.cpuNs() - beforeNs) / (warmUpTrips + trips);
        return new double[] {tripNs.median(), tripNs.percentile(99), cpuNs};
    }

    private Behavior<Pong> pinger(ActorContext<Pong> context, ActorRef<Ping> ponger) {
        Ping ping = new Ping(context.getSelf());
        return Behaviors.receiveMessage(pong -> {
            long nowNs = System.nanoTime();
            if (trip > 0) {
                tripNs.add(nowNs - startNs);
            }
            if (trip == trips) {
                done.complete(true);
                return Behaviors.same();
            }
            if (trip > 0 || isWarm(nowNs)) {
                trip++;
            }
            startNs = nowNs;
            if (way == Way.TELL) {
                ponger.tell(ping);
            } else if (way == Way.AIO_ASK) {
                AioAsk.ask(context, Pong.class, ponger, ASK_TIMEOUT, Ping::new, this::answer);
            } else {
                context.ask(Pong.class, ponger, ASK_TIMEOUT, Ping::new, this::answer);
            }
            return Behaviors.same();
        });
    }

    private boolean isWarm(long nowNs) {
        if (warmUpTrips == 0) {
            beginNs = nowNs;
        }
        warmUpTrips++;
        return warmUpTrips > trips / 4 && nowNs - beginNs >= warmUpNs;
    }

    private Pong answer(@Nullable Pong pong, @Nullable Throwable failure) {
        if (failure != null) {
            done.completeExceptionally(failure);
        }
        return Pong.INSTANCE;
    }
}
