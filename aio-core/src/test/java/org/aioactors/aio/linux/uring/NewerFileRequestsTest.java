// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Statx;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code statx(2)}, {@code splice(2)} and {@code ftruncate(2)}. */
@WithEveryKindOfRing
class NewerFileRequestsTest {
    private static final Syscalls LINUX = Syscalls.linux();

    private final TestRing test;
    private final NativeMemory memory = NativeMemory.allocate(4096);
    private final Statx statx = Statx.allocate();

    @TempDir
    Path folder;

    NewerFileRequestsTest(RingKind kind) {
        test = kind.open(8);
    }

    @AfterEach
    void close() {
        test.cancelAll();
        test.close();
        statx.close();
        memory.close();
    }

    private long path(Path path) {
        byte[] bytes = (path + "\0").getBytes(StandardCharsets.UTF_8);
        memory.buffer().put(0, bytes);
        return memory.address();
    }

    private Fd open(Path path, int flags) {
        FileOps.openat(test.sqe(100), Fcntl.AT_FDCWD, path(path), flags | Fcntl.O_CLOEXEC, 0600);
        return Fd.adopt(LINUX, SyscallException.check(test.awaitResult(100), "openat"), "file of a test");
    }

    @Test
    void whatStatxTellsOfAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "twelve bytes");
        FileOps.statx(test.sqe(1), Fcntl.AT_FDCWD, path(file), 0, Statx.STATX_BASIC_STATS | Statx.STATX_BTIME, statx);
        assertThat(test.awaitResult(1)).isZero();
        assertThat(statx.mask() & Statx.STATX_BASIC_STATS).isEqualTo(Statx.STATX_BASIC_STATS);
        assertThat(statx.size()).isEqualTo(12);
        assertThat(statx.isRegularFile()).isTrue();
        assertThat(statx.isDirectory()).isFalse();
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        assertThat(statx.modified()).isEqualTo(attributes.lastModifiedTime().toInstant());
        assertThat(statx.accessed()).isEqualTo(attributes.lastAccessTime().toInstant());
        assertThat(statx.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
        assertThat(statx.links()).isEqualTo(Files.getAttribute(file, "unix:nlink"));
        assertThat(statx.uid()).isEqualTo(Files.getAttribute(file, "unix:uid"));
        assertThat(statx.gid()).isEqualTo(Files.getAttribute(file, "unix:gid"));
        assertThat(statx.mode()).isEqualTo(Files.getAttribute(file, "unix:mode"));
        assertThat(statx.changed().toEpochMilli())
                .isEqualTo(((java.nio.file.attribute.FileTime) Files.getAttribute(file, "unix:ctime")).toMillis());
        assertThat(statx.blockSize()).isPositive();
        assertThat(statx.blocks()).isNotNegative();
        assertThat((long) statx.deviceMajor() << 8 | statx.deviceMinor())
                .isEqualTo(Files.getAttribute(file, "unix:dev"));
        assumeTrue((statx.mask() & Statx.STATX_BTIME) != 0, "the file system knows when a file was made");
        assertThat(statx.born()).isBetween(statx.modified().minusSeconds(60), statx.modified());
    }

    @Test
    void statxOfALinkOfADescriptorAndOfNothing() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        FileOps.statx(test.sqe(1), Fcntl.AT_FDCWD, path(link), 0, Statx.STATX_TYPE, statx);
        assertThat(test.awaitResult(1)).isZero();
        assertThat(statx.isDirectory()).isTrue();
        FileOps.statx(test.sqe(2), Fcntl.AT_FDCWD, path(link), Fcntl.AT_SYMLINK_NOFOLLOW, Statx.STATX_TYPE, statx);
        assertThat(test.awaitResult(2)).isZero();
        assertThat(statx.mode() & Statx.S_IFMT).isEqualTo(Statx.S_IFLNK);
        try (Fd directory = open(folder, Fcntl.O_RDONLY)) {
            FileOps.statx(
                    test.sqe(3), directory.value(), path(Path.of("")), Fcntl.AT_EMPTY_PATH, Statx.STATX_TYPE, statx);
            assertThat(test.awaitResult(3)).isZero();
            assertThat(statx.isDirectory()).isTrue();
        }
        FileOps.statx(test.sqe(4), Fcntl.AT_FDCWD, path(folder.resolve("none")), 0, 0, statx);
        assertThat(test.awaitResult(4)).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void spliceMovesAFileIntoAPipeAndOutOfIt() throws IOException {
        Path source = Files.writeString(folder.resolve("source"), "0123456789");
        int[] ends = new int[2];
        assertThat(LINUX.pipe2(ends, Fcntl.O_CLOEXEC)).isZero();
        Path target = folder.resolve("target");
        try (Fd reader = Fd.adopt(LINUX, ends[0], "reader");
                Fd writer = Fd.adopt(LINUX, ends[1], "writer");
                Fd from = open(source, Fcntl.O_RDONLY);
                Fd to = open(target, Fcntl.O_RDWR | Fcntl.O_CREAT)) {
            FileOps.splice(test.sqe(1), from.value(), 3, writer.value(), -1, 5, FileOps.SPLICE_F_MORE);
            assertThat(test.awaitResult(1)).isEqualTo(5);
            FileOps.splice(test.sqe(2), reader.value(), -1, to.value(), 2, 100, FileOps.SPLICE_F_MOVE);
            assertThat(test.awaitResult(2)).isEqualTo(5);
            FileOps.splice(test.sqe(3), from.value(), 10, writer.value(), -1, 5, 0);
            assertThat(test.awaitResult(3)).as("the end of the file").isZero();
            FileOps.splice(test.sqe(4), from.value(), 0, to.value(), 0, 5, 0);
            assertThat(test.awaitResult(4)).as("no pipe").isEqualTo(-Errno.EINVAL);
        }
        assertThat(Files.readString(target)).isEqualTo("\0\00034567");
    }

    @Test
    void ftruncateSetsTheLength() throws IOException {
        assumeTrue(test.ring.probe().supports(Opcode.IORING_OP_FTRUNCATE), "Linux 6.9");
        Path file = Files.writeString(folder.resolve("file"), "0123456789");
        try (Fd fd = open(file, Fcntl.O_RDWR)) {
            FileOps.ftruncate(test.sqe(1), fd.value(), 4);
            assertThat(test.awaitResult(1)).isZero();
            assertThat(Files.readString(file)).isEqualTo("0123");
            FileOps.ftruncate(test.sqe(2), fd.value(), 6L << 32);
            assertThat(test.awaitResult(2)).isZero();
            assertThat(Files.size(file)).isEqualTo(6L << 32);
        }
        try (Fd eventFd = FdIo.newEventFd()) {
            FileOps.ftruncate(test.sqe(3), eventFd.value(), 0);
            assertThat(test.awaitResult(3)).isEqualTo(-Errno.EINVAL);
        }
    }
}
