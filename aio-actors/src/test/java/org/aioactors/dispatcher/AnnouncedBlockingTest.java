// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.dispatch.Futures;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.concurrent.Await;
import scala.concurrent.ExecutionContextExecutor;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.concurrent.duration.Duration;

/** What announces through Scala's BlockContext that it blocks is relieved at once, without a watchdog. */
class AnnouncedBlockingTest {
    private final OneLoop loop = new OneLoop("announced", "stall-relief = off");
    private final TestProbe<String> probe = loop.kit.createTestProbe();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void stop() {
        release.countDown();
        assertThat(loop.dispatcher().stalls()).isZero();
        assertThat(Eventually.threads("announced-one-loop-watchdog")).isEmpty();
        loop.close();
    }

    private static <T> T await(Future<T> future) {
        try {
            return Await.result(future, Duration.create("40 s"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void awaitOfATaskOfTheOwnDispatcherEnds() {
        ExecutionContextExecutor own = loop.dispatcher();
        loop.<String>spawnDoing(message -> probe.ref().tell(await(Futures.future(() -> "computed", own))))
                .tell("await");
        probe.expectMessage("computed");
        assertThat(loop.dispatcher().announcedBlocks()).isOne();
    }

    @Test
    void awaitWithinAwaitWithinAwaitEnds() {
        ExecutionContextExecutor own = loop.dispatcher();
        loop.<Integer>spawnDoing(depth -> probe.ref().tell("sum " + await(Futures.future(() -> sum(depth, own), own))))
                .tell(40);
        probe.expectMessage("sum 820");
    }

    private static int sum(int number, ExecutionContextExecutor own) {
        return number == 0 ? 0 : number + await(Futures.future(() -> sum(number - 1, own), own));
    }

    @Test
    void anActorMayAwaitTheAnswerOfItsNeighbour() {
        Promise<String> answer = Futures.promise();
        ActorRef<String> neighbour = loop.spawnDoing(answer::success);
        loop.<String>spawnDoing(message -> {
                    neighbour.tell("answered");
                    probe.ref().tell(await(answer.future()));
                })
                .tell("ask");
        probe.expectMessage("answered");
    }

    @Test
    void fiftyActorsThatAllBlockAtOnceHoldUpNobody() {
        CountDownLatch allEntered = new CountDownLatch(50);
        ActorRef<String> other = loop.spawnDoing(probe.ref()::tell);
        List<ActorRef<String>> blocking = IntStream.range(0, 50)
                .mapToObj(i -> loop.<String>spawnDoing(message -> {
                    allEntered.countDown();
                    OneLoop.awaitAnnounced(release);
                    probe.ref().tell(message);
                }))
                .toList();
        blocking.forEach(actor -> actor.tell("released"));
        OneLoop.await(allEntered);
        other.tell("served");
        probe.expectMessage("served");
        assertThat(loop.dispatcher().announcedBlocks()).isEqualTo(50);
        release.countDown();
        for (int i = 0; i < 50; i++) {
            probe.expectMessage("released");
        }
    }

    @Test
    void anActorThatBlocksOftenIsRelievedEachTime() {
        ActorRef<String> other = loop.spawnDoing(probe.ref()::tell);
        ActorRef<CountDownLatch> blocking = loop.spawnDoing(OneLoop::awaitAnnounced);
        for (int i = 0; i < 200; i++) {
            CountDownLatch latch = new CountDownLatch(1);
            blocking.tell(latch);
            other.tell("served " + i);
            probe.expectMessage("served " + i);
            latch.countDown();
        }
    }

    @Test
    void blockingOutsideAnActorOfTheLoopIsNobodysConcern() {
        release.countDown();
        CountDownLatch done = new CountDownLatch(1);
        new Thread(() -> {
                    await(Futures.successful("there"));
                    done.countDown();
                })
                .start();
        OneLoop.await(done);
        assertThat(loop.dispatcher().announcedBlocks()).isZero();
    }

    @Test
    void theOwnThreadTakesNoMoreMessagesOfTheOneThatHeldItUp() {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch ranAtHome = new CountDownLatch(1);
        ActorRef<String> blocking = loop.spawnDoing(message -> {
            if (message.equals("first")) {
                AioLoop.current().execute(ranAtHome::countDown);
                OneLoop.awaitAnnounced(told);
            } else {
                OneLoop.await(ranAtHome); // in vain on the own thread
            }
            probe.ref().tell(message);
        });
        List<String> messages = List.of("first", "second", "third", "fourth"); // fewer than throughput
        messages.forEach(blocking::tell);
        told.countDown();
        messages.forEach(probe::expectMessage);
    }
}
