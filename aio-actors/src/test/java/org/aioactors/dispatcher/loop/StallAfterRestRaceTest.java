// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.aioactors.dispatcher.OneLoop;
import org.junit.jupiter.api.Test;

/** A loop is held up just when its watchdog, which has seen it rest, goes to sleep. */
class StallAfterRestRaceTest {
    private static final int STALLS = 500;
    private static final long STALL_RELIEF_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_REST_NS = 3 * STALL_RELIEF_NS;

    @Test
    void eachStallIsNoticed() throws Exception {
        TestOwner owner = new TestOwner("stall-after-rest", 1, true, 8, 0, STALL_RELIEF_NS, 8);
        for (int i = 0; i < STALLS; i++) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_REST_NS));
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch served = new CountDownLatch(1);
            owner.execute(() -> {
                entered.countDown();
                OneLoop.await(served);
            });
            OneLoop.await(entered);
            owner.execute(served::countDown);
            assertThat(served.await(20, TimeUnit.SECONDS))
                    .as("relieved from stall %d", i)
                    .isTrue();
        }
        assertThat(owner.errors).isEmpty();
        owner.stop();
    }
}
