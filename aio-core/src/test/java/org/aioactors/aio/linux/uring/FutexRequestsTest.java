// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.NativeMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithEveryKindOfRing
class FutexRequestsTest {
    private static final int PRIVATE = FutexOps.FUTEX2_SIZE_U32 | FutexOps.FUTEX2_PRIVATE;

    private final TestRing test;
    private final NativeMemory memory = NativeMemory.allocate(64);

    FutexRequestsTest(RingKind kind) {
        test = kind.open(8);
        if (!test.ring.probe().supports(Opcode.IORING_OP_FUTEX_WAIT)) {
            close();
            assumeTrue(false, "Linux 6.7");
        }
    }

    @AfterEach
    void close() {
        test.cancelAll();
        test.close();
        memory.close();
    }

    private Sqe sqeForWait(long userData, int expected, int flags) {
        return FutexOps.futexWait(test.sqe(userData), memory.address() + 8, expected, flags);
    }

    private Sqe sqeForWake(long userData, int count, int flags) {
        return FutexOps.futexWake(test.sqe(userData), memory.address() + 8, count, flags);
    }

    @Test
    void aWaiterIsWoken() {
        memory.buffer().putInt(8, -7);
        sqeForWait(1, -7, PRIVATE);
        test.assertNothing();
        sqeForWake(2, 1, PRIVATE);
        assertThat(test.awaitAll(2)).extracting(TestRing.Completion::result).containsExactly(0, 1);
    }

    @Test
    void anUnexpectedValueIsNotWaitedFor() {
        memory.buffer().putInt(8, 5);
        sqeForWait(1, 4, PRIVATE);
        assertThat(test.awaitResult(1)).isEqualTo(-Errno.EAGAIN);
    }

    @Test
    void asManyAreWokenAsWereAskedFor() {
        for (int i = 1; i <= 3; i++) {
            sqeForWait(i, 0, FutexOps.FUTEX2_SIZE_U32);
        }
        test.assertNothing();
        sqeForWake(10, 1, PRIVATE);
        assertThat(test.awaitResult(10))
                .as("private and shared are not the same")
                .isZero();
        sqeForWake(11, 2, FutexOps.FUTEX2_SIZE_U32);
        assertThat(test.awaitAll(3)).extracting(TestRing.Completion::result).containsExactly(0, 0, 2);
        sqeForWake(12, Integer.MAX_VALUE, FutexOps.FUTEX2_SIZE_U32);
        assertThat(test.awaitAll(2)).extracting(TestRing.Completion::result).containsExactly(0, 1);
    }

    @Test
    void aWaiterIsCancelled() {
        sqeForWait(1, 0, PRIVATE);
        test.assertNothing();
        CancelOps.cancel(test.sqe(2), 1);
        List<TestRing.Completion> cancelled = test.awaitAll(2);
        assertThat(cancelled.get(0).result()).isEqualTo(-Errno.ECANCELED);
        assertThat(cancelled.get(1).result()).as("1 on Linux 6.18").isBetween(0, 1);
    }
}
