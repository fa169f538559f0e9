// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.aioactors.aio.linux.PollFds.POLLIN;
import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithEveryKindOfRing
class CancelRequestsTest {
    private final TestRing test;
    private final Fd first;
    private final Fd second;
    private final NativeMemory memory;

    CancelRequestsTest(RingKind kind) {
        test = kind.open(8);
        first = FdIo.newEventFd();
        second = FdIo.newEventFd();
        memory = NativeMemory.allocate(64);
        Syscalls.linux().fcntl(first.value(), Fcntl.F_SETFL, 0);
    }

    @AfterEach
    void close() {
        test.cancelAll();
        test.close();
        first.close();
        second.close();
        memory.close();
    }

    @Test
    void aReadThatWaitsIsCancelledByItsUserData() {
        test.sqe(1).read(first.value(), memory.address(), Long.BYTES, -1);
        test.sqe(2).pollAdd(second.value(), POLLIN);
        test.assertNothing();
        test.sqe(3).cancel(1);
        assertThat(test.awaitAll(2))
                .containsExactly(new TestRing.Completion(1, -Errno.ECANCELED, 0), new TestRing.Completion(3, 0, 0));
        test.sqe(4).cancel(1);
        assertThat(test.awaitResult(4)).isEqualTo(-Errno.ENOENT);
        assertThat(test.ring.inFlight()).isEqualTo(1);
    }

    @Test
    void aReadThatAThreadOfTheKernelDoesIsCancelled() {
        test.sqe(1).read(first.value(), memory.address(), Long.BYTES, -1).with(Sqe.IOSQE_ASYNC);
        test.assertNothing();
        test.sqe(2).cancel(1);
        // Whether that thread sleeps in the read already decides between 0 and EALREADY, ECANCELED and EINTR.
        assertThat(test.awaitAll(2))
                .satisfiesExactly(
                        read -> assertThat(read.result()).isIn(-Errno.ECANCELED, -Errno.EINTR),
                        cancel -> assertThat(cancel.result()).isIn(0, -Errno.EALREADY));
    }

    @Test
    void allRequestsForADescriptor() {
        test.sqe(1).pollAdd(first.value(), POLLIN);
        test.sqe(2).read(first.value(), memory.address(), Long.BYTES, -1);
        test.sqe(3).pollAdd(second.value(), POLLIN);
        test.assertNothing();
        test.sqe(4).cancelFd(first.value());
        assertThat(test.awaitAll(3))
                .extracting(TestRing.Completion::result)
                .containsExactly(-Errno.ECANCELED, -Errno.ECANCELED, 2);
        test.assertNothing();
    }

    @Test
    void allRequests() {
        test.sqe(1).pollAdd(first.value(), POLLIN);
        test.sqe(2).pollAddMultishot(second.value(), POLLIN);
        test.sqe(3).timeout(Long.MAX_VALUE, 0, 0);
        test.assertNothing();
        test.sqe(4).cancelAny();
        assertThat(test.awaitAll(4))
                .extracting(TestRing.Completion::result)
                .containsExactly(-Errno.ECANCELED, -Errno.ECANCELED, -Errno.ECANCELED, 3);
        assertThat(test.ring.inFlight()).isZero();
    }
}
