// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An actor that a thread outside sends a message at exact times: how soon it comes, and what waiting for it costs. */
final class PacedMessages {
    /** When it was sent. */
    private record Paced(long sentNs) {}

    /** A sleep may take this much longer than asked for; the rest of each gap is spun. */
    private static final long OVERSLEEP_NS = TimeUnit.MICROSECONDS.toNanos(200);

    /** So many messages are few for a service, but too few for the compiler: more are sent before. */
    private static final int WARM_UP_PER_SECOND = 10_000;

    private PacedMessages() {}

    /**
     * Returns the median and the 99th percentile of the time from sending to receiving, in nanoseconds; the share of
     * a processor that the dispatcher's threads take meanwhile and when no message comes any more, and that of the
     * whole process then, in percent.
     */
    static double[] measure(BenchSystem system, int perSecond, long durationNs, long idleNs) {
        int messages = messages(perSecond, durationNs);
        send(system, WARM_UP_PER_SECOND, messages(WARM_UP_PER_SECOND, durationNs));
        long startNs = System.nanoTime();
        long startCpuNs = system.cpuNs();
        LongSamples latencies = send(system, perSecond, messages);
        double busy = 100.0 * (system.cpuNs() - startCpuNs) / (System.nanoTime() - startNs);

        long idleStartNs = System.nanoTime();
        long idleCpuNs = system.cpuNs();
        long processCpuNs = Machine.ownCpuNs();
        BenchSystem.pass(idleNs);
        double passedNs = System.nanoTime() - idleStartNs;
        double idle = 100 * (system.cpuNs() - idleCpuNs) / passedNs;
        double process = 100 * (Machine.ownCpuNs() - processCpuNs) / passedNs;
        return new double[] {latencies.median(), latencies.percentile(99), busy, idle, process};
    }

    private static int messages(int perSecond, long durationNs) {
        return (int) Math.max(10, durationNs * perSecond / TimeUnit.SECONDS.toNanos(1));
    }

    /** Sends messages to a new actor; returns how long they took. */
    private static LongSamples send(BenchSystem system, int perSecond, int messages) {
        LongSamples latencies = new LongSamples(messages);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        ActorRef<Paced> receiver = system.spawnPong(Behaviors.receiveMessage(message -> {
            latencies.add(Math.max(0, System.nanoTime() - message.sentNs()));
            if (latencies.count() == messages) {
                done.complete(true);
            }
            return Behaviors.same();
        }));
        long startNs = System.nanoTime();
        for (int i = 1; i <= messages; i++) {
            waitUntil(startNs + TimeUnit.SECONDS.toNanos(i) / perSecond);
            receiver.tell(new Paced(System.nanoTime()));
        }
        system.await(done);
        return latencies;
    }

    private static void waitUntil(long dueNs) {
        long leftNs = dueNs - System.nanoTime();
        while (leftNs > 0) {
            if (leftNs > OVERSLEEP_NS) {
                LockSupport.parkNanos(leftNs - OVERSLEEP_NS);
            } else {
                Thread.onSpinWait();
            }
            leftNs = dueNs - System.nanoTime();
        }
    }
}
