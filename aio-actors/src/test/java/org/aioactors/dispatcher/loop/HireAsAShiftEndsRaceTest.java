// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.aioactors.dispatcher.OneLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A loop is held up again the moment the relief thread ends its work: that one is hired, and no other in its place. */
class HireAsAShiftEndsRaceTest {
    private static final int ROUNDS = 5_000;

    private final TestOwner owner = new TestOwner("hire", 1, true, 8, 0, 0, 1);

    @AfterEach
    void stop() {
        owner.stop();
        assertThat(owner.announcedBlocks).hasValue(ROUNDS);
        assertThat(owner.errors).isEmpty();
    }

    @Test
    void thereAreNeverMoreThreadsThanTheLimit() {
        for (int i = 0; i < ROUNDS; i++) {
            CountDownLatch latch = new CountDownLatch(1);
            owner.execute(() -> {
                ((ServingThread) Thread.currentThread()).announceBlocking();
                OneLoop.await(latch);
            });
            owner.execute(latch::countDown);
            OneLoop.await(latch);
            assertThat(owner.group.standIns().size())
                    .as("threads in round %s", i)
                    .isLessThanOrEqualTo(1);
        }
    }
}
