// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Scheduler;
import akka.actor.SchedulerException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks for the end are scheduled while it comes: each is refused, or run, once. */
@ExtendWith(NoFdLeaks.class)
class ScheduleDuringCloseRaceTest {
    private static final int ROUNDS = 100;
    private static final int THREADS = 3;

    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger ran = new AtomicInteger();

    @Test
    void nothingIsLost() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            RecordingLog log = new RecordingLog();
            AioScheduler scheduler = new AioScheduler(ConfigFactory.load(), log, Thread::new);
            CountDownLatch begun = new CountDownLatch(THREADS);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Thread thread = new Thread(() -> scheduleUntilRefused(scheduler, begun));
                thread.start();
                threads.add(thread);
            }
            TestSystem.assertDone(begun);
            scheduler.close();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(log.lines).isEmpty();
            assertThat(ran).hasValue(accepted.get());
        }
        assertThat(accepted.get()).isGreaterThanOrEqualTo(ROUNDS * THREADS);
    }

    private void scheduleUntilRefused(AioScheduler scheduler, CountDownLatch begun) {
        Scheduler.TaskRunOnClose atEnd = ran::incrementAndGet;
        while (true) {
            try {
                scheduler.scheduleOnce(Duration.ofHours(1), atEnd, new TestExecutor());
            } catch (IllegalStateException refused) {
                assertThat(refused).hasCauseInstanceOf(SchedulerException.class);
                return;
            }
            accepted.incrementAndGet();
            begun.countDown();
        }
    }
}
