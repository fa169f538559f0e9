// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;

/** A pipe, non-blocking at both ends. */
public final class TestPipe implements AutoCloseable {
    private static final Syscalls SYSCALLS = Syscalls.linux();

    public final Fd reader;
    public final Fd writer;

    public TestPipe() {
        int[] fds = new int[2];
        SyscallException.check(SYSCALLS.pipe2(fds, Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC), "pipe2");
        reader = Fd.adopt(SYSCALLS, fds[0], "read end");
        writer = Fd.adopt(SYSCALLS, fds[1], "write end");
    }

    /** Writes a byte; returns 1 or {@code -errno}. */
    public long write() {
        return write(writer.value(), 1);
    }

    /** Writes until the pipe is full. */
    void fill() {
        long result;
        do {
            result = write(writer.value(), 4096);
        } while (result > 0);
        SyscallException.check(result == -Errno.EAGAIN ? 0 : result, "write", writer.value());
    }

    /** Reads until the pipe is empty; returns how many bytes, or -1 at the end of the stream. */
    public int drain() {
        int total = 0;
        while (true) {
            long result = read(reader.value(), 4096);
            if (result == -Errno.EAGAIN) {
                return total;
            }
            if (SyscallException.check(result, "read", reader.value()) == 0) {
                return -1;
            }
            total += (int) result;
        }
    }

    static long read(int fd, int length) {
        try (NativeMemory memory = NativeMemory.allocate(length)) {
            return SYSCALLS.read(fd, memory.address(), length);
        }
    }

    /** Writes that many bytes, the first of which is 1 in native order: so 8 of them add 1 to an eventfd. */
    static long write(int fd, int length) {
        try (NativeMemory memory = NativeMemory.allocate(Math.max(length, Long.BYTES))) {
            memory.buffer().putLong(0, 1);
            return SYSCALLS.write(fd, memory.address(), length);
        }
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
    }
}
