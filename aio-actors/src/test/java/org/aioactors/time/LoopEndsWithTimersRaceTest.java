// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Cancellable;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Loops end again and again, because their dispatcher is deserted, while timers on them are armed, expire, are moved
 * and cancelled: none is lost, none runs twice.
 */
@ExtendWith(NoFdLeaks.class)
class LoopEndsWithTimersRaceTest {
    private static final int BURSTS = 60;
    private static final int TIMERS = 20;

    @Test
    void eachTimerRunsOnceOrIsCancelled() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Semaphore ran = new Semaphore(0);
        Random random = new Random(7);
        int cancelled = 0;
        try (TestSystem system = new TestSystem("ends", "loops.shutdown-timeout = 1 ms")) {
            for (int burst = 0; burst < BURSTS; burst++) {
                List<Cancellable> armed = new CopyOnWriteArrayList<>();
                system.onLoop(() -> {
                    for (int i = 0; i < TIMERS; i++) {
                        Duration delay = Duration.ofNanos(1 + random.nextInt(8_000_000));
                        armed.add(system.scheduler()
                                .scheduleOnce(
                                        delay,
                                        () -> {
                                            runs.incrementAndGet();
                                            ran.release();
                                        },
                                        system.loops()));
                    }
                });
                int permits = TIMERS;
                for (int i = 0; i < TIMERS; i += 4) {
                    if (armed.get(i).cancel()) {
                        cancelled++;
                        permits--;
                    }
                }
                assertThat(ran.tryAcquire(permits, 20, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(runs.get() + cancelled).isEqualTo(BURSTS * TIMERS);
    }
}
