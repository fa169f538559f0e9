// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(FdLeakExtension.class)
class SubmitAndWaitTest {
    private final FaultySyscalls syscalls = new FaultySyscalls(Syscalls.linux());
    private TestRing test;

    @BeforeEach
    void open() {
        RingKind.openOrSkip(IoUringOptions.of(1)).close();
        test = new TestRing(IoUring.open(syscalls, IoUringOptions.of(8)));
    }

    @AfterEach
    void close() {
        if (test != null) {
            test.close();
        }
    }

    @Test
    void aTimeoutExpires() {
        long timeoutNs = Duration.ofMillis(2).toNanos() + 1;
        long startNs = System.nanoTime();
        assertThat(test.ring.submitAndWait(1, timeoutNs)).isEqualTo(-Errno.ETIME);
        assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(timeoutNs);
    }

    @Test
    void aTimeoutAfterASubmissionIsNotAResult() {
        TimeoutOps.timeout(test.sqe(1), Long.MAX_VALUE, 0, 0);
        assertThat(test.ring.submitAndWait(1, 1)).isEqualTo(1);
        assertThat(test.ring.completions().isEmpty()).isTrue();
    }

    @Test
    void withoutATimeoutOrAnythingToWaitForItReturns() {
        assertThat(test.ring.submitAndWait(1, 0)).isZero();
        assertThat(test.ring.submitAndWait(0, IoUring.INFINITE)).isZero();
        assertThat(test.ring.submitAndWait(0, Long.MAX_VALUE)).isZero();
    }

    @Test
    void whatIsInTheQueueIsNotWaitedFor() {
        test.sqe(1).nop();
        test.sqe(2).nop();
        assertThat(test.ring.submitAndWait(2, IoUring.INFINITE)).isEqualTo(2);
        assertThat(test.ring.submitAndWait(2, IoUring.INFINITE)).isZero();
        assertThat(test.ring.completions().size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EINTR, Errno.ETIME, Errno.EAGAIN, Errno.EBUSY})
    void everydayErrorsAreValues(int errno) {
        syscalls.fail("ioUringEnter", 1, errno);
        test.sqe(1).nop();
        assertThat(test.ring.submitAndWait(1, IoUring.INFINITE)).isEqualTo(-errno);
        assertThat(test.ring.submissions().size()).as("nothing was taken").isEqualTo(1);
        assertThat(test.awaitResult(1)).isZero();
    }

    @Test
    void submittingAloneReportsErrorsInTheSameWay() {
        syscalls.fail("ioUringEnter", 1, Errno.EAGAIN).fail("ioUringEnter", 2, Errno.EBADF);
        test.sqe(1).nop();
        assertThat(test.ring.submit()).isEqualTo(-Errno.EAGAIN);
        assertThatExceptionOfType(SyscallException.class)
                .isThrownBy(test.ring::submit)
                .withMessageMatching("io_uring_enter\\(fd=\\d+\\): EBADF .*");
        assertThat(test.ring.submissions().size()).as("nothing was taken").isEqualTo(1);
        assertThat(test.ring.submit()).isEqualTo(1);
        assertThat(test.ring.submit()).isZero();
        assertThat(test.awaitResult(1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EBADF, Errno.EINVAL, 53})
    void otherErrorsAreExceptions(int errno) {
        syscalls.fail("ioUringEnter", 1, errno);
        assertThatExceptionOfType(SyscallException.class)
                .isThrownBy(test::submit)
                .withMessageMatching("io_uring_enter\\(fd=\\d+\\): " + Errno.name(errno) + " .*")
                .satisfies(e -> assertThat(e.errno()).isEqualTo(errno));
    }
}
