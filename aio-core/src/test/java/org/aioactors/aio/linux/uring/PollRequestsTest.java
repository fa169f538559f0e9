// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.aioactors.aio.linux.PollFds.POLLERR;
import static org.aioactors.aio.linux.PollFds.POLLHUP;
import static org.aioactors.aio.linux.PollFds.POLLIN;
import static org.aioactors.aio.linux.PollFds.POLLOUT;
import static org.aioactors.aio.linux.uring.CompletionQueue.IORING_CQE_F_MORE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithEveryKindOfRing
class PollRequestsTest {
    private final TestRing test;
    private final Fd eventFd;
    private final RingKind kind;

    PollRequestsTest(RingKind kind) {
        this.kind = kind;
        test = kind.open(8);
        eventFd = FdIo.newEventFd();
    }

    @AfterEach
    void close() {
        test.cancelAll();
        test.close();
        eventFd.close();
    }

    @Test
    void aPollCompletesWhenTheDescriptorIsReady() {
        PollOps.pollAdd(test.sqe(1), eventFd.value(), POLLIN);
        test.assertNothing();
        FdIo.writeLong(eventFd.value(), 1);
        assertThat(test.awaitResult(1)).isEqualTo(POLLIN);
        PollOps.pollAdd(test.sqe(2), eventFd.value(), POLLIN | POLLOUT);
        assertThat(test.awaitResult(2)).as("ready from the start").isEqualTo(POLLIN | POLLOUT);
        test.assertNothing();
    }

    @Test
    void anotherThreadWakesTheWait() throws InterruptedException {
        PollOps.pollAdd(test.sqe(1), eventFd.value(), POLLIN);
        Thread writer = new Thread(() -> FdIo.writeLong(eventFd.value(), 1));
        assertThat(test.submit()).isEqualTo(1);
        writer.start();
        assertThat(test.awaitResult(1)).isEqualTo(POLLIN);
        writer.join();
    }

    @Test
    void whoSpinsOnTheQueueSeesThatThereIsWork() {
        PollOps.pollAdd(test.sqe(1), eventFd.value(), POLLIN);
        test.assertNothing();
        assertThat(test.ring.completions().needsEnter()).isFalse();
        FdIo.writeLong(eventFd.value(), 1);
        CompletionQueue completions = test.ring.completions();
        if (kind == RingKind.DEFERRED) {
            assertThat(completions.isEmpty()).isTrue();
            assertThat(completions.needsEnter()).isTrue();
            test.submit();
        }
        while (completions.isEmpty()) {
            Thread.onSpinWait();
            if (completions.needsEnter()) {
                test.submit();
            }
        }
        assertThat(completions.needsEnter()).isFalse();
        assertThat(test.take().result()).isEqualTo(POLLIN);
    }

    @Test
    void hangUpAndErrorAreEvents() {
        int[] pipe = new int[2];
        SyscallException.check(Syscalls.linux().pipe2(pipe, Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK), "pipe2");
        Fd in = Fd.adopt(Syscalls.linux(), pipe[0], "pipe");
        Fd out = Fd.adopt(Syscalls.linux(), pipe[1], "pipe");
        PollOps.pollAdd(test.sqe(1), in.value(), 0);
        test.assertNothing();
        FdIo.writeText(out.value(), "x");
        test.assertNothing();
        out.close();
        assertThat(test.awaitResult(1)).isEqualTo(POLLHUP);
        in.close();

        SyscallException.check(Syscalls.linux().pipe2(pipe, Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK), "pipe2");
        in = Fd.adopt(Syscalls.linux(), pipe[0], "pipe");
        out = Fd.adopt(Syscalls.linux(), pipe[1], "pipe");
        PollOps.pollAdd(test.sqe(2), out.value(), POLLIN);
        test.assertNothing();
        in.close();
        assertThat(test.awaitResult(2) & POLLERR).isEqualTo(POLLERR);
        out.close();
    }

    @Test
    void aPollCanBeRemoved() {
        PollOps.pollAdd(test.sqe(1), eventFd.value(), POLLIN);
        test.assertNothing();
        PollOps.pollRemove(test.sqe(2), 1);
        assertThat(test.awaitAll(2))
                .containsExactly(new TestRing.Completion(1, -Errno.ECANCELED, 0), new TestRing.Completion(2, 0, 0));
        PollOps.pollRemove(test.sqe(3), 1);
        assertThat(test.awaitResult(3)).isEqualTo(-Errno.ENOENT);
        FdIo.writeLong(eventFd.value(), 1);
        test.assertNothing();
    }

    @Test
    void aPollCanBeUpdated() {
        PollOps.pollAdd(test.sqe(1), eventFd.value(), POLLIN);
        test.assertNothing();
        PollOps.pollUpdate(test.sqe(2), 1, POLLIN | POLLOUT);
        assertThat(test.awaitAll(2))
                .containsExactly(new TestRing.Completion(1, POLLOUT, 0), new TestRing.Completion(2, 0, 0));

        PollOps.pollAdd(test.sqe(3), eventFd.value(), 0);
        PollOps.pollUpdate(test.sqe(4), 3, POLLIN, 5);
        assertThat(test.awaitResult(4)).isZero();
        FdIo.writeLong(eventFd.value(), 1);
        assertThat(test.awaitResult(5)).isEqualTo(POLLIN);
    }

    @Test
    void aMultishotPollGoesOn() {
        PollOps.pollAddMultishot(test.sqe(1), eventFd.value(), POLLIN);
        test.assertNothing();
        for (int i = 0; i < 3; i++) {
            FdIo.writeLong(eventFd.value(), 1);
            TestRing.Completion completion = test.await();
            assertThat(completion.userData()).isEqualTo(1);
            assertThat(completion.result()).isEqualTo(POLLIN);
            assertThat(completion.hasMore()).isTrue();
            assertThat(test.ring.inFlight()).isEqualTo(1);
        }
        PollOps.pollRemove(test.sqe(2), 1);
        List<TestRing.Completion> last = test.awaitAll(2);
        assertThat(last.get(0).result()).isEqualTo(-Errno.ECANCELED);
        assertThat(last.get(0).hasMore()).isFalse();
        assertThat(last.get(1).result()).isZero();
        assertThat(test.ring.inFlight()).isZero();
    }

    @Test
    void anUpdatedMultishotPollStaysOne() {
        PollOps.pollAddMultishot(test.sqe(1), eventFd.value(), 0);
        test.assertNothing();
        PollOps.pollUpdateMultishot(test.sqe(2), 1, POLLIN);
        assertThat(test.awaitResult(2)).isZero();
        for (int i = 0; i < 3; i++) {
            FdIo.writeLong(eventFd.value(), 1);
            assertThat(test.await()).isEqualTo(new TestRing.Completion(1, POLLIN, IORING_CQE_F_MORE));
        }
        assertThat(test.ring.inFlight()).isEqualTo(1);
    }

    @Test
    void aDescriptorThatIsNotOpenIsAnError() {
        PollOps.pollAdd(test.sqe(1), -1, POLLIN);
        assertThat(test.awaitResult(1)).isEqualTo(-Errno.EBADF);
    }
}
