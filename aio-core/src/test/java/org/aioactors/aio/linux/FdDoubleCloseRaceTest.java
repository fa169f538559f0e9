// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two threads close the same descriptor: the kernel must hear of it once. */
class FdDoubleCloseRaceTest {
    private static final int BATCHES = 100;
    private static final int FDS_PER_BATCH = 100;

    private static final int MAX_SPINS = 1_000;

    /** Too large to be open: closing twice by mistake must not hit a descriptor of somebody else. */
    private static final int NUMBER = Integer.MAX_VALUE;

    private final AtomicInteger closes = new AtomicInteger();
    private final Syscalls syscalls = (Syscalls) Proxy.newProxyInstance(
            Syscalls.class.getClassLoader(), new Class<?>[] {Syscalls.class}, (proxy, method, args) -> {
                assertThat(method.getName()).isEqualTo("close");
                closes.incrementAndGet();
                return 0;
            });
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        other.shutdownNow();
    }

    @Test
    void closesOnce() throws Exception {
        for (int batch = 1; batch <= BATCHES; batch++) {
            List<Fd> fds = Stream.generate(this::adopt).limit(FDS_PER_BATCH).toList();
            AtomicInteger arrivals = new AtomicInteger();
            Future<?> theirs = other.submit(() -> closeInStep(fds, arrivals));
            closeInStep(fds, arrivals);
            theirs.get(30, TimeUnit.SECONDS);
            assertThat(closes).hasValue(batch * FDS_PER_BATCH);
        }
    }

    private Fd adopt() {
        return Fd.adopt(syscalls, NUMBER, "descriptor");
    }

    /** Both threads spin until both are at the same descriptor. */
    private static void closeInStep(List<Fd> fds, AtomicInteger arrivals) {
        int bothArrived = 0;
        for (Fd fd : fds) {
            bothArrived += 2;
            arrivals.incrementAndGet();
            for (int spins = 0; arrivals.get() < bothArrived; spins++) {
                if (spins < MAX_SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(1); // the other one has no processor
                }
            }
            fd.close();
        }
    }
}
