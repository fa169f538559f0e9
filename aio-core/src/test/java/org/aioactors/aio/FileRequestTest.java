// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.FileOps;
import org.aioactors.aio.linux.uring.PollOps;
import org.aioactors.aio.linux.uring.Sqe;
import org.aioactors.aio.linux.uring.TimeoutOps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests on files, pipes and eventfds, and those without an fd (B9). */
class FileRequestTest extends RequestTest {
    @Test
    void aNopCompletes() {
        Answer answer = new Answer();
        AioRequest request = requests.nop(answer);
        assertThat(request.isDone()).isFalse();
        assertThat(answer.await()).isZero();
        assertThat(request.isDone()).isTrue();
        assertThat(requests.outstanding()).isZero();
    }

    @Test
    void aFileIsMadeWrittenReadAndClosed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("fïle");
        int fd = openat(file.toString(), Fcntl.O_RDWR | Fcntl.O_CREAT);
        assertThat(Syscalls.linux().fcntl(fd, Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);

        put(100, "hello, file");
        Answer write = new Answer();
        requests.files().write(fd, memory, 100, 11, 0, write);
        assertThat(write.await()).isEqualTo(11);
        assertThat(Files.readString(file)).isEqualTo("hello, file");

        Answer sync = new Answer();
        requests.files().fsync(fd, false, sync);
        assertThat(sync.await()).isZero();
        Answer dataSync = new Answer();
        requests.files().fsync(fd, true, dataSync);
        assertThat(dataSync.await()).isZero();

        Answer read = new Answer();
        requests.files().read(fd, memory, 200, 100, 7, read);
        assertThat(read.await()).isEqualTo(4);
        assertThat(text(200, 4)).isEqualTo("file");
        Answer current = new Answer();
        requests.files().read(fd, memory, 200, 5, FileRequests.CURRENT_POSITION, current);
        assertThat(current.await()).isEqualTo(5);
        assertThat(text(200, 5)).isEqualTo("hello");
        Answer end = new Answer();
        requests.files().read(fd, memory, 0, 10, 11, end);
        assertThat(end.await()).isZero();

        int moved = FdIo.moveUp(fd);
        Answer close = new Answer();
        requests.files().close(moved, close);
        assertThat(close.await()).isZero();
        assertThat(Syscalls.linux().fcntl(moved, Fcntl.F_GETFD, 0)).isEqualTo(-Errno.EBADF);
    }

    private int openat(String path, int flags) {
        Answer open = new Answer();
        requests.files().openat(Fcntl.AT_FDCWD, path, flags, 0600, open);
        return open.await();
    }

    @Test
    void aMissingFileIsAResult(@TempDir Path folder) {
        assertThat(openat(folder.resolve("none").toString(), Fcntl.O_RDONLY)).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void aPathCannotBeCutByAZeroCharacter() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> openat("/tmp\0/x", Fcntl.O_RDONLY))
                .withMessageContaining("zero character");
        assertThat(requests.outstanding()).isZero();
    }

    @Test
    void linkedRequestsRunOneAfterTheOther() {
        int fd = closing(new RegularFile()).fd();
        put(0, "linked");
        Answer write = new Answer();
        Answer read = new Answer();
        requests.reserve(2);
        requests.addSqe(
                "write", sqe -> FileOps.write(sqe, fd, memory.address(), 6, 0).with(Sqe.IOSQE_IO_LINK), write, memory);
        requests.addSqe("read", sqe -> FileOps.read(sqe, fd, memory.address() + 10, 6, 0), read, memory);
        assertThat(read.await()).isEqualTo(6);
        assertThat(write.await()).isEqualTo(6);
        assertThat(text(10, 6)).isEqualTo("linked");
    }

    @Test
    void aReadOfAPipeWaitsForTheWriter() {
        Pipe pipe = blockingPipe();
        Answer read = new Answer();
        requests.files().read(pipe.readFd(), memory, 0, 100, FileRequests.CURRENT_POSITION, read);
        settle();
        assertThat(read.results).isEmpty();
        kernel.onNextWait(() -> pipe.write(3));
        assertThat(read.await()).isEqualTo(3);
    }

    @Test
    void anEventfdIsReadAndWritten() {
        Fd eventFd = blockingEventFd();
        Answer read = new Answer();
        requests.files().read(eventFd.value(), memory, 0, Long.BYTES, FileRequests.CURRENT_POSITION, read);
        memory.buffer().putLong(8, 7);
        Answer write = new Answer();
        requests.files().write(eventFd.value(), memory, 8, Long.BYTES, FileRequests.CURRENT_POSITION, write);
        assertThat(read.await()).isEqualTo(8);
        assertThat(write.await()).isEqualTo(8);
        assertThat(memory.buffer().getLong(0)).isEqualTo(7);
    }

    @Test
    void aTimeoutExpires() {
        Answer answer = new Answer();
        requests.timeout(Duration.ofMillis(2), answer);
        assertThat(answer.await()).isEqualTo(-Errno.ETIME);
    }

    @Test
    void aTimeoutMayBeForEverAndIsUpdatedByItsUserData() {
        Answer timeout = new Answer();
        AioRequest request = requests.timeout(Duration.ofSeconds(Long.MAX_VALUE), timeout);
        Answer update = new Answer();
        requests.addSqe("timeout update", sqe -> TimeoutOps.timeoutUpdate(sqe, request.userData(), 1_000, 0), update);
        assertThat(update.await()).isZero();
        assertThat(timeout.await()).isEqualTo(-Errno.ETIME);
    }

    @Test
    void anyOperationCanBeAdded() {
        Fd eventFd = blockingEventFd();
        Answer poll = new Answer();
        AioRequest request = requests.addSqe("poll", sqe -> PollOps.pollAddMultishot(sqe, eventFd.value(), 1), poll);
        settle();
        for (int i = 1; i <= 3; i++) {
            FdIo.writeLong(eventFd.value(), 1);
            poll.await(i);
            assertThat(poll.ended).isFalse();
        }
        assertThat(request).hasToString("poll");
        assertThat(request.cancel()).isTrue();
        assertThat(poll.await()).isEqualTo(-Errno.ECANCELED);
    }

    @Test
    void aWrongDescriptorIsAResult() {
        Answer answer = new Answer();
        AioRequest request = requests.files().read(1_000_000, memory, 0, 1, 0, answer);
        assertThat(request).hasToString("read(fd=1000000)");
        assertThat(answer.await()).isEqualTo(-Errno.EBADF);
    }
}
