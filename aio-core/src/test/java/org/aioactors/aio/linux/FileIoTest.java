// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files through the system calls of {@link Syscalls}, with and without signals that interrupt them. */
@ExtendWith(FdLeakExtension.class)
class FileIoTest {
    /** Not to be had with 32 bits. */
    private static final long FAR = 5_000_000_000L;

    private final FaultySyscalls syscalls = new FaultySyscalls(Syscalls.linux());
    private final NativeMemory memory = NativeMemory.allocate(64);
    private final Statx status = Statx.allocate();

    @TempDir
    Path folder;

    @AfterEach
    void free() {
        memory.close();
        status.close();
    }

    private Fd open(Path file, int flags) {
        return FileIo.open(syscalls, file.toString(), flags, 0600);
    }

    private int stat(Fd fd) {
        memory.buffer().put(0, (byte) 0);
        return FileIo.stat(syscalls, fd.value(), memory.address(), status.address());
    }

    private void put(String text) {
        memory.buffer().put(0, text.getBytes(StandardCharsets.UTF_8));
    }

    private String text(long length) {
        byte[] bytes = new byte[(int) length];
        memory.buffer().get(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void aFileIsMadeWrittenReadAndCutOff() throws IOException {
        Path file = folder.resolve("fïle");
        try (Fd fd = open(file, Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_EXCL)) {
            int number = fd.value();
            assertThat(syscalls.fcntl(number, Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);
            put("hello, file");
            assertThat(FileIo.write(syscalls, number, memory.address(), 11, 0)).isEqualTo(11);
            assertThat(Files.readString(file)).isEqualTo("hello, file");
            assertThat(FileIo.fsync(syscalls, number, false)).isZero();
            assertThat(FileIo.fsync(syscalls, number, true)).isZero();
            assertThat(FileIo.read(syscalls, number, memory.address(), 64, 7)).isEqualTo(4);
            assertThat(text(4)).isEqualTo("file");
            assertThat(FileIo.read(syscalls, number, memory.address(), 5, FileIo.CURRENT_POSITION))
                    .isEqualTo(5);
            assertThat(FileIo.read(syscalls, number, memory.address(), 64, FileIo.CURRENT_POSITION))
                    .isEqualTo(6);
            assertThat(text(6)).isEqualTo(", file");
            assertThat(FileIo.truncate(syscalls, number, 5)).isZero();
            assertThat(Files.readString(file)).isEqualTo("hello");
        }
    }

    @Test
    void positionsAndLengthsHave64Bits() throws IOException {
        Path file = folder.resolve("long");
        try (Fd fd = open(file, Fcntl.O_RDWR | Fcntl.O_CREAT)) {
            put("x");
            assertThat(FileIo.write(syscalls, fd.value(), memory.address(), 1, FAR))
                    .isEqualTo(1);
            assertThat(Files.size(file)).isEqualTo(FAR + 1);
            assertThat(FileIo.read(syscalls, fd.value(), memory.address(), 64, FAR))
                    .isEqualTo(1);
            assertThat(FileIo.truncate(syscalls, fd.value(), FAR + 2)).isZero();
            assertThat(stat(fd)).isZero();
            assertThat(status.size()).isEqualTo(FAR + 2);
        }
    }

    @Test
    void statTellsWhatJavaTells() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "12345");
        Files.createLink(folder.resolve("second"), file);
        Instant modified = Instant.parse("2024-02-29T12:00:00.123456789Z");
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(modified));
        try (Fd fd = open(file, Fcntl.O_RDONLY);
                Fd directory = open(folder, Fcntl.O_RDONLY)) {
            assertThat(stat(fd)).isZero();
            assertThat(status.size()).isEqualTo(5);
            assertThat(status.inode()).isEqualTo((long) Files.getAttribute(file, "unix:ino"));
            assertThat(status.links()).isEqualTo(2);
            assertThat(status.permissions()).isEqualTo((int) Files.getAttribute(file, "unix:mode") & 0xfff);
            assertThat(status.isRegularFile()).isTrue();
            assertThat(status.isDirectory()).isFalse();
            assertThat(status.modified())
                    .isEqualTo(Files.getLastModifiedTime(file).toInstant());
            assertThat(stat(directory)).isZero();
            assertThat(status.isDirectory()).isTrue();
            assertThat(status.isRegularFile()).isFalse();
        }
    }

