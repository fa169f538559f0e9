// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two threads close the same descriptor: the kernel must hear of it once. */
@ExtendWith(FdLeakExtension.class)
class FdDoubleCloseRaceTest {
    private static final int ROUNDS = 5_000;

    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        other.shutdownNow();
    }

    @Test
    void closesOnce() throws Exception {
        FaultySyscalls syscalls = new FaultySyscalls(Syscalls.linux());
        CyclicBarrier bothThere = new CyclicBarrier(2);
        for (int round = 1; round <= ROUNDS; round++) {
            Fd fd = Fd.adopt(syscalls, SyscallException.check(syscalls.eventfd(0, 0), "eventfd"), "eventfd");
            Future<?> theirs = other.submit(() -> {
                bothThere.await();
                fd.close();
                return null;
            });
            bothThere.await();
            fd.close();
            theirs.get(30, TimeUnit.SECONDS);
            assertThat(syscalls.calls("close")).isEqualTo(round);
        }
    }
}
