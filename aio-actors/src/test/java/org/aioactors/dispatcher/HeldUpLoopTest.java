// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One of two loops is held up by what sleeps without a word: what others ask for is done by whoever has time, and soon. */
class HeldUpLoopTest {
    private static final int CLIENTS = 32;

    /** What computes is relieved after a day, in these tests; what sleeps must not wait for that. */
    private final ActorTestKit kit = ActorTestKit.create(
            "held-up",
            TestConfig.of("two-loops { type = \"" + AioDispatcherConfigurator.class.getName()
                    + "\", aio { threads = 2, stall-relief = 1 d } }"));

    private final AioDispatcher ours =
            (AioDispatcher) kit.system().dispatchers().lookup(selector("two-loops"));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private static DispatcherSelector selector(String path) {
        return DispatcherSelector.fromConfig(path);
    }

    @Test
    void aTaskFromOutsideIsRunByTheOtherLoop() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ours.execute(() -> {
            entered.countDown();
            OneLoop.await(release);
        });
        OneLoop.await(entered);
        for (int i = 0; i < 20; i++) {
            CountDownLatch ran = new CountDownLatch(1);
            ours.execute(ran::countDown);
            OneLoop.await(ran);
        }
        release.countDown();
    }

    /** What was put while nobody had time is not bound to the loop behind whose task it was put. */
    @Test
    void tasksPutWhileBothLoopsWereBusyAreRunByTheOneThatIsFreeFirst() {
        CountDownLatch entered = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch releaseOther = new CountDownLatch(1);
        AtomicBoolean over = new AtomicBoolean();
        ours.execute(() -> {
            entered.countDown();
            try {
                OneLoop.await(release);
            } finally {
                over.set(true);
            }
        });
        ours.execute(() -> {
            entered.countDown();
            OneLoop.await(releaseOther);
        });
        OneLoop.await(entered);
        CountDownLatch all = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            ours.execute(all::countDown);
        }
        releaseOther.countDown();
        OneLoop.await(all);
        assertThat(over).as("the task that holds up its loop has ended").isFalse();
        release.countDown();
    }

    @Test
    void anActorThatRanOnTheLoopLastIsRunByTheOtherOne() {
        List<ActorRef<CountDownLatch>> actors = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            actors.add(kit.spawn(
                    Behaviors.receiveMessage(latch -> {
                        latch.countDown();
                        return Behaviors.same();
                    }),
                    selector("two-loops")));
        }
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ours.execute(() -> {
            entered.countDown();
            OneLoop.await(release);
        });
        OneLoop.await(entered);
        for (int i = 0; i < 10; i++) {
            CountDownLatch all = new CountDownLatch(actors.size());
            actors.forEach(actor -> actor.tell(all));
            OneLoop.await(all);
        }
        release.countDown();
    }

    /** Requests whose handlers sleep without announcing it; stock is Akka's default, with its eight threads. */
    @ParameterizedTest
    @ValueSource(longs = {5, 20, 50})
    void handlersThatSleepAreServedAsFastAsByTheStockDispatcher(long sleepMs) {
        int requests = (int) (CLIENTS * 400 / sleepMs);
        double stockS = serve("akka.actor.default-dispatcher", sleepMs, requests);
        double oursS = serve("two-loops", sleepMs, requests);
        assertThat(oursS).as("seconds, stock needs %s", stockS).isLessThan(stockS / 0.9);
        assertThat(ours.stalls()).isZero();
    }

    /** Has each client make a request when the one before was answered; returns how many seconds that takes. */
    private double serve(String dispatcher, long sleepMs, int requests) {
        CountDownLatch left = new CountDownLatch(requests);
        ExecutorService network = Executors.newSingleThreadExecutor();
        long startNs = System.nanoTime();
        for (int client = 0; client < CLIENTS; client++) {
            ActorRef<Runnable> handler = kit.spawn(
                    Behaviors.receiveMessage(answer -> {
                        sleep(sleepMs);
                        answer.run();
                        return Behaviors.same();
                    }),
                    selector(dispatcher));
            Runnable[] request = new Runnable[1];
            request[0] = () -> handler.tell(() -> {
                left.countDown();
                if (left.getCount() > 0) {
                    network.execute(request[0]);
                }
            });
            network.execute(request[0]);
        }
        OneLoop.await(left);
        long tookNs = System.nanoTime() - startNs;
        network.shutdown();
        return tookNs / 1e9;
    }

    private static void sleep(long ms) {
        long endNs = System.nanoTime() + ms * 1_000_000;
        for (long leftNs = ms * 1_000_000; leftNs > 0; leftNs = endNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }
}
