// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithEveryKindOfRing
class FileRequestsTest {
    private final TestRing test;
    private final NativeMemory memory;

    FileRequestsTest(RingKind kind) {
        test = kind.open(8);
        memory = NativeMemory.allocate(4096);
    }

    @AfterEach
    void close() {
        test.cancelAll();
        test.close();
        memory.close();
    }

    @Test
    void aFileIsMadeWrittenReadAndClosed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("file");
        int fd = open(file, Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_CLOEXEC);
        assertThat(Syscalls.linux().fcntl(fd, Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);

        memory.buffer().put(0, "hello, file".getBytes(StandardCharsets.UTF_8));
        FileOps.write(test.sqe(2), fd, memory.address(), 11, 0);
        assertThat(test.awaitResult(2)).isEqualTo(11);
        FileOps.fsync(test.sqe(3), fd, false);
        assertThat(test.awaitResult(3)).isZero();
        FileOps.fsync(test.sqe(4), fd, true);
        assertThat(test.awaitResult(4)).isZero();
        assertThat(Files.readString(file)).isEqualTo("hello, file");

        FileOps.read(test.sqe(5), fd, memory.address() + 100, 100, 7);
        assertThat(test.awaitResult(5)).isEqualTo(4);
        assertThat(text(memory.buffer(), 100, 4)).isEqualTo("file");
        FileOps.read(test.sqe(6), fd, memory.address() + 100, 5, -1);
        assertThat(test.awaitResult(6))
                .as("at the current position, which is the start")
                .isEqualTo(5);
        FileOps.read(test.sqe(7), fd, memory.address() + 100, 100, -1);
        assertThat(test.awaitResult(7)).as("and moves it").isEqualTo(6);
        FileOps.read(test.sqe(8), fd, memory.address(), 100, 11);
        assertThat(test.awaitResult(8)).as("the end").isZero();

        int moved = FdIo.moveUp(fd);
        FileOps.close(test.sqe(9), moved);
        assertThat(test.awaitResult(9)).isZero();
        assertThat(Syscalls.linux().fcntl(moved, Fcntl.F_GETFD, 0)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void aMissingFileIsAResult(@TempDir Path folder) {
        assertThat(open(folder.resolve("none"), Fcntl.O_RDONLY)).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void aReadOfAnEventFdWaitsForIt() {
        try (Fd eventFd = FdIo.newEventFd()) {
            // Blocking, so that every kernel lets the read wait; some do for a non-blocking one, too.
            Syscalls.linux().fcntl(eventFd.value(), Fcntl.F_SETFL, 0);
            FileOps.read(test.sqe(1), eventFd.value(), memory.address(), Long.BYTES, -1);
            test.assertNothing();
            memory.buffer().putLong(100, 7);
            FileOps.write(test.sqe(2), eventFd.value(), memory.address() + 100, Long.BYTES, -1);
            assertThat(test.awaitAll(2)).extracting(TestRing.Completion::result).containsExactly(8, 8);
            assertThat(memory.buffer().getLong(0)).isEqualTo(7);
        }
    }

    @Test
    void aReadCanChooseItsBuffer(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("file"), "chosen by the kernel");
        int number = open(folder.resolve("file"), Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
        try (Fd file = Fd.adopt(Syscalls.linux(), number, "file");
                BufferRing buffers = BufferRing.open(test.ring, 9, 4, 64)) {
            FileOps.readSelect(test.sqe(1), file.value(), 9, 6, 0);
            TestRing.Completion completion = test.await();
            assertThat(completion.result()).isEqualTo(6);
            assertThat(text(buffers.buffer(buffers.take(completion.flags())), 0, 6))
                    .isEqualTo("chosen");
            FileOps.readSelect(test.sqe(2), file.value(), 9, 0, 0);
            completion = test.await();
            assertThat(text(buffers.buffer(buffers.take(completion.flags())), 0, completion.result()))
                    .isEqualTo("chosen by the kernel");
        }
    }

    private int open(Path path, int flags) {
        byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        try (NativeMemory name = NativeMemory.allocate(bytes.length + 1)) {
            name.buffer().put(0, bytes);
            FileOps.openat(test.sqe(1), Fcntl.AT_FDCWD, name.address(), flags, 0600);
            return test.awaitResult(1);
        }
    }

    private static String text(ByteBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.get(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
