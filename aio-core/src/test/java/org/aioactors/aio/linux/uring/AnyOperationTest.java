// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations that have no method, and the fields that are rarely used. */
@WithEveryKindOfRing
class AnyOperationTest {
    private static final int IORING_OP_READ_FIXED = 4;
    private static final int IORING_OP_UNLINKAT = 36;
    private static final int IORING_OP_MKDIRAT = 37;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int IORING_REGISTER_BUFFERS = 0;
    private static final int IORING_REGISTER_FILES = 2;
    private static final int IORING_REGISTER_PERSONALITY = 9;

    private final TestRing test;
    private final NativeMemory memory = NativeMemory.allocate(4096);

    @TempDir
    Path folder;

    AnyOperationTest(RingKind kind) {
        test = kind.open(8);
    }

    @AfterEach
    void close() {
        test.cancelAll();
        test.close();
        memory.close();
    }

    private long path(Path path) {
        memory.buffer().put(0, (path + "\0").getBytes(StandardCharsets.UTF_8));
        return memory.address();
    }

    private Fd open(Path path) {
        FileOps.openat(test.sqe(100), Fcntl.AT_FDCWD, path(path), Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0);
        int number = SyscallException.check(test.awaitResult(100), "openat");
        return Fd.adopt(Syscalls.linux(), number, "file of a test");
    }

    private String text(int offset, int length) {
        byte[] bytes = new byte[length];
        memory.buffer().get(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void aDirectoryIsMadeAndRemoved() {
        Path made = folder.resolve("made");
        test.sqe(1).operation(IORING_OP_MKDIRAT, Fcntl.AT_FDCWD, 0, path(made), 0700, 0);
        assertThat(test.awaitResult(1)).isZero();
        assertThat(made).isDirectory();
        test.sqe(2).operation(IORING_OP_UNLINKAT, Fcntl.AT_FDCWD, 0, path(made), 0, AT_REMOVEDIR);
        assertThat(test.awaitResult(2)).isZero();
        assertThat(made).doesNotExist();
    }

    @Test
    void anOperationThatThereIsNotIsAResult() {
        test.sqe(1).operation(255, -1, 0, 0, 0, 0);
        assertThat(test.awaitResult(1)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void aRegisteredBufferIsReadInto() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "0123456789");
        memory.buffer()
                .putLong(0, memory.address() + 1024)
                .putLong(8, 100)
                .putLong(16, memory.address() + 2048)
                .putLong(24, 100);
        test.ring.register(IORING_REGISTER_BUFFERS, memory.address(), 2, "io_uring_register(BUFFERS)");
        try (Fd fd = open(file)) {
            test.sqe(1)
                    .operation(IORING_OP_READ_FIXED, fd.value(), 4, memory.address() + 2048, 5, 0)
                    .bufferIndex(1);
            assertThat(test.awaitResult(1)).isEqualTo(5);
            assertThat(text(2048, 5)).isEqualTo("45678");
            test.sqe(2)
                    .operation(IORING_OP_READ_FIXED, fd.value(), 4, memory.address() + 2048, 5, 0)
                    .bufferIndex(0);
            assertThat(test.awaitResult(2)).as("not within the buffer").isEqualTo(-Errno.EFAULT);
        }
    }

    @Test
    void aRegisteredFileIsMadeReadAndClosed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "0123456789");
        memory.buffer().putInt(2048, -1).putInt(2052, -1).putInt(2056, -1);
        test.ring.register(IORING_REGISTER_FILES, memory.address() + 2048, 3, "io_uring_register(FILES)");
        FileOps.openat(test.sqe(1), Fcntl.AT_FDCWD, path(file), Fcntl.O_RDONLY, 0)
                .fileIndex(2 + 1);
        assertThat(test.awaitResult(1)).isZero();
        FileOps.read(test.sqe(2), 2, memory.address() + 1024, 3, 5).with(Sqe.IOSQE_FIXED_FILE);
        assertThat(test.awaitResult(2)).isEqualTo(3);
        assertThat(text(1024, 3)).isEqualTo("567");
        FileOps.close(test.sqe(3), 0).fileIndex(2 + 1);
        assertThat(test.awaitResult(3)).isZero();
        FileOps.read(test.sqe(4), 2, memory.address() + 1024, 3, 5).with(Sqe.IOSQE_FIXED_FILE);
        assertThat(test.awaitResult(4)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void aPersonalityIsLookedUp() {
        int id = test.ring.register(IORING_REGISTER_PERSONALITY, 0, 0, "io_uring_register(PERSONALITY)");
        test.sqe(1).nop().personality(id);
        assertThat(test.awaitResult(1)).isZero();
        test.sqe(2).nop().personality(id + 1);
        assertThat(test.awaitResult(2)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void aCancellationFindsRequestsByWhatTheFlagsSay() {
        try (Fd first = FdIo.newEventFd();
                Fd second = FdIo.newEventFd()) {
            int byUserDataAndFd = CancelOps.IORING_ASYNC_CANCEL_USERDATA | CancelOps.IORING_ASYNC_CANCEL_FD;
            PollOps.pollAdd(test.sqe(1), first.value(), 1);
            PollOps.pollAdd(test.sqe(2), second.value(), 1);
            TimeoutOps.timeout(test.sqe(3), Long.MAX_VALUE, 0, 0);
            test.assertNothing();
            test.sqe(10).operation(Opcode.IORING_OP_ASYNC_CANCEL, first.value(), 0, 2, 0, byUserDataAndFd);
            int answer = test.awaitResult(10);
            assumeTrue(answer != -Errno.EINVAL, "Linux 6.6");
            assertThat(answer).as("the address has to be the same").isEqualTo(-Errno.ENOENT);
            int byOperation = CancelOps.IORING_ASYNC_CANCEL_OP | CancelOps.IORING_ASYNC_CANCEL_ALL;
            test.sqe(11).operation(Opcode.IORING_OP_ASYNC_CANCEL, -1, 0, 99, Opcode.IORING_OP_POLL_ADD, byOperation);
            assertThat(test.awaitAll(3))
                    .as("the address does not count")
                    .extracting(TestRing.Completion::result)
                    .containsExactly(-Errno.ECANCELED, -Errno.ECANCELED, 2);
            assertThat(test.ring.inFlight()).isEqualTo(1);
        }
    }
}
