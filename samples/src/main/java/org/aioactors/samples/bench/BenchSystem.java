// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.SpawnProtocol;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.Patterns;
import com.typesafe.config.Config;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * An actor system for one measurement of one pair of dispatchers; with it, all of their threads come and go. Its actors are
 * children of another one, as an application's are: those at the top take longer for each message.
 */
final class BenchSystem implements AutoCloseable {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** How many there were: thread names must tell them apart. The main thread's. */
    private static int created;

    private final DispatcherPair dispatchers;
    private final ActorSystem<SpawnProtocol.Command> system;

    /** How long to wait for anything that is to happen; then something is wrong. */
    private final Duration patience;

    BenchSystem(Config config, DispatcherPair dispatchers) {
        this.dispatchers = dispatchers;
        patience = config.getDuration("bench.patience");
        created++;
        system = ActorSystem.create(SpawnProtocol.create(), "pingpong" + created, config);
    }

    /** The actor system itself. */
    ActorSystem<?> actorSystem() {
        return system;
    }

    Duration patience() {
        return patience;
    }

    /** An actor on the first dispatcher. */
    <T> ActorRef<T> spawnPing(Behavior<T> behavior) {
        return spawn(behavior, dispatchers.ping());
    }

    /** An actor on the second dispatcher. */
    <T> ActorRef<T> spawnPong(Behavior<T> behavior) {
        return spawn(behavior, dispatchers.pong());
    }

    private <T> ActorRef<T> spawn(Behavior<T> behavior, String dispatcher) {
        CompletionStage<ActorRef<T>> spawned = AskPattern.ask(
                system,
                replyTo -> new SpawnProtocol.Spawn<>(behavior, "", DispatcherSelector.fromConfig(dispatcher), replyTo),
                patience,
                system.scheduler());
        return await(spawned.toCompletableFuture());
    }

    /** Processor time of the threads that the two dispatchers have now, in nanoseconds. */
    long cpuNs() {
        long sumNs = 0;
        for (Thread thread : threads()) {
            if (isOf(thread, dispatchers.ping()) || isOf(thread, dispatchers.pong())) {
                sumNs += Math.max(0, THREADS.getThreadCpuTime(thread.getId())); // -1: it has just ended
            }
        }
        return sumNs;
    }

    private boolean isOf(Thread thread, String dispatcher) {
        return thread.getName().startsWith(system.name() + "-" + dispatcher + "-");
    }

    private static List<Thread> threads() {
        Thread[] found = new Thread[2 * Thread.activeCount() + 16];
        Thread.enumerate(found);
        return Arrays.stream(found).filter(Objects::nonNull).toList();
    }

    /** Waits for so long. */
    static void pass(long durationNs) {
        long endNs = System.nanoTime() + durationNs;
        for (long leftNs = durationNs; leftNs > 0; leftNs = endNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }

    /** Stops an actor once it has handled what it was sent before, and waits until it and its children are gone. */
    void stop(ActorRef<?> actor) {
        await(Patterns.gracefulStop(Adapter.toClassic(actor), patience).toCompletableFuture());
    }

    /** Waits for what an actor completes. */
    <T> T await(CompletableFuture<T> done) {
        try {
            return done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "the actors did not end within " + patience.toMillis() + " ms, or failed", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while a measurement was going on", cause);
    }

    /** Ends the system, and returns when its threads have ended: some of them spin, and would disturb what comes next. */
    @Override
    public void close() {
        system.terminate();
        await(system.getWhenTerminated().toCompletableFuture());
        try {
            for (Thread thread : threads()) {
                if (thread.getName().startsWith(system.name() + "-")) {
                    thread.join(patience.toMillis());
                }
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }
}
