// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.file;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OffLoopTest {
    private static ActorTestKit kit;

    private static final int MAX_WAITING = 2;

    private record Job(Callable<String> work) {}

    private final TestProbe<Object> probe = kit.createTestProbe(Object.class);

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(ConfigFactory.load());
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    /** Tells the probe of what it has accepted, and of each outcome. */
    private ActorRef<Object> worker() {
        Behavior<Object> behavior = Behaviors.setup(context -> {
            OffLoop<Object> offLoop = new OffLoop<>(context, ended -> ended, MAX_WAITING);
            return Behaviors.receive(Object.class)
                    .onMessage(OffLoop.Ended.class, ended -> {
                        offLoop.onEnded(ended);
                        return Behaviors.same();
                    })
                    .onMessage(Job.class, job -> {
                        probe.ref().tell(offLoop.submit(job.work(), outcome -> probe.ref()
                                .tell(outcome)));
                        return Behaviors.same();
                    })
                    .build();
        });
        return kit.spawn(behavior);
    }

    @Test
    void jobs_are_done_one_after_the_other_and_the_actor_goes_on_meanwhile() {
        ActorRef<Object> worker = worker();
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        for (int i = 0; i < 1 + MAX_WAITING; i++) {
            worker.tell(new Job(() -> {
                gate.await();
                int now = atOnce.incrementAndGet();
                Thread.onSpinWait();
                atOnce.decrementAndGet();
                return "with " + now;
            }));
            probe.expectMessage(true);
        }
        worker.tell(new Job(() -> "too many"));
        probe.expectMessage(false);
        gate.countDown();
        for (int i = 0; i < 1 + MAX_WAITING; i++) {
            probe.expectMessage(new OffLoop.Outcome<>("with 1", null));
        }
        worker.tell(new Job(() -> "after that"));
        probe.expectMessage(true);
        probe.expectMessage(new OffLoop.Outcome<>("after that", null));
    }

    @Test
    void no_thread_of_a_loop_does_them() {
        ActorRef<Object> worker = worker();
        worker.tell(new Job(() -> Thread.currentThread().getName()));
        probe.expectMessage(true);
        assertThat((String) probe.expectMessageClass(OffLoop.Outcome.class).result())
                .contains("default-blocking-io-dispatcher");
    }

    @Test
    void what_a_job_throws_is_its_outcome() {
        ActorRef<Object> worker = worker();
        worker.tell(new Job(() -> {
            throw new IOException("no such disk");
        }));
        probe.expectMessage(true);
        assertThat(failure()).hasMessage("no such disk");
        worker.tell(new Job(() -> {
            throw new StackOverflowError("too deep");
        }));
        probe.expectMessage(true);
        assertThat(failure()).hasRootCauseMessage("too deep");
    }

    private Throwable failure() {
        return probe.expectMessageClass(OffLoop.Outcome.class).failure();
    }
}
