// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.aioactors.aio.AioStats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a dispatcher tells of its loops: exactly what they did, whichever thread did it. */
class LoopMetricsTest {
    private static final int MANY = 1_000;

    private OneLoop loop;
    private TestProbe<String> probe;
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    private void start(String aio) {
        loop = new OneLoop("metrics", aio);
        probe = loop.kit.createTestProbe();
    }

    @AfterEach
    void stop() {
        release.countDown();
        if (loop != null) {
            loop.close();
        }
    }

    private LoopMetrics metrics() {
        return loop.dispatcher().metrics().loops().get(0);
    }

    private void holdUp() {
        loop.<String>spawnDoing(message -> {
                    entered.countDown();
                    OneLoop.await(release);
                })
                .tell("hold up");
        OneLoop.await(entered);
    }

    private void expectServed(ActorRef<String> echo, int messages) {
        for (int i = 0; i < messages; i++) {
            echo.tell("message " + i);
        }
        for (int i = 0; i < messages; i++) {
            probe.expectMessage("message " + i);
        }
    }

    @Test
    void eachMessageIsCountedOnce() {
        start("stall-relief = off");
        List<ActorRef<String>> echoes = IntStream.range(0, 3)
                .mapToObj(i -> loop.<String>spawnDoing(probe.ref()::tell))
                .toList();
        assertThat(metrics().messages()).isZero();
        echoes.forEach(echo -> expectServed(echo, MANY));
        assertThat(metrics().messages()).isEqualTo(3L * MANY);
        assertThat(metrics().tasks()).isZero();
    }

    @Test
    void soAreThoseThatReliefThreadsHandle() {
        start("stall-relief = 10 ms, stall-report = 10 ms");
        ActorRef<String> echo = loop.spawnDoing(probe.ref()::tell);
        holdUp();
        expectServed(echo, MANY);
        assertThat(metrics().messages()).isEqualTo(MANY + 1L);
        release.countDown();
        expectServed(echo, MANY);
        assertThat(metrics().messages()).isEqualTo(2L * MANY + 1);
    }

    @Test
    void eachTaskIsCountedOnceOnWhicheverThread() {
        start("stall-relief = 10 ms, stall-report = 10 ms");
        runTasks();
        assertThat(metrics().tasks()).isEqualTo(MANY);
        holdUp();
        runTasks();
        assertThat(metrics().tasks()).isEqualTo(2L * MANY);
        assertThat(metrics().messages()).isOne();
    }

    private void runTasks() {
        CountDownLatch ran = new CountDownLatch(MANY);
        for (int i = 0; i < MANY; i++) {
            loop.dispatcher().execute(ran::countDown);
        }
        OneLoop.await(ran);
    }

    @Test
    void theQueueDepthIsWhatWaitedAtTheBeginningOfTheTurn() {
        start("stall-relief = off, mailboxes-per-turn = 1");
        List<ActorRef<String>> actors = IntStream.range(0, 100)
                .mapToObj(i -> loop.<String>spawnDoing(
                        message -> probe.ref().tell("depth " + metrics().queueDepth())))
                .toList();
        runTasks(); // behind the actors, which begin before: a depth of 0 alone may mean that the thread has not
        Eventually.equal(
                "queue depth when all actors have begun", () -> metrics().queueDepth(), 0);
        actors.get(0).tell("start");
        probe.expectMessage("depth 1");
        holdUp();
        actors.forEach(actor -> actor.tell("look"));
        release.countDown();
        for (int depth = actors.size(); depth > 0; depth--) {
            probe.expectMessage("depth " + depth);
        }
        Eventually.equal("queue depth of a loop that rests", () -> metrics().queueDepth(), 0);
    }

    @Test
    void aLoopThatIsHeldUpIsStalled() {
        start("stall-relief = 10 ms, stall-report = 10 ms");
        assertThat(metrics().stalled()).isFalse();
        holdUp();
        Eventually.equal("stalled", () -> metrics().stalled(), true);
        Eventually.equal("noticed", () -> loop.dispatcher().metrics().stalls() > 0, true);
        release.countDown();
        Eventually.equal("stalled", () -> metrics().stalled(), false);
    }

    @Test
    void whatItsContextCountsIsTold() {
        start("stall-relief = off, polling.max = off");
        assertThat(metrics().context()).isEqualTo(AioStats.ZERO);
        ActorRef<String> echo = loop.spawnDoing(probe.ref()::tell);
        for (int i = 0; i < 10; i++) {
            expectServed(echo, 1);
            Eventually.equal("asleep", () -> Eventually.isAsleep("metrics-one-loo"), true);
        }
        AioStats stats = metrics().context();
        assertThat(stats.turns()).isPositive();
        assertThat(stats.waits()).isPositive();
        assertThat(stats.wakeUps()).isPositive().isLessThanOrEqualTo(stats.waits());
        assertThat(stats.busyPollHits() + stats.busyPollMisses()).isZero();
    }

    @Test
    void noFigureGoesBackWhenTheThreadEndsAndAnotherOneStarts() {
        ActorTestKit kit = ActorTestKit.create(
                "restart",
                TestConfig.of("ours { type = \"" + AioDispatcherConfigurator.class.getName()
                        + "\", shutdown-timeout = 1 ms, aio.threads = 1 }"));
        try {
            DispatcherSelector ours = DispatcherSelector.fromConfig("ours");
            AioLoop restarting = ((AioDispatcher) kit.system().dispatchers().lookup(ours))
                    .loops()
                    .get(0);
            TestProbe<String> answers = kit.createTestProbe();
            AioStats before = AioStats.ZERO;
            for (int round = 1; round <= 10; round++) {
                ActorRef<String> actor = kit.spawn(
                        Behaviors.receiveMessage(message -> {
                            answers.ref().tell(message);
                            return Behaviors.stopped();
                        }),
                        ours);
                actor.tell("answer");
                answers.expectMessage("answer");
                answers.expectTerminated(actor);
                assertNotBefore(before, restarting.metrics().context());
                Eventually.equal("threads", () -> Eventually.loopThreads("restart"), Set.of());
                AioStats after = restarting.metrics().context();
                assertNotBefore(before, after);
                assertThat(after.turns()).isGreaterThan(before.turns());
                assertThat(after.pollNs()).isZero();
                assertThat(restarting.metrics().messages()).isEqualTo(round);
                before = after;
            }
        } finally {
            kit.shutdownTestKit();
        }
    }

    private static void assertNotBefore(AioStats before, AioStats after) {
        assertThat(after.turns()).isGreaterThanOrEqualTo(before.turns());
        assertThat(after.waits()).isGreaterThanOrEqualTo(before.waits());
        assertThat(after.busyPollHits()).isGreaterThanOrEqualTo(before.busyPollHits());
        assertThat(after.busyPollMisses()).isGreaterThanOrEqualTo(before.busyPollMisses());
        assertThat(after.wakeUps()).isGreaterThanOrEqualTo(before.wakeUps());
    }
}
