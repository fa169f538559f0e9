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
        FileOps.read(test.sqe(1), first.value(), memory.address(), Long.BYTES, -1);
        PollOps.pollAdd(test.sqe(2), second.value(), POLLIN);
        test.assertNothing();
        CancelOps.cancel(test.sqe(3), 1);
        assertThat(test.awaitAll(2))
                .containsExactly(new TestRing.Completion(1, -Errno.ECANCELED, 0), new TestRing.Completion(3, 0, 0));
        CancelOps.cancel(test.sqe(4), 1);
        assertThat(test.awaitResult(4)).isEqualTo(-Errno.ENOENT);
        assertThat(test.ring.inFlight()).isEqualTo(1);
    }

    @Test
    void aReadThatAThreadOfTheKernelDoesIsCancelled() {
        FileOps.read(test.sqe(1), first.value(), memory.address(), Long.BYTES, -1)
                .with(Sqe.IOSQE_ASYNC);
        test.assertNothing();
        // EALREADY: a thread of the kernel runs the request, and a cancellation that comes just as that
        // thread parks the request in a poll instead of sleeping in the read is lost. So: ask again.
        boolean cancelled = false;
        for (long attempt = 2; !cancelled; attempt++) {
            CancelOps.cancel(test.sqe(attempt), 1);
            boolean answered = false;
            while (!answered) {
                TestRing.Completion completion = test.await();
                answered = completion.userData() == attempt;
                if (answered) {
                    assertThat(completion.result()).isIn(0, -Errno.EALREADY, -Errno.ENOENT);
                } else {
                    assertThat(completion.result()).isIn(-Errno.ECANCELED, -Errno.EINTR);
                    cancelled = true;
                }
            }
        }
        assertThat(test.ring.inFlight()).isZero();
    }

    @Test
    void allRequestsForADescriptor() {
        PollOps.pollAdd(test.sqe(1), first.value(), POLLIN);
        FileOps.read(test.sqe(2), first.value(), memory.address(), Long.BYTES, -1);
        PollOps.pollAdd(test.sqe(3), second.value(), POLLIN);
        test.assertNothing();
        CancelOps.cancelFd(test.sqe(4), first.value());
        assertThat(test.awaitAll(3))
                .extracting(TestRing.Completion::result)
                .containsExactly(-Errno.ECANCELED, -Errno.ECANCELED, 2);
        test.assertNothing();
    }

    @Test
    void allRequests() {
        PollOps.pollAdd(test.sqe(1), first.value(), POLLIN);
        PollOps.pollAddMultishot(test.sqe(2), second.value(), POLLIN);
        TimeoutOps.timeout(test.sqe(3), Long.MAX_VALUE, 0, 0);
        test.assertNothing();
        CancelOps.cancelAny(test.sqe(4));
        assertThat(test.awaitAll(4))
                .extracting(TestRing.Completion::result)
                .containsExactly(-Errno.ECANCELED, -Errno.ECANCELED, -Errno.ECANCELED, 3);
        assertThat(test.ring.inFlight()).isZero();
    }
}
