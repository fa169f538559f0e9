// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bottom halves scheduled, cancelled and closed by many threads at once: nothing is lost and nothing comes twice. */
class BottomHalfRaceTest extends RaceTest {
    private static final int THREADS = 4;
    private static final int HANDOFFS = 3_000;

    @ParameterizedTest
    @EnumSource
    void eachScheduleIsFollowedByARun(Loop loop) {
        AioContext context = start(loop).context();
        AtomicInteger handoffs = new AtomicInteger();
        inParallel(THREADS, number -> {
            AtomicInteger wanted = new AtomicInteger();
            AtomicInteger seen = new AtomicInteger();
            try (BottomHalf own = context.newBottomHalf("own", () -> seen.set(wanted.get()))) {
                for (int i = 1; i <= HANDOFFS; i++) {
                    wanted.set(i);
                    own.schedule();
                    if (i % 4 == 0) {
                        int expected = i;
                        await(() -> seen.get() == expected);
                        handoffs.incrementAndGet();
                    }
                }
                await(() -> seen.get() == HANDOFFS);
            }
        });
        assertThat(handoffs).hasValue(THREADS * HANDOFFS / 4);
    }

    @ParameterizedTest
    @EnumSource
    void oneshotsOfAThreadRunOnceEachAndInOrder(Loop loop) {
        AioContext context = start(loop).context();
        int[] next = new int[THREADS]; // home thread only
        CountDownLatch left = new CountDownLatch(THREADS * HANDOFFS);
        inParallel(THREADS, number -> {
            for (int i = 0; i < HANDOFFS; i++) {
                int expected = i;
                context.scheduleOneshot("oneshot", () -> {
                    assertThat(next[number]).isEqualTo(expected);
                    next[number]++;
                    left.countDown();
                });
            }
        });
        await(left);
    }

    @ParameterizedTest
    @EnumSource
    void oneBottomHalfSharedByAllThreadsRunsAfterEachSchedule(Loop loop) {
        AioContext context = start(loop).context();
        AtomicInteger wanted = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        try (BottomHalf shared = context.newBottomHalf("shared", () -> seen.set(wanted.get()))) {
            inParallel(THREADS, number -> {
                for (int i = 0; i < HANDOFFS; i++) {
                    int atLeast = wanted.incrementAndGet();
                    if (i % 2 == 0) {
                        shared.schedule();
                    } else {
                        shared.scheduleIdle();
                    }
                    await(() -> seen.get() >= atLeast);
                }
            });
        }
        assertThat(seen).hasValue(THREADS * HANDOFFS);
    }

    @ParameterizedTest
    @EnumSource
    void closedOnesDoNotRunWhateverElseIsGoingOn(Loop loop) {
        AioContext context = start(loop).context();
        inParallel(THREADS, number -> {
            for (int i = 0; i < HANDOFFS / 20; i++) {
                AtomicBoolean over = new AtomicBoolean();
                AtomicInteger schedules = new AtomicInteger();
                AtomicInteger runs = new AtomicInteger();
                BottomHalf victim = context.newBottomHalf("victim", () -> {
                    assertThat(over).as("ran after it was closed").isFalse();
                    assertThat(runs.incrementAndGet()).isLessThanOrEqualTo(schedules.get());
                });
                for (int j = ThreadLocalRandom.current().nextInt(20); j > 0; j--) {
                    if (j % 3 == 0) {
                        victim.cancel();
                    } else {
                        schedules.incrementAndGet();
                        victim.schedule();
                    }
                }
                victim.close();
                awaitTurnOf(context); // a run that had begun is over now
                over.set(true);
                victim.schedule();
            }
        });
        awaitTurnOf(context);
    }
}
