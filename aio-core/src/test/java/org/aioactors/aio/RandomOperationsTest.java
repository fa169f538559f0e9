// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.uring.IoUringHere;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Long random sequences of operations against a model of the loop; a failure names the seed that repeats it. */
@ExtendWith(FdLeakExtension.class)
class RandomOperationsTest {
    private static final int SEEDS = 200;
    private static final int OPERATIONS = 150;

    @ParameterizedTest
    @EnumSource
    void theLoopDoesWhatTheModelSays(FdMonitorKind kind) {
        IoUringHere.assumeIf(kind == FdMonitorKind.IO_URING);
        for (long seed = 1; seed <= SEEDS; seed++) {
            runSeed(kind, seed, false);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsCalledThatShouldNotBeAndNothingIsForgotten(FdMonitorKind kind) {
        IoUringHere.assumeIf(kind == FdMonitorKind.IO_URING);
        for (long seed = 1; seed <= SEEDS; seed++) {
            runSeed(kind, seed, true);
        }
    }

    private static void runSeed(FdMonitorKind kind, long seed, boolean operationsInCallbacks) {
        try (RandomLoop loop = new RandomLoop(kind, seed, operationsInCallbacks)) {
            for (int i = 0; i < OPERATIONS; i++) {
                loop.step();
            }
            loop.settle();
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("seed " + seed, failure);
        }
        assertThat(seed).isPositive();
    }
}
