// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.NativeMemoryProbe;
import org.aioactors.aio.linux.uring.FileOps;
import org.aioactors.aio.linux.uring.Sqe;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is refused, what happens to failing callbacks and to memory, and cancellation. */
class RequestLifeTest extends RequestTest {
    private static final long HERE = FileRequests.CURRENT_POSITION;

    private void assertNothingQueued() {
        assertThat(requests.outstanding()).isZero();
        settle();
        assertThat(log).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, -1", "0, 65537", "65536, 1", "2147483647, 2147483647", "1, 2147483647"})
    void bytesOutsideTheMemoryAreRefused(int offset, int length) {
        for (ThrowingCallable request : new ThrowingCallable[] {
            () -> requests.files().read(0, memory, offset, length, 0, new Answer()),
            () -> requests.files().write(0, memory, offset, length, 0, new Answer()),
            () -> requests.sockets().recv(0, memory, offset, length, new Answer()),
            () -> requests.sockets().send(0, memory, offset, length, new Answer())
        }) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(request)
                    .withMessageContaining(
                            length + " bytes from offset " + offset + " on are not within the 65536 bytes");
        }
        assertNothingQueued();
    }

    @Test
    void negativeNumbersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> requests.files().fsync(-1, false, new Answer()))
                .withMessage("fsync: fd must not be negative: -1");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> requests.files().read(0, memory, 0, 1, -2, new Answer()))
                .withMessage("read: position must not be negative: -2");
        assertThatIllegalArgumentException().isThrownBy(() -> requests.timeout(Duration.ofNanos(-1), new Answer()));
        assertThatIllegalArgumentException().isThrownBy(() -> requests.reserve(0));
        assertThatIllegalArgumentException().isThrownBy(() -> requests.reserve(100_000));
        assertNothingQueued();
    }

    @Test
    void closedMemoryIsRefused() {
        NativeMemory closed = NativeMemory.allocate(8);
        closed.close();
        NativeMemory other = closing(NativeMemory.allocate(8));
        assertThatIllegalStateException().isThrownBy(() -> requests.files().read(0, closed, 0, 8, 0, new Answer()));
        assertThatIllegalStateException()
                .isThrownBy(() -> requests.addSqe("both", Sqe::nop, new Answer(), other, closed));
        other.close();
        assertThat(NativeMemoryProbe.isFreed(other))
                .as("not kept by the request that was not made")
                .isTrue();
        assertNothingQueued();
    }

    @Test
    void aPreparationThatThrowsLeavesNothing() {
        NativeMemory block = closing(NativeMemory.allocate(8));
        Answer before = new Answer();
        requests.nop(before);
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> requests.addSqe(
                        "failing",
                        sqe -> {
                            FileOps.read(sqe, 0, block.address(), 8, 0);
                            throw new ArithmeticException("planned");
                        },
                        (result, flags) -> log.add("completed"),
                        block));
        assertThat(requests.outstanding()).isEqualTo(1);
        block.close();
        assertThat(NativeMemoryProbe.isFreed(block)).isTrue();
        assertThat(before.await()).isZero();
        Answer after = new Answer();
        requests.nop(after);
        assertThat(after.await()).isZero();
        assertNothingQueued();
    }

    @Test
    void aRequestInsideAPreparationIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> requests.addSqe("outer", sqe -> requests.nop(new Answer()), new Answer()))
                .withMessageContaining("being prepared");
        assertNothingQueued();
    }

    @Test
    void requestsAreForTheHomeThread() {
        Answer answer = new Answer();
        AioRequest request = requests.timeout(Duration.ofSeconds(100), answer);
        onOtherThread(() -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> requests.nop(new Answer()))
                    .withMessageStartingWith("nop: context 'test' belongs to thread ");
            assertThatIllegalStateException()
                    .isThrownBy(request::cancel)
                    .withMessageStartingWith("cancel: context 'test' belongs to thread ");
            assertThatIllegalStateException().isThrownBy(() -> requests.openBuffers(2, 64));
        });
        assertThat(requests.outstanding()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = FdMonitorKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"IO_URING", "AUTO"})
    void aContextWithoutARingSaysWhatToDo(FdMonitorKind kind) {
        AioContext without = closing(builder().fdMonitor(kind).build());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(without::requests)
                .withMessage("requests: context 'test', which monitors its fds with " + without.fdMonitor()
                        + ", takes none: build it with fdMonitor(FdMonitorKind.IO_URING)");
    }

    @Test
    void aContextWhoseRingWasRefusedSaysWhy() {
        faulty.fail("ioUringSetup", faulty.calls("ioUringSetup") + 1, Errno.EPERM);
        try (LogCapture logged = new LogCapture("org.aioactors.aio.fdmon")) {
            AioContext without =
                    closing(builder().fdMonitor(FdMonitorKind.IO_URING).build());
            assertThat(logged.lines()).hasSize(1);
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(without::requests)
                    .withMessageStartingWith("requests: context 'test', which monitors its fds with EPOLL, takes none:"
                            + " io_uring_setup(entries=1024): EPERM (Operation not permitted):"
                            + " io_uring is forbidden here");
        }
    }

    @Test
    void theReferenceHasNone() {
        AioContext reference = closing(builder()
                .fdMonitor(FdMonitorKind.IO_URING)
                .semantics(Semantics.REFERENCE)
                .build());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(reference::requests)
                .withMessageEndingWith("takes none: the reference has no requests of users");
    }

    @Test
    void aCallbackThatThrowsIsReportedAndTheOthersRun() {
        Answer before = new Answer();
        Answer after = new Answer();
        requests.nop(before);
        requests.nop((result, flags) -> {
            throw new IllegalArgumentException("planned");
        });
        requests.nop(after);
        before.await();
        after.await();
        assertThat(takeErrors()).containsExactly("request 'nop': java.lang.IllegalArgumentException: planned");
        assertThat(requests.outstanding()).isZero();
    }

    @Test
    void memoryClosedWhileTheKernelMayWriteToItIsFreedAfterTheLastCompletion() {
        Pipe pipe = blockingPipe();
        NativeMemory block = NativeMemory.allocate(4096);
        Answer read = new Answer();
        requests.files().read(pipe.readFd(), block, 0, 4096, HERE, read);
        settle();
        block.close();
        assertThatIllegalStateException().isThrownBy(block::address);
        assertThat(NativeMemoryProbe.isFreed(block)).isFalse();
        pipe.write(4096);
        assertThat(NativeMemoryProbe.isFreed(block)).isFalse();
        assertThat(read.await()).isEqualTo(4096);
        assertThat(NativeMemoryProbe.isFreed(block)).isTrue();
    }

    @Test
    void memoryOfTwoRequestsIsFreedAfterBoth() {
        Pipe first = blockingPipe();
        Pipe second = blockingPipe();
        NativeMemory block = NativeMemory.allocate(64);
        Answer one = new Answer();
        Answer two = new Answer();
        requests.files().read(first.readFd(), block, 0, 8, HERE, one);
        requests.addSqe(
                "read", sqe -> FileOps.read(sqe, second.readFd(), block.address() + 8, 8, -1), two, block, memory);
        settle();
        block.close();
        first.write(1);
        one.await();
        assertThat(NativeMemoryProbe.isFreed(block)).isFalse();
        second.write(1);
        two.await();
        assertThat(NativeMemoryProbe.isFreed(block)).isTrue();
    }

    @Test
    void aRequestNotYetSubmittedCanBeCancelled() {
        Answer read = new Answer();
        AioRequest request = requests.files().read(blockingEventFd().value(), memory, 0, 8, HERE, read);
        assertThat(request.cancel()).isTrue();
        assertThat(read.await()).isEqualTo(-Errno.ECANCELED);
        assertThat(request.cancel()).isFalse();
        assertThat(request.isDone()).isTrue();
    }

    @Test
    void aRequestThatHasCompletedUnheardCannotBeCancelled() {
        Answer second = new Answer();
        AioRequest[] request = new AioRequest[1];
        requests.nop((result, flags) -> log.add("cancelled: " + request[0].cancel()));
        request[0] = requests.nop(second);
        assertThat(second.await()).isZero();
        assertThat(takeLog()).containsExactly("cancelled: false");
    }

    @Test
    void cancellingTwiceIsFine() {
        Answer read = new Answer();
        AioRequest request = requests.files().read(blockingEventFd().value(), memory, 0, 8, HERE, read);
        settle();
        assertThat(request.cancel()).isTrue();
        assertThat(request.cancel()).isTrue();
        assertThat(read.await()).isEqualTo(-Errno.ECANCELED);
        settle();
        assertThat(read.results).hasSize(1);
    }

    @Test
    void aRequestWithAThreadOfTheKernelIsCancelledHoweverItStands() {
        Fd eventFd = blockingEventFd();
        for (int i = 0; i < 200; i++) {
            Answer read = new Answer();
            AioRequest request = requests.addSqe(
                    "read",
                    sqe -> FileOps.read(sqe, eventFd.value(), memory.address(), 8, -1)
                            .with(Sqe.IOSQE_ASYNC),
                    read,
                    memory);
            for (int turns = i % 3; turns > 0; turns--) {
                context.poll(false);
            }
            request.cancel();
            assertThat(read.await()).isIn(-Errno.ECANCELED, -Errno.EINTR);
        }
    }

    @Test
    void slotsAreUsedAgainWithoutMixingRequestsUp() {
        Fd eventFd = blockingEventFd();
        for (int i = 0; i < 1_000; i++) {
            Answer read = new Answer();
            AioRequest request = requests.files().read(eventFd.value(), memory, 0, 8, HERE, read);
            request.cancel(); // its answer may come after the slot has a new owner
            Answer nop = new Answer();
            requests.nop(nop);
            assertThat(nop.await()).isZero();
            assertThat(read.await()).isEqualTo(-Errno.ECANCELED);
        }
        assertThat(requests.outstanding()).isZero();
    }
}
