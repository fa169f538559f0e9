// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An actor or a task that keeps the one loop without a word: the others go on. */
class StallReliefTest {
    private OneLoop loop;
    private TestProbe<String> probe;
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void start() {
        loop = new OneLoop("stall", "stall-relief = 10 ms, stall-report = 10 ms");
        probe = loop.kit.createTestProbe();
    }

    @AfterEach
    void stop() {
        release.countDown();
        loop.close();
    }

    private ActorRef<String> spawnEcho() {
        return loop.spawnDoing(probe.ref()::tell);
    }

    private ActorRef<String> holdUp() {
        ActorRef<String> blocking = loop.spawnDoing(message -> {
            entered.countDown();
            OneLoop.await(release);
            probe.ref().tell(message + " after the stall");
        });
        blocking.tell("went on");
        OneLoop.await(entered);
        return blocking;
    }

    private void expectServed(ActorRef<String> actor) {
        for (int i = 0; i < 100; i++) {
            actor.tell("served " + i);
            probe.expectMessage("served " + i);
        }
    }

    @Test
    void actorsGoOnWhileOneWaitsForALatch() {
        ActorRef<String> other = spawnEcho();
        ActorRef<String> blocking = holdUp();
        expectServed(other);
        Eventually.equal("noticed", () -> loop.dispatcher().stalls() > 0, true);
        blocking.tell("once more");
        release.countDown();
        probe.expectMessage("went on after the stall");
        probe.expectMessage("once more after the stall");
        expectServed(other);
    }

    @Test
    void actorsGoOnWhileOneComputesForEver() {
        AtomicBoolean enough = new AtomicBoolean();
        ActorRef<String> other = spawnEcho();
        loop.<String>spawnDoing(message -> {
                    entered.countDown();
                    while (!enough.get()) {
                        Thread.onSpinWait();
                    }
                })
                .tell("compute");
        OneLoop.await(entered);
        expectServed(other);
        enough.set(true);
        expectServed(other);
        Eventually.equal("noticed", () -> loop.dispatcher().stalls() > 0, true);
    }

    @Test
    void tasksGoOn() {
        holdUp();
        for (int i = 0; i < 100; i++) {
            CountDownLatch ran = new CountDownLatch(1);
            loop.dispatcher().execute(ran::countDown);
            OneLoop.await(ran);
        }
    }

    @Test
    void whatWasQueuedBeforeTheStallGoesOn() {
        ActorRef<String> other = spawnEcho();
        loop.<String>spawnDoing(message -> {
                    other.tell("told before");
                    loop.dispatcher().execute(() -> probe.ref().tell("queued before"));
                    OneLoop.await(release);
                })
                .tell("tell, then block");
        assertThat(List.of(probe.receiveMessage(), probe.receiveMessage()))
                .containsExactlyInAnyOrder("told before", "queued before");
    }

    @Test
    void whatTheCulpritTellsWhileItIsRelievedArrives() {
        ActorRef<String> other = spawnEcho();
        CountDownLatch relieved = new CountDownLatch(1);
        loop.<String>spawnDoing(message -> {
                    OneLoop.await(relieved);
                    for (int i = 0; i < 100; i++) {
                        other.tell("told late " + i);
                    }
                    OneLoop.await(release);
                })
                .tell("block, tell, block");
        expectServed(other);
        relieved.countDown();
        for (int i = 0; i < 100; i++) {
            probe.expectMessage("told late " + i);
        }
    }

    @Test
    void newActorsStart() {
        holdUp();
        for (int i = 0; i < 20; i++) {
            expectServed(spawnEcho());
        }
    }

    @Test
    void fiftyActorsThatAllBlockAtOnceHoldUpNobody() {
        CountDownLatch allEntered = new CountDownLatch(50);
        ActorRef<String> other = spawnEcho();
        List<ActorRef<String>> blocking = IntStream.range(0, 50)
                .mapToObj(i -> loop.<String>spawnDoing(message -> {
                    allEntered.countDown();
                    OneLoop.await(release);
                    probe.ref().tell(message);
                }))
                .toList();
        blocking.forEach(actor -> actor.tell("released"));
        OneLoop.await(allEntered);
        expectServed(other);
        Eventually.equal("noticed", () -> loop.dispatcher().stalls() > 40, true);
        release.countDown();
        for (int i = 0; i < 50; i++) {
            probe.expectMessage("released");
        }
        expectServed(other);
    }

    @Test
    void supervisionGoesOnWhileTheLoopIsRelieved() {
        holdUp();
        AtomicInteger starts = new AtomicInteger();
        Behavior<String> failing = Behaviors.supervise(Behaviors.<String>setup(context -> {
                    probe.ref().tell("start " + starts.incrementAndGet());
                    return Behaviors.receiveMessage(message -> {
                        throw new IllegalStateException("planted");
                    });
                }))
                .onFailure(SupervisorStrategy.restart().withLoggingEnabled(false));
        ActorRef<String> actor = loop.spawn(failing);
        probe.expectMessage("start 1");
        for (int i = 2; i < 20; i++) {
            actor.tell("fail");
            probe.expectMessage("start " + i);
        }
        ActorRef<String> mortal = loop.spawn(Behaviors.receiveMessage(message -> Behaviors.stopped()));
        mortal.tell("die");
        probe.expectTerminated(mortal);
    }

    @Test
    void theCulpritItselfMayFailAndRestartAfterwards() {
        ActorRef<String> other = spawnEcho();
        ActorRef<String> culprit = loop.spawn(Behaviors.supervise(Behaviors.<String>setup(context -> {
                    probe.ref().tell("start");
                    return Behaviors.receiveMessage(message -> {
                        OneLoop.await(release);
                        throw new IllegalStateException("planted");
                    });
                }))
                .onFailure(SupervisorStrategy.restart().withLoggingEnabled(false)));
        probe.expectMessage("start");
        culprit.tell("block");
        expectServed(other);
        release.countDown();
        probe.expectMessage("start");
        expectServed(other);
    }

    @Test
    void theSystemTerminatesWhenTheCulpritIsDoneAndNothingIsLost() {
        CountDownLatch ran = new CountDownLatch(1_000);
        List<ActorRef<String>> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(loop.spawnDoing(message -> ran.countDown()));
        }
        AioDispatcher dispatcher = loop.dispatcher();
        holdUp();
        for (int i = 0; i < 90; i++) {
            others.forEach(other -> other.tell("count"));
        }
        Eventually.equal("left", ran::getCount, 100L);
        loop.kit.system().terminate();
        for (int i = 0; i < 100; i++) {
            dispatcher.execute(ran::countDown);
        }
        OneLoop.await(ran);
        assertThat(loop.kit.system().getWhenTerminated().toCompletableFuture()).isNotDone();
        release.countDown();
        assertThat(loop.kit.system().getWhenTerminated().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void aLoopThatSleepsOrIsBusyWithShortRunsIsNoStall() {
        loop.close();
        loop = new OneLoop(
                "patient",
                "stall-relief = 400 ms, stall-report = 400 ms"); // long, since a busy machine makes short runs long
        probe = loop.kit.createTestProbe();
        ActorRef<String> other = spawnEcho();
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < Duration.ofSeconds(1).toNanos()) {
            expectServed(other);
        }
        probe.expectNoMessage(Duration.ofSeconds(1));
        expectServed(other);
        assertThat(loop.dispatcher().stalls()).isZero();
        assertThat(loop.dispatcher().reliefThreads()).isZero();
    }
}
