// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.aioactors.aio.AioStats;
import org.aioactors.dispatcher.OneLoop;
import org.junit.jupiter.api.Test;

/** A reader that looks all the time, while threads of a loop end and start, never sees a figure go back. */
class MetricsDuringRestartRaceTest {
    private static final int ROUNDS = 200;

    private final TestOwner owner = new TestOwner("restarting", 4, 0);
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicReference<String> wentBack = new AtomicReference<>();

    private void watch() {
        long tasksBefore = 0;
        AioStats before = owner.loop.contextStats();
        while (!done.get()) {
            long tasks = owner.loop.counts().tasks();
            AioStats now = owner.loop.contextStats();
            if (tasks < tasksBefore
                    || now.turns() < before.turns()
                    || now.waits() < before.waits()
                    || now.wakeUps() < before.wakeUps()) {
                wentBack.compareAndSet(null, tasksBefore + " " + before + " and then " + tasks + " " + now);
            }
            tasksBefore = tasks;
            before = now;
        }
    }

    @Test
    void noFigureGoesBack() throws InterruptedException {
        Thread reader = new Thread(this::watch);
        reader.start();
        owner.deserted = true; // so that each task is the thread's last, unless the next one comes in time
        for (int i = 0; i < ROUNDS; i++) {
            CountDownLatch ran = new CountDownLatch(1);
            owner.loop.execute(ran::countDown);
            owner.loop.life().requestStop();
            OneLoop.await(ran);
            if (i % 10 == 0) {
                owner.expectNoThread();
            }
        }
        owner.stop();
        done.set(true);
        reader.join();
        assertThat(wentBack).hasNullValue();
        assertThat(owner.threadsAsked.get()).isGreaterThanOrEqualTo(ROUNDS / 10);
        assertThat(owner.loop.counts().tasks()).isEqualTo(ROUNDS);
        assertThat(owner.errors).isEmpty();
    }
}
