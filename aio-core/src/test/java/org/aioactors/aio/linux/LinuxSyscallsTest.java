// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FdLeakExtension.class)
class LinuxSyscallsTest {
    private static final int NOT_OPEN = Integer.MAX_VALUE;

    private final Syscalls syscalls = Syscalls.linux();

    @Test
    void pipeCarriesBytesAndTellsItsEnd() {
        int[] fds = new int[2];
        assertThat(syscalls.pipe2(fds, Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC)).isZero();
        try (Fd in = Fd.adopt(syscalls, fds[0], "pipe");
                NativeMemory memory = NativeMemory.allocate(16)) {
            try (Fd out = Fd.adopt(syscalls, fds[1], "pipe")) {
                assertThat(syscalls.read(in.value(), memory.address(), 16)).isEqualTo(-Errno.EAGAIN);
                FdIo.writeText(out.value(), "hello");
                assertThat(FdIo.readText(in.value(), 16)).isEqualTo("hello");
            }
            assertThat(syscalls.read(in.value(), memory.address(), 16)).isZero();
        }
    }

    @Test
    void writingWithoutReaderIsAnErrnoAndNoSignal() {
        int[] fds = new int[2];
        assertThat(syscalls.pipe2(fds, Fcntl.O_CLOEXEC)).isZero();
        Fd.adopt(syscalls, fds[0], "pipe").close();
        try (Fd out = Fd.adopt(syscalls, fds[1], "pipe")) {
            assertThat(FdIo.writeLong(out.value(), 1)).isEqualTo(-Errno.EPIPE);
        }
    }

    @Test
    void setNonBlockingKeepsTheOtherFlags() {
        int[] fds = new int[2];
        assertThat(syscalls.pipe2(fds, 0)).isZero();
        try (Fd in = Fd.adopt(syscalls, fds[0], "pipe");
                Fd out = Fd.adopt(syscalls, fds[1], "pipe")) {
            int before = syscalls.fcntl(out.value(), Fcntl.F_GETFL, 0);
            Fcntl.setNonBlocking(syscalls, out.value());
            Fcntl.setNonBlocking(syscalls, out.value());
            assertThat(syscalls.fcntl(out.value(), Fcntl.F_GETFL, 0)).isEqualTo(before | Fcntl.O_NONBLOCK);
            assertThat(syscalls.fcntl(in.value(), Fcntl.F_GETFL, 0) & Fcntl.O_NONBLOCK)
                    .isZero();
            assertThat(syscalls.fcntl(in.value(), Fcntl.F_SETFD, Fcntl.FD_CLOEXEC))
                    .isZero();
            assertThat(syscalls.fcntl(in.value(), Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);
        }
        assertThatThrownBy(() -> Fcntl.setNonBlocking(syscalls, NOT_OPEN))
                .isInstanceOf(SyscallException.class)
                .hasMessage("fcntl(F_GETFL, fd=" + NOT_OPEN + "): EBADF (Bad file descriptor)");
    }

    @Test
    void errorsOfEveryCallComeBackNegated() {
        try (NativeMemory memory = NativeMemory.allocate(8);
                EpollEvents events = EpollEvents.allocate(1);
                Statx status = Statx.allocate();
                SockAddr address = SockAddr.allocate()) {
            assertThat(syscalls.statx(
                            NOT_OPEN, memory.address(), Fcntl.AT_EMPTY_PATH, Statx.STATX_BASIC_STATS, status.address()))
                    .isEqualTo(-Errno.EBADF);
            assertThat(syscalls.eventfd(0, -1)).isEqualTo(-Errno.EINVAL);
            assertThat(syscalls.read(NOT_OPEN, memory.address(), 8)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.write(NOT_OPEN, memory.address(), 8)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.close(NOT_OPEN)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.fcntl(NOT_OPEN, Fcntl.F_GETFD, 0)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.ioctl(NOT_OPEN, TtyIo.TIOCMGET, memory.address()))
                    .isEqualTo(-Errno.EBADF);
            assertThat(syscalls.flock(NOT_OPEN, Fcntl.LOCK_EX)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.openat(NOT_OPEN, memory.address(), 0, 0)).isEqualTo(-Errno.ENOENT);
            assertThat(syscalls.pread(NOT_OPEN, memory.address(), 8, 0)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.pwrite(NOT_OPEN, memory.address(), 8, 0)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.fsync(NOT_OPEN)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.fdatasync(NOT_OPEN)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.ftruncate(NOT_OPEN, 0)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.pipe2(new int[2], -1)).isEqualTo(-Errno.EINVAL);
            assertThat(syscalls.epollCreate1(-1)).isEqualTo(-Errno.EINVAL);
            assertThat(syscalls.epollWait(NOT_OPEN, events, 0)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.epollPwait2(NOT_OPEN, events, 0)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.socket(-1, 0, 0)).isEqualTo(-Errno.EAFNOSUPPORT);
            assertThat(syscalls.bind(NOT_OPEN, address)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.listen(NOT_OPEN, 1)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.accept4(NOT_OPEN, address, 0)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.connect(NOT_OPEN, address)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.getsockname(NOT_OPEN, address)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.getpeername(NOT_OPEN, address)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.getsockopt(NOT_OPEN, Sockets.SOL_SOCKET, Sockets.SO_ERROR))
                    .isEqualTo(-Errno.EBADF);
            assertThat(syscalls.setsockopt(NOT_OPEN, Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR, 1))
                    .isEqualTo(-Errno.EBADF);
            assertThat(syscalls.setLinger(NOT_OPEN, true, 0)).isEqualTo(-Errno.EBADF);
            assertThat(syscalls.shutdown(NOT_OPEN, Sockets.SHUT_WR)).isEqualTo(-Errno.EBADF);
        }
    }

    @Test
    void pipeNeedsRoomForBothEnds() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> syscalls.pipe2(new int[1], 0));
    }
}
