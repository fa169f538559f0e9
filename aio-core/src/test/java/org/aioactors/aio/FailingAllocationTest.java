// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.ScarceMemory;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.IoUringHere;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A context is opened again and again, and each time one allocation of native memory fails: the first, then the second, until
 * opening succeeds. What was taken before is given back each time.
 */
class FailingAllocationTest {
    @ParameterizedTest
    @CsvSource({"AUTO", "IO_URING", "EPOLL", "POLL", "POLL_THEN_EPOLL"})
    void theNthBlockIsNotToBeHad(FdMonitorKind kind) {
        IoUringHere.assumeIf(kind == FdMonitorKind.IO_URING);
        for (Semantics semantics : Semantics.values()) {
            AioContextBuilder builder =
                    AioContext.builder().fdMonitor(kind).semantics(semantics).syscalls(Syscalls.linux());
            builder.build().close(); // what is measured and probed once a process
            int nth = 1;
            while (fails(builder, nth)) {
                nth++;
            }
            assertThat(nth).as("allocations").isGreaterThan(1);
        }
    }

    private static boolean fails(AioContextBuilder builder, int nth) {
        Map<Integer, String> before = FdLeakExtension.openFds();
        try (ScarceMemory memory = new ScarceMemory(nth)) {
            try {
                builder.build().close();
                assertThat(memory.hasFailed()).isFalse();
            } catch (OutOfMemoryError expected) {
                assertThat(memory.hasFailed()).isTrue();
                assertThat(AioContext.current()).isNull();
            }
            assertThat(memory.held())
                    .as("blocks not freed, block %s having failed", nth)
                    .isZero();
            assertThat(FdLeakExtension.openFds())
                    .as("fds, block %s having failed", nth)
                    .isEqualTo(before);
            return memory.hasFailed();
        }
    }
}
