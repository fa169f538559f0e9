// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.dispatcher.OneLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A relief thread fails in the one task that it has: the next one is served, by it or by another one. */
class ReliefFailureTest {
    private static final String RELIEF = "relief-failure-relief";

    private final TestOwner owner = new TestOwner("relief-failure", 1, true, 8, 0, 0, 1);

    @AfterEach
    void stop() {
        owner.stop();
    }

    /** Has the relief run a task while the own thread waits for this latch. */
    private void whileHeldUp(CountDownLatch latch, Runnable task) {
        owner.execute(() -> {
            ((ServingThread) Thread.currentThread()).announceBlocking();
            OneLoop.await(latch);
        });
        owner.execute(task);
    }

    private static void fail() {
        throw new IllegalStateException("planted");
    }

    private void expectRelief() {
        CountDownLatch latch = new CountDownLatch(1);
        whileHeldUp(latch, latch::countDown);
        OneLoop.await(latch);
    }

    @Test
    void aThreadWhoseReportFailsGoesOn() {
        owner.errorsRefused.release();
        CountDownLatch latch = new CountDownLatch(1);
        whileHeldUp(latch, () -> {
            owner.execute(latch::countDown);
            fail();
        });
        OneLoop.await(latch);
        assertThat(Eventually.threads(RELIEF)).containsExactly(RELIEF + "-1");
        assertThat(owner.errors).singleElement().asString().contains(RELIEF, "refused");
    }

    @Test
    void aThreadThatCannotReportItMakesRoomForAnother() {
        owner.errorsRefused.release(2);
        CountDownLatch latch = new CountDownLatch(1);
        whileHeldUp(latch, ReliefFailureTest::fail);
        Eventually.equal("reports left to fail", owner.errorsRefused::availablePermits, 0);
        Eventually.equal("relief threads", () -> Eventually.threads(RELIEF), Set.of());
        latch.countDown();
        expectRelief();
        assertThat(Eventually.threads(RELIEF)).containsExactly(RELIEF + "-2");
        assertThat(owner.errors).isEmpty();
    }
}
