// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** Pairs of actors that send each other messages all the time: how many there are in a second. */
final class Throughput {
    /** Carries who has sent it, so that the other one can answer: each actor sends the same object again and again. */
    private record Ball(ActorRef<Ball> sender) {}

    /** Numbers of a counter that share a cache line with no other. */
    private static final int STRIDE = 16;

    private final int pairs;
    private final int inFlight;

    /** How often each second actor was sent a message. Written by these; read by the main thread. */
    private final AtomicLongArray received;

    private Throughput(int pairs, int inFlight) {
        this.pairs = pairs;
        this.inFlight = inFlight;
        received = new AtomicLongArray((pairs + 1) * STRIDE);
    }

    /**
     * Returns messages a second, the processor time for one in nanoseconds, how many pairs had any meanwhile, messages a
     * second of the median pair, and the share of the busiest pair in percent.
     *
     * @param inFlight messages on their way in each pair
     */
    static double[] measure(BenchSystem system, int pairs, int inFlight, long durationNs) {
        return new Throughput(pairs, inFlight).run(system, durationNs);
    }

    private double[] run(BenchSystem system, long durationNs) {
        List<ActorRef<Ball>> pingers = new ArrayList<>();
        List<ActorRef<Ball>> pongers = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) { // all of one side first: see bench.conf on pairs
            pingers.add(system.spawnPing(player(0)));
        }
        for (int pair = 0; pair < pairs; pair++) {
            pongers.add(system.spawnPong(player((pair + 1) * STRIDE)));
        }
        system.spawnPing(starter(pingers, pongers));
        BenchSystem.pass(durationNs / 4);
        long startNs = System.nanoTime();
        long startCpuNs = system.cpuNs();
        long[] before = receivedByPair();
        BenchSystem.pass(durationNs);
        long[] after = receivedByPair();
        double passedNs = System.nanoTime() - startNs;
        double cpuNs = system.cpuNs() - startCpuNs;
        long[] each = new long[pairs];
        Arrays.setAll(each, pair -> 2 * (after[pair] - before[pair])); // each one received was answered
        Arrays.sort(each);
        long sent = Arrays.stream(each).sum();
        long served = Arrays.stream(each).filter(count -> count > 0).count();
        return new double[] {
            sent * 1e9 / passedNs,
            cpuNs / Math.max(1, sent),
            served,
            each[pairs / 2] * 1e9 / passedNs,
            100.0 * each[pairs - 1] / Math.max(1, sent)
        };
    }

    /**
     * Throws all balls in one go. An actor of the dispatcher and not the main thread, since a fork-join pool would go on
     * with what its own threads queue, and never serve the pairs that the main thread has started.
     */
    private Behavior<Ball> starter(List<ActorRef<Ball>> pingers, List<ActorRef<Ball>> pongers) {
        return Behaviors.setup(context -> {
            for (int ball = 0; ball < inFlight; ball++) {
                for (int pair = 0; pair < pairs; pair++) {
                    pongers.get(pair).tell(new Ball(pingers.get(pair)));
                }
            }
            return Behaviors.stopped();
        });
    }

    private long[] receivedByPair() {
        return IntStream.rangeClosed(1, pairs)
                .mapToLong(pair -> received.getAcquire(pair * STRIDE))
                .toArray();
    }

    /** Sends back what it gets; counts it unless the place is 0. */
    private Behavior<Ball> player(int place) {
        return Behaviors.setup(context -> {
            Ball mine = new Ball(context.getSelf());
            return Behaviors.receiveMessage(ball -> {
                if (place != 0) {
                    received.setRelease(place, received.getPlain(place) + 1);
                }
                ball.sender().tell(mine);
                return Behaviors.same();
            });
        });
    }
}