    @Test
    void aFailureNamesTheCallAndThePath() {
        Path none = folder.resolve("none");
        assertThatExceptionOfType(SyscallException.class)
                .isThrownBy(() -> open(none, Fcntl.O_RDONLY))
                .withMessage("openat('" + none + "'): ENOENT (No such file or directory)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileIo.open(syscalls, "/tmp\0/x", Fcntl.O_RDONLY, 0))
                .withMessage("open: a path has no zero character: /tmp?/x");
    }

    @Test
    void whatHasNoPositionsIsReadAndWrittenAtItsOwn() {
        int[] fds = new int[2];
        assertThat(Syscalls.linux().pipe2(fds, Fcntl.O_CLOEXEC)).isZero();
        try (Fd in = Fd.adopt(syscalls, fds[0], "pipe");
                Fd out = Fd.adopt(syscalls, fds[1], "pipe")) {
            put("pipe");
            assertThat(FileIo.write(syscalls, out.value(), memory.address(), 4, 100))
                    .isEqualTo(4);
            assertThat(FileIo.read(syscalls, in.value(), memory.address(), 64, 0))
                    .isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openat", "pread", "pwrite", "read", "write", "fsync", "fdatasync", "ftruncate"})
    void whatASignalInterruptsIsRepeated(String call) {
        syscalls.fail(call, 1, Errno.EINTR).fail(call, 2, Errno.EINTR);
        try (Fd fd = open(folder.resolve("file"), Fcntl.O_RDWR | Fcntl.O_CREAT)) {
            int number = fd.value();
            assertThat(FileIo.write(syscalls, number, memory.address(), 8, 0)).isEqualTo(8);
            assertThat(FileIo.write(syscalls, number, memory.address(), 8, FileIo.CURRENT_POSITION))
                    .isEqualTo(8);
            assertThat(FileIo.read(syscalls, number, memory.address(), 4, 2)).isEqualTo(4);
            assertThat(FileIo.read(syscalls, number, memory.address(), 8, FileIo.CURRENT_POSITION))
                    .isZero();
            assertThat(FileIo.fsync(syscalls, number, false)).isZero();
            assertThat(FileIo.fsync(syscalls, number, true)).isZero();
            assertThat(FileIo.truncate(syscalls, number, 0)).isZero();
        }
        assertThat(syscalls.calls(call)).isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openat", "mkdirat", "renameat", "unlinkat", "getdents64"})
    void namesSurviveSignalsAsWell(String call) throws IOException {
        syscalls.fail(call, 1, Errno.EINTR).fail(call, 2, Errno.EINTR);
        String directory = folder.resolve("directory").toString();
        assertThat(FileIo.mkdir(syscalls, directory, 0700)).isZero();
        Files.createFile(folder.resolve("directory/old"));
        assertThat(FileIo.rename(syscalls, directory + "/old", directory + "/new"))
                .isZero();
        assertThat(DirectoryListing.read(syscalls, directory, 10).entries())
                .extracting(DirectoryEntry::name)
                .containsExactly("new");
        assertThat(FileIo.unlink(syscalls, directory + "/new", 0)).isZero();
        assertThat(FileIo.unlink(syscalls, directory, Fcntl.AT_REMOVEDIR)).isZero();
        assertThat(syscalls.calls(call)).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aDirectoryWhoseDiskFailsSaysSo() {
        syscalls.fail("getdents64", 1, Errno.EIO);
        assertThatExceptionOfType(SyscallException.class)
                .isThrownBy(() -> DirectoryListing.read(syscalls, folder.toString(), 10))
                .withMessage("getdents64('" + folder + "'): EIO (Input/output error)");
    }

    @Test
    void aCloseThatASignalInterruptsIsNotRepeated() {
        int number = FdIo.moveUp(
                FileIo.open(Syscalls.linux(), folder.resolve("file").toString(), Fcntl.O_RDWR | Fcntl.O_CREAT, 0600)
                        .value());
        syscalls.fail("close", 1, Errno.EINTR);
        assertThat(FileIo.close(syscalls, number)).isZero();
        assertThat(syscalls.calls("close")).isEqualTo(1);
        assertThat(syscalls.fcntl(number, Fcntl.F_GETFD, 0)).isEqualTo(-Errno.EBADF);
    }
}
