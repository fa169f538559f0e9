// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.aioactors.aio.RegularFile;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.SocketPair;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;

/**
 * The fds of a script by their names: real ones, made without the context's knowledge.
 *
 * <p>They have high numbers, so that a number which the script has closed is not taken by the next file that the JVM opens.
 */
final class NamedFds implements AutoCloseable {
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int FIRST_NUMBER = 512;
    private static final int BUFFER_BYTES = 4096;

    private final Syscalls linux = Syscalls.linux();
    private final NativeMemory buffer = NativeMemory.allocate(BUFFER_BYTES);
    private final PollFds single = PollFds.allocate(1);
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final Set<Integer> open = new HashSet<>();

    /** A name, closed or not, stands for its number. */
    int number(String name) {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException("the script made no fd named '" + name + "'");
        }
        return number;
    }

    String name(int number) {
        String name = names.get(number);
        if (name == null) {
            throw new IllegalStateException("fd " + number + " is none that the script knows");
        }
        return name;
    }

    /** Names an fd that the context has made. */
    void name(String name, int number) {
        numbers.put(name, number);
        names.put(number, name);
    }

    void eventfd(String name) {
        adopt(name, linux.eventfd(0, EventNotifier.EFD_NONBLOCK | EventNotifier.EFD_CLOEXEC));
    }

    void pipe(String readEnd, String writeEnd) {
        int[] ends = new int[2];
        SyscallException.check(linux.pipe2(ends, Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC), "pipe2");
        adopt(readEnd, ends[0]);
        adopt(writeEnd, ends[1]);
    }

    void socketPair(String one, String other) {
        int[] ends = SocketPair.open();
        adopt(one, ends[0]);
        adopt(other, ends[1]);
    }

    void regularFile(String name) {
        try (RegularFile file = new RegularFile()) {
            copy(name, file.fd());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void adopt(String name, int fd) {
        SyscallException.check(fd, name);
        copy(name, fd);
        SyscallException.check(linux.close(fd), "close", fd);
    }

    private void copy(String name, int fd) {
        int number = SyscallException.check(linux.fcntl(fd, F_DUPFD_CLOEXEC, FIRST_NUMBER), "fcntl(F_DUPFD)", fd);
        name(name, number);
        open.add(number);
    }

    void close(String name) {
        closeNumber(number(name));
    }

    private void closeNumber(int number) {
        if (!open.remove(number)) {
            throw new IllegalStateException(name(number) + " is closed already");
        }
        SyscallException.check(linux.close(number), "close", number);
    }

    /** Adds 1 to an eventfd. */
    void signal(String name) {
        buffer.buffer().putLong(0, 1);
        write(name, Long.BYTES);
    }

    /** Writes one byte. */
    void put(String name) {
        write(name, 1);
    }

    private void write(String name, int bytes) {
        int fd = number(name);
        SyscallException.check(linux.write(fd, buffer.address(), bytes), "write", fd);
    }

    /** Writes until no more fits. */
    void fill(String name) {
        int fd = number(name);
        long written;
        do {
            written = linux.write(fd, buffer.address(), BUFFER_BYTES);
        } while (written > 0);
        if (written != -Errno.EAGAIN) {
            SyscallException.check(written, "write", fd);
        }
    }

    /** Reads until there was less than asked for. */
    void drain(String name) {
        int fd = number(name);
        long read;
        do {
            read = linux.read(fd, buffer.address(), BUFFER_BYTES);
        } while (read == BUFFER_BYTES);
        if (read != -Errno.EAGAIN) {
            SyscallException.check(read, "read", fd);
        }
    }

    /** What the kernel says of it now. */
    boolean isReadable(String name) {
        int fd = number(name);
        single.set(0, fd, PollFds.POLLIN);
        return SyscallException.check(linux.ppoll(single, 1, 0), "ppoll", fd) > 0;
    }

    @Override
    public void close() {
        for (int number : Set.copyOf(open)) {
            closeNumber(number);
        }
        single.close();
        buffer.close();
    }
}
