// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The controller of adaptive busy polling: S48 as a table, and what holds for all numbers. */
class AdaptivePollTimeTest {
    private static final int SAMPLES = 100_000;

    private static long next(long maxNs, long grow, long shrink, long pollNs, long blockNs) {
        return AdaptivePollTime.next(new PollParams(maxNs, grow, shrink), pollNs, blockNs);
    }

    @ParameterizedTest(name = "max {0}, grow {1}, shrink {2}: {3} after a block of {4} becomes {5}")
    @CsvSource({
        // an event within the present time
        "32768, 0, 0, 4000, 0, 4000",
        "32768, 0, 0, 4000, 4000, 4000",
        "32768, 0, 0, 0, 0, 0",
        "32768, 0, 0, 32768, 32768, 32768",
        // a little more would have caught it
        "32768, 0, 0, 0, 1, 4000",
        "32768, 0, 0, 4000, 4001, 8000",
        "32768, 2, 0, 4000, 4001, 8000",
        "32768, 3, 0, 4000, 4001, 12000",
        "32768, 0, 0, 16384, 16385, 32768",
        "32768, 0, 0, 20000, 20001, 32768",
        "3000, 0, 0, 0, 1, 3000",
        "32768, 2147483647, 0, 20000, 20001, 32768",
        "9223372036854775807, 2147483647, 0, 9223372036854775800, 9223372036854775801, 9223372036854775807",
        "32768, 9223372036854775807, 0, 20000, 20001, 32768",
        "32768, 4611686018427387904, 0, 4, 5, 32768",
        // 1 freezes it, but for the first step
        "32768, 1, 0, 4000, 4001, 4000",
        "32768, 1, 0, 0, 1, 4000",
        // exactly the maximum
        "32768, 0, 0, 8000, 32768, 8000",
        "32768, 0, 0, 0, 32768, 0",
        // later than polling may ever wait
        "32768, 0, 0, 8000, 32769, 0",
        "32768, 0, 1, 8000, 32769, 8000",
        "32768, 0, 2, 8000, 32769, 4000",
        "32768, 0, 3, 8000, 32769, 2666",
        "32768, 0, 9000, 8000, 32769, 0",
        "32768, 0, 9223372036854775807, 8000, 32769, 0",
        "32768, 0, 0, 0, 32769, 0",
        // off
        "0, 0, 0, 0, 0, 0",
        "0, 0, 0, 0, 1, 0",
    })
    void theTable(long maxNs, long grow, long shrink, long pollNs, long blockNs, long expectedNs) {
        assertThat(next(maxNs, grow, shrink, pollNs, blockNs)).isEqualTo(expectedNs);
    }

    @Test
    void itStaysBetweenZeroAndTheMaximum() {
        Random random = new Random(1);
        for (int i = 0; i < SAMPLES; i++) {
            PollParams params = randomParams(random);
            long pollNs = params.maxNs() == 0 ? 0 : random.nextLong(params.maxNs() + 1);
            long blockNs = random.nextLong(params.maxNs() * 2 + 2);
            assertThat(AdaptivePollTime.next(params, pollNs, blockNs))
                    .as("%s, pollNs=%d, blockNs=%d", params, pollNs, blockNs)
                    .isBetween(0L, params.maxNs());
        }
    }

    @Test
    void itNeverShrinksForEventsWithinTheMaximumAndNeverGrowsForLaterOnes() {
        Random random = new Random(2);
        for (int i = 0; i < SAMPLES; i++) {
            PollParams params = randomParams(random);
            long pollNs = random.nextLong(params.maxNs() + 1);
            long blockNs = random.nextLong(params.maxNs() * 2 + 2);
            long nextNs = AdaptivePollTime.next(params, pollNs, blockNs);
            if (blockNs <= params.maxNs()) {
                assertThat(nextNs).isGreaterThanOrEqualTo(pollNs);
            } else {
                assertThat(nextNs).isLessThanOrEqualTo(pollNs);
            }
        }
    }

    @Test
    void eventsAtAConstantIntervalBelowTheMaximumAreCaughtAfterAFewTurns() {
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            PollParams params = new PollParams(1 + random.nextInt(1_000_000), random.nextInt(2) * 2, random.nextInt(3));
            long intervalNs = random.nextLong(params.maxNs());
            long pollNs = 0;
            for (int turn = 0; turn < 20 && pollNs < intervalNs; turn++) {
                pollNs = AdaptivePollTime.next(params, pollNs, intervalNs);
            }
            assertThat(pollNs).as("%s, intervalNs=%d", params, intervalNs).isGreaterThanOrEqualTo(intervalNs);
            assertThat(AdaptivePollTime.next(params, pollNs, intervalNs)).isEqualTo(pollNs);
        }
    }

    @Test
    void eventsThatComeTooLateTurnItOffUnlessShrinkingIsFrozen() {
        for (int shrink : new int[] {0, 2, 3, 100}) {
            long pollNs = 32_768;
            for (int turn = 0; turn < 20; turn++) {
                pollNs = next(32_768, 0, shrink, pollNs, 50_000);
            }
            assertThat(pollNs).isZero();
        }
    }

    private static PollParams randomParams(Random random) {
        long maxNs = random.nextBoolean() ? random.nextInt(100_000) : random.nextInt(10);
        return new PollParams(maxNs, random.nextInt(5), random.nextInt(5));
    }
}
