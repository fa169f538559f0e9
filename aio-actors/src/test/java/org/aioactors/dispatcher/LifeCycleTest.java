// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dispatchers and actor systems that come and go leave nothing behind. */
class LifeCycleTest {
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(20);

    private long fdsBefore;

    @BeforeEach
    void countFds() {
        fdsBefore = Eventually.loopFdsOfOthers();
    }

    @AfterEach
    void everyThreadAndFdIsGone() {
        expectNoThreads();
        Eventually.equal("fds", Eventually::loopFds, fdsBefore);
    }

    private static void expectNoThreads() {
        Eventually.equal("threads", () -> Eventually.loopThreads("life"), Set.of());
    }

    /** Answers once and ends. */
    private static Behavior<ActorRef<String>> answerOnce() {
        return Behaviors.receiveMessage(replyTo -> {
            replyTo.tell("answer");
            return Behaviors.stopped();
        });
    }

    @Test
    void aSystemWhollyOnOurDispatcherStartsServesAndTerminates() throws Exception {
        for (int i = 0; i < 50; i++) {
            ActorSystem<ActorRef<String>> system = ActorSystem.create(
                    Behaviors.receiveMessage(replyTo -> {
                        replyTo.tell(Thread.currentThread().getName());
                        return Behaviors.same();
                    }),
                    "life-" + i,
                    TestConfig.aioByDefault("threads = 2"));
            String answer = AskPattern.<ActorRef<String>, String>ask(
                            system, replyTo -> replyTo, ASK_TIMEOUT, system.scheduler())
                    .toCompletableFuture()
                    .get();
            assertThat(Eventually.loopThreads("life-" + i)).contains(answer);
            system.terminate();
            assertThat(system.getWhenTerminated().toCompletableFuture()).succeedsWithin(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aSystemTerminatesWithWorkQueued() {
        ActorSystem<String> system = ActorSystem.create(
                Behaviors.receive((context, message) -> {
                    context.getSelf().tell(message);
                    context.getSelf().tell(message);
                    return Behaviors.same();
                }),
                "life-busy",
                TestConfig.aioByDefault("threads = 2"));
        Executor dispatcher = system.dispatchers().lookup(DispatcherSelector.defaultDispatcher());
        CountDownLatch ran = new CountDownLatch(1_000);
        system.tell("flood");
        for (int i = 0; i < 1_000; i++) {
            dispatcher.execute(ran::countDown);
        }
        system.terminate();
        assertThat(system.getWhenTerminated().toCompletableFuture()).succeedsWithin(30, TimeUnit.SECONDS);
        Eventually.equal("tasks left", ran::getCount, 0L);
    }

    @Test
    void aTaskAfterTheEndOfTheSystemIsRunAndLeavesNoThread() throws Exception {
        ActorSystem<String> system =
                ActorSystem.create(Behaviors.empty(), "life-after", TestConfig.aioByDefault("threads = 2"));
        Executor dispatcher = system.dispatchers().lookup(DispatcherSelector.defaultDispatcher());
        system.terminate();
        assertThat(system.getWhenTerminated().toCompletableFuture()).succeedsWithin(20, TimeUnit.SECONDS);
        for (int i = 0; i < 20; i++) {
            CountDownLatch ran = new CountDownLatch(1);
            dispatcher.execute(ran::countDown);
            assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theThreadsEndWithTheLastActorAndComeBackWithTheNext() {
        ActorTestKit kit = ActorTestKit.create("life-again", dedicated(10));
        try {
            TestProbe<String> probe = kit.createTestProbe();
            for (int i = 0; i < 20; i++) {
                ActorRef<ActorRef<String>> actor = kit.spawn(answerOnce(), DispatcherSelector.fromConfig("ours"));
                actor.tell(probe.ref());
                probe.expectMessage("answer");
                probe.expectTerminated(actor);
                expectNoThreads();
                Eventually.equal("fds", Eventually::loopFds, fdsBefore);
            }
        } finally {
            kit.shutdownTestKit();
        }
    }

    @Test
    void actorsThatComeWhileTheThreadsEndAreServed() throws Exception {
        int users = 4;
        int rounds = 100;
        ActorTestKit kit = ActorTestKit.create("life-race", dedicated(1));
        try {
            CountDownLatch answered = new CountDownLatch(users * rounds);
            List<Thread> threads = IntStream.range(0, users)
                    .mapToObj(user -> new Thread(() -> {
                        TestProbe<String> probe = kit.createTestProbe();
                        for (int i = 0; i < rounds; i++) {
                            ActorRef<ActorRef<String>> actor =
                                    kit.spawn(answerOnce(), DispatcherSelector.fromConfig("ours"));
                            actor.tell(probe.ref());
                            probe.expectMessage("answer");
                            probe.expectTerminated(actor);
                            answered.countDown();
                        }
                    }))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(answered.getCount()).isZero();
        } finally {
            kit.shutdownTestKit();
        }
    }

    @Test
    void shutdownWhileTasksRunLosesNone() throws Exception {
        int tasks = 5_000;
        ActorTestKit kit = ActorTestKit.create("life-tasks", dedicated(1));
        try {
            AioDispatcher dispatcher =
                    (AioDispatcher) kit.system().dispatchers().lookup(DispatcherSelector.fromConfig("ours"));
            CountDownLatch ran = new CountDownLatch(tasks);
            for (int i = 0; i < tasks; i++) {
                dispatcher.execute(ran::countDown);
                if (i % 10 == 0) {
                    dispatcher.shutdown();
                }
                if (i % 100 == 0) {
                    Eventually.equal("tasks", dispatcher::inhabitants, 0L);
                }
            }
            assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            kit.shutdownTestKit();
        }
    }

    private static Config dedicated(int shutdownTimeoutMs) {
        return TestConfig.of("ours { type = \"" + AioDispatcherConfigurator.class.getName() + "\", shutdown-timeout = "
                + shutdownTimeoutMs + " ms, aio.threads = 2 }");
    }
}
