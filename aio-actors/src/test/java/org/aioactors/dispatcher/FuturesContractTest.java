// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import akka.actor.CoordinatedShutdown;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.dispatch.Futures;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import scala.concurrent.ExecutionContextExecutor;
import scala.jdk.javaapi.FutureConverters;

/** The dispatcher as an executor of tasks and futures, and what Akka builds of futures and time. */
class FuturesContractTest extends DispatcherContract {
    private static ExecutionContextExecutor dispatcher() {
        return kit.system().executionContext();
    }

    private static void expectZero(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void everyTaskRunsOnce() throws Exception {
        int tasks = 20_000;
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            dispatcher().execute(() -> {
                runs.incrementAndGet();
                done.countDown();
            });
        }
        expectZero(done);
        loopOf(kit.spawn(doing()));
        assertThat(runs).hasValue(tasks);
    }

    @Test
    void tasksMayStartTasks() throws Exception {
        CountDownLatch leaves = new CountDownLatch(1 << 12);
        grow(12, leaves);
        expectZero(leaves);
    }

    private static void grow(int height, CountDownLatch leaves) {
        if (height == 0) {
            leaves.countDown();
        } else {
            dispatcher().execute(() -> grow(height - 1, leaves));
            dispatcher().execute(() -> grow(height - 1, leaves));
        }
    }

    @Test
    void tasksOfOneLoopRunInOrder() throws Exception {
        assumeTrue(loops == 1 || stealing.equals("off"), "no other loop takes some of them");
        CompletableFuture<List<Integer>> done = new CompletableFuture<>();
        ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
        dispatcher().execute(() -> {
            for (int i = 0; i < 100; i++) {
                int number = i;
                dispatcher().execute(() -> order.add(number));
            }
            dispatcher().execute(() -> done.complete(List.copyOf(order)));
        });
        assertThat(done.get(30, TimeUnit.SECONDS)).isSorted().hasSize(100);
    }

    @Test
    void futuresAreChainedAcrossThreads() throws Exception {
        CompletableFuture<Integer> java = CompletableFuture.completedFuture(0);
        scala.concurrent.Future<Integer> scala = Futures.successful(0);
        for (int i = 0; i < 2_000; i++) {
            java = java.thenApplyAsync(n -> n + 1, dispatcher());
            scala = scala.map(n -> n + 1, dispatcher())
                    .flatMap(n -> Futures.future(() -> n, dispatcher()), dispatcher());
        }
        assertThat(java.get(30, TimeUnit.SECONDS)).isEqualTo(2_000);
        assertThat(FutureConverters.asJava(scala).toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isEqualTo(2_000);
    }

    @Test
    void futuresArePipedToTheActorThatAsked() {
        TestProbe<String> probe = kit.createTestProbe();
        ActorRef<String> actor = kit.spawn(Behaviors.receive((context, message) -> {
            if (message.startsWith("compute ")) {
                AioLoop here = AioLoop.current();
                context.pipeToSelf(
                        CompletableFuture.supplyAsync(() -> message.substring(8), dispatcher()),
                        (value, failure) -> AioLoop.current() == null ? "nowhere" : value);
                assertThat(here.currentMailbox()).isNotNull();
            } else {
                probe.ref().tell(message);
            }
            return Behaviors.same();
        }));
        for (int i = 0; i < 500; i++) {
            actor.tell("compute " + i);
        }
        Set<Object> answers = new java.util.HashSet<>(probe.receiveSeveralMessages(500, PATIENCE));
        assertThat(answers).hasSize(500).doesNotContain("nowhere");
    }

    @Test
    void anAskIsAnsweredOrTimesOut() {
        ActorRef<ActorRef<Integer>> answering = kit.spawn(Behaviors.receiveMessage(replyTo -> {
            replyTo.tell(42);
            return Behaviors.same();
        }));
        ActorRef<ActorRef<Integer>> silent = kit.spawn(Behaviors.ignore());
        for (int i = 0; i < 100; i++) {
            assertThat(AskPattern.<ActorRef<Integer>, Integer>ask(
                                    answering, replyTo -> replyTo, PATIENCE, kit.scheduler())
                            .toCompletableFuture())
                    .succeedsWithin(PATIENCE)
                    .isEqualTo(42);
        }
        assertThat(AskPattern.<ActorRef<Integer>, Integer>ask(
                                silent, replyTo -> replyTo, Duration.ofMillis(20), kit.scheduler())
                        .toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void timersFireAreReplacedAndCancelled() {
        TestProbe<String> probe = kit.createTestProbe();
        kit.<String>spawn(Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay("tick", "tick", Duration.ofMillis(2));
            timers.startSingleTimer("replaced", "old", Duration.ofMillis(1));
            timers.startSingleTimer("replaced", "new", Duration.ofMillis(40));
            timers.startSingleTimer("cancelled", "never", Duration.ofMillis(1));
            timers.cancel("cancelled");
            int[] ticks = new int[1];
            return Behaviors.receiveMessage(message -> {
                if (!message.equals("tick")) {
                    probe.ref().tell(message);
                } else if (++ticks[0] == 10) {
                    timers.cancel("tick");
                    probe.ref().tell("ten ticks");
                } else if (ticks[0] > 10) {
                    probe.ref().tell("eleventh tick");
                }
                return Behaviors.same();
            });
        }));
        assertThat(List.of(probe.receiveMessage(PATIENCE), probe.receiveMessage(PATIENCE)))
                .containsExactlyInAnyOrder("ten ticks", "new");
        probe.expectNoMessage(Duration.ofMillis(20));
    }

    @Test
    void aCoordinatedShutdownRunsItsTasksByPhase() {
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.empty(), "contract-shutdown", TestConfig.aioByDefault(aio(loops, stealing, monitor)));
        ConcurrentLinkedQueue<String> phases = new ConcurrentLinkedQueue<>();
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
        for (String phase : List.of(
                CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
                CoordinatedShutdown.PhaseServiceStop(),
                CoordinatedShutdown.PhaseBeforeServiceUnbind())) {
            shutdown.addTask(
                    phase,
                    "note " + phase,
                    () -> CompletableFuture.supplyAsync(
                            () -> {
                                phases.add(phase);
                                return akka.Done.getInstance();
                            },
                            system.executionContext()));
        }
        assertThat(shutdown.runAll(CoordinatedShutdown.unknownReason()).toCompletableFuture())
                .succeedsWithin(PATIENCE);
        assertThat(system.getWhenTerminated().toCompletableFuture()).succeedsWithin(PATIENCE);
        assertThat(phases).containsExactly("before-service-unbind", "service-stop", "before-actor-system-terminate");
    }
}
