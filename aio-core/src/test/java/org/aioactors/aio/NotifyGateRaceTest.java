// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The sleep and notify protocol at full speed: instead of the kernel, a sleeping loop spins until the eventfd is written, so that
 * the moments in which a wake-up could be lost come a million times a second, with a little jitter to hit them all.
 */
@ExtendWith(FdLeakExtension.class)
class NotifyGateRaceTest {
    private static final int HANDOFFS = 200_000;
    private static final int MAX_JITTER_SPINS = 30;
    private static final int SPINS_BEFORE_PARKING = 2_000;
    private static final long DEADLINE_NS = Duration.ofSeconds(40).toNanos();

    private final Syscalls syscalls = (Syscalls) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Syscalls.class}, (proxy, method, args) -> {
                if (method.getName().equals("write")) {
                    written = true;
                    return (long) Long.BYTES;
                }
                return method.invoke(Syscalls.linux(), args);
            });

    /** The state of the eventfd: set by the notifying thread, cleared by the loop. */
    private volatile boolean written;

    /** The queue: how much work there is. Set by the notifying thread. */
    private volatile int queued;

    /** How much of it was done. Set by the loop. */
    private volatile int done;

    private static void jitter(Random random) {
        for (int i = random.nextInt(MAX_JITTER_SPINS); i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    /** Waits a moment; returns false if it has left the processor to the other thread, which may have none. */
    private static boolean spin(int spins) {
        if (spins % SPINS_BEFORE_PARKING == 0) {
            LockSupport.parkNanos(1);
            return false;
        }
        Thread.onSpinWait();
        return true;
    }

    private void loop(NotifyGate gate) {
        Random random = new Random(1);
        while (done < HANDOFFS) {
            if (!gate.enterWait()) {
                awaitWrite();
            }
            gate.leaveWait();
            written = false;
            gate.accept();
            done = queued;
            jitter(random);
        }
    }

    private void awaitWrite() {
        long deadlineNs = System.nanoTime() + DEADLINE_NS;
        for (int spins = 1; !written; spins++) {
            if (!spin(spins) && System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("asleep with " + (queued - done) + " to do: the wake-up was lost");
            }
        }
    }

    private void queueAndNotify(NotifyGate gate) {
        Random random = new Random(2);
        for (int i = 1; i <= HANDOFFS; i++) {
            queued = i;
            gate.notifyLoop();
            // Most of the time the next work comes at once; now and then only when this was done.
            for (int spins = 1;
                    i % 8 == 0 && done < i && !Thread.currentThread().isInterrupted();
                    spins++) {
                spin(spins);
            }
            jitter(random);
        }
    }

    @Test
    void noWakeUpIsLost() throws Exception {
        try (EventNotifier eventfd = EventNotifier.create(syscalls)) {
            NotifyGate gate = new NotifyGate("test", eventfd);
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                Future<?> loop = threads.submit(() -> loop(gate));
                Future<?> notifier = threads.submit(() -> queueAndNotify(gate));
                loop.get(2 * DEADLINE_NS, TimeUnit.NANOSECONDS);
                notifier.get(DEADLINE_NS, TimeUnit.NANOSECONDS);
            } finally {
                threads.shutdownNow();
            }
            assertThat(done).isEqualTo(HANDOFFS);
        }
    }
}
