// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;

/** A non-blocking pipe: what tests need to bring about hang-ups and errors. */
public final class Pipe implements AutoCloseable {
    private static final Syscalls LINUX = Syscalls.linux();
    private static final int BUFFER_BYTES = 65_536;

    private final Fd reader;
    private final Fd writer;
    private final NativeMemory buffer = NativeMemory.allocate(BUFFER_BYTES);

    private Pipe(Fd reader, Fd writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /** A pipe with nothing in it. */
    public static Pipe open() {
        int[] fds = new int[2];
        SyscallException.check(LINUX.pipe2(fds, Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC), "pipe2");
        return new Pipe(Fd.adopt(LINUX, fds[0], "pipe's reader"), Fd.adopt(LINUX, fds[1], "pipe's writer"));
    }

    int readFd() {
        return reader.value();
    }

    int writeFd() {
        return writer.value();
    }

    void write(int bytes) {
        SyscallException.check(LINUX.write(writer.value(), buffer.address(), bytes), "write", writer.value());
    }

    /** Writes a byte; 1, or {@code -errno}. */
    long tryWrite() {
        return LINUX.write(writer.value(), buffer.address(), 1);
    }

    /** Writes until there is no room left. */
    void fill() {
        long written;
        do {
            written = LINUX.write(writer.value(), buffer.address(), BUFFER_BYTES);
        } while (written > 0);
        if (written != -Errno.EAGAIN) {
            SyscallException.check(written, "write", writer.value());
        }
    }

    /** Reads at most this many bytes; returns how many there were, 0 at the end. */
    long read(int maxBytes) {
        return SyscallException.check(LINUX.read(reader.value(), buffer.address(), maxBytes), "read", reader.value());
    }

    /** Reads until there is nothing left. */
    void drain() {
        long count;
        do {
            count = LINUX.read(reader.value(), buffer.address(), BUFFER_BYTES);
        } while (count > 0);
        if (count != -Errno.EAGAIN) {
            SyscallException.check(count, "read", reader.value());
        }
    }

    void closeReader() {
        reader.close();
    }

    void closeWriter() {
        writer.close();
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
        buffer.close();
    }
}
