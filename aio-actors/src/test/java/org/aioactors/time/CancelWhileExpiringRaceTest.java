// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Cancellable;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A timer is cancelled while it expires: it has run, or the one cancel was granted; never both, never neither. */
@ExtendWith(NoFdLeaks.class)
class CancelWhileExpiringRaceTest {
    private static final int TASKS = 2_000;

    @Test
    void onTheSchedulersThread() throws Exception {
        try (TestSystem system = new TestSystem("cancel", "")) {
            for (int i = 0; i < TASKS; i++) {
                race(system, new TestExecutor());
            }
        }
    }

    @Test
    void onALoop() throws Exception {
        try (TestSystem system = new TestSystem("cancel", "")) {
            for (int i = 0; i < TASKS; i++) {
                race(system, system.loops());
            }
        }
    }

    private static void race(TestSystem system, scala.concurrent.ExecutionContext executor) throws Exception {
        AtomicInteger outcomes = new AtomicInteger();
        Cancellable[] armed = new Cancellable[1];
        Duration delay = Duration.ofNanos(1 + new Random(outcomes.hashCode()).nextInt(60_000));
        CountDownLatch set = new CountDownLatch(1);
        Runnable arm = () -> {
            armed[0] = system.scheduler().scheduleOnce(delay, outcomes::incrementAndGet, executor);
            set.countDown();
        };
        if (executor instanceof TestExecutor) {
            arm.run();
        } else {
            ((java.util.concurrent.Executor) executor).execute(arm);
        }
        TestSystem.assertDone(set);
        long cancelNs = System.nanoTime() + delay.toNanos() / 2;
        while (System.nanoTime() - cancelNs < 0) {
            Thread.onSpinWait();
        }
        boolean cancelled = armed[0].cancel();
        if (cancelled) {
            outcomes.addAndGet(1_000);
        } else {
            awaitRun(outcomes);
        }
        assertThat(armed[0].isCancelled()).isEqualTo(cancelled);
        assertThat(armed[0].cancel()).isFalse();
        assertThat(outcomes.get()).isIn(1, 1_000);
    }

    private static void awaitRun(AtomicInteger outcomes) {
        org.aioactors.dispatcher.Eventually.equal("runs", outcomes::get, 1);
    }
}
