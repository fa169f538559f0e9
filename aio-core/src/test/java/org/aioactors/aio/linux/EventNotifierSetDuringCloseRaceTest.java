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

/**
 * One thread sets a notifier while another closes it and lets the kernel give the number away at once. A
 * late set that went through would be seen in the file that has the number now.
 */
@ExtendWith(FdLeakExtension.class)
class EventNotifierSetDuringCloseRaceTest {
    private static final int ROUNDS = 10_000;
    private static final int SETS = 8;
    private static final int MAX_HEAD_START_SPINS = 256;

    private final ExecutorService setter = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        setter.shutdownNow();
    }

    @Test
    void noSetReachesTheFileThatTakesTheNumber() throws Exception {
        CyclicBarrier bothThere = new CyclicBarrier(2);
        int reused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            EventNotifier notifier = EventNotifier.create(Syscalls.linux());
            int number = notifier.fd();
            Future<?> sets = setter.submit(() -> {
                bothThere.await();
                for (int i = 0; i < SETS; i++) {
                    notifier.set();
                }
                return null;
            });
            bothThere.await();
            for (int spins = round % MAX_HEAD_START_SPINS; spins > 0; spins--) {
                Thread.onSpinWait();
            }
            notifier.close();
            try (Fd successor = FdIo.newEventFd()) {
                reused += successor.value() == number ? 1 : 0;
                sets.get(30, TimeUnit.SECONDS);
                assertThat(FdIo.readLong(successor.value()))
                        .as("round %d: the new file was not written to", round)
                        .isEqualTo(-Errno.EAGAIN);
            }
        }
        assertThat(reused).as("rounds in which the number was reused").isGreaterThan(ROUNDS / 2);
    }
}
