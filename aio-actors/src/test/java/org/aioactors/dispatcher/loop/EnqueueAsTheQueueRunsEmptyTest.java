// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A task that comes in the very moment in which the loop, having run its queue empty, gives up the duty to look at it. */
class EnqueueAsTheQueueRunsEmptyTest {
    private static final int TASKS = 100_000;
    private static final int MAX_SPINS = 40;

    /** A machine with other things to do, where spinning means waiting for a time slice, does fewer tasks. */
    private static final long BUDGET_NS = TimeUnit.SECONDS.toNanos(5);

    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

    private final TestOwner owner = new TestOwner("empty-race", 8, 0);
    private final AtomicInteger ran = new AtomicInteger();

    @Test
    void itIsRun() {
        long startNs = System.nanoTime();
        for (int i = 1; i <= TASKS && System.nanoTime() - startNs < BUDGET_NS; i++) {
            owner.loop.execute(ran::incrementAndGet);
            awaitRan(i);
            for (int spins = ThreadLocalRandom.current().nextInt(MAX_SPINS); spins > 0; spins--) {
                Thread.onSpinWait();
            }
        }
        owner.stop();
        assertThat(owner.errors).isEmpty();
    }

    /** Spins, so that the next task comes as soon as can be. */
    private void awaitRan(int count) {
        long startNs = System.nanoTime();
        while (ran.get() < count) {
            Thread.onSpinWait();
            if (System.nanoTime() - startNs > DEADLINE_NS) {
                throw new AssertionError("task " + count + " was left behind; " + owner.errors);
            }
        }
    }
}
