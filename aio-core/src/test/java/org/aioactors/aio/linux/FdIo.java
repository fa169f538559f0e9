// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What tests do with raw descriptors. */
public final class FdIo {
    private static final long DEADLINE_NS = Duration.ofSeconds(30).toNanos();
    private static final Syscalls LINUX = Syscalls.linux();

    /** See {@code fcntl(2)}. */
    private static final int F_DUPFD_CLOEXEC = 1030;

    /** Below the usual limit of open files, and above what a JVM opens. */
    private static final int HIGH_NUMBER = 900;

    private FdIo() {}

    /**
     * Closes a descriptor for another one of the same file, of a number that the kernel gives nobody by itself: it gives the
     * lowest. So, once the test has closed it, that number stays free, whatever the JVM's other threads open.
     */
    public static int moveUp(int fd) {
        int moved = SyscallException.check(LINUX.fcntl(fd, F_DUPFD_CLOEXEC, HIGH_NUMBER), "fcntl(F_DUPFD_CLOEXEC)", fd);
        SyscallException.check(LINUX.close(fd), "close", fd);
        return moved;
    }

    /** The address of a host given as a literal, such as {@code "::1"}. */
    public static InetSocketAddress address(String literal, int port) {
        try {
            return new InetSocketAddress(InetAddress.getAllByName(literal)[0], port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until one of the events is there, and returns those that are. */
    public static int await(int fd, int events) {
        try (PollFds fds = PollFds.allocate(1)) {
            fds.set(0, fd, events);
            assertThat(LINUX.ppoll(fds, 1, DEADLINE_NS))
                    .as("ready within the deadline")
                    .isEqualTo(1);
            return fds.revents(0);
        }
    }

    /** Whether one of the events is there now. */
    public static boolean isReady(int fd, int events) {
        try (PollFds fds = PollFds.allocate(1)) {
            fds.set(0, fd, events);
            return SyscallException.check(LINUX.ppoll(fds, 1, 0), "ppoll", fd) == 1;
        }
    }

    public static long writeLong(int fd, long value) {
        try (NativeMemory memory = NativeMemory.allocate(Long.BYTES)) {
            memory.buffer().putLong(0, value);
            return LINUX.write(fd, memory.address(), Long.BYTES);
        }
    }

    /** What {@code read} of eight bytes returns: {@code -EAGAIN} says that an eventfd was not written to. */
    public static long readLong(int fd) {
        try (NativeMemory memory = NativeMemory.allocate(Long.BYTES)) {
            return LINUX.read(fd, memory.address(), Long.BYTES);
        }
    }

    public static void writeText(int fd, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (NativeMemory memory = NativeMemory.allocate(bytes.length)) {
            memory.buffer().put(0, bytes);
            assertThat(LINUX.write(fd, memory.address(), bytes.length)).isEqualTo(bytes.length);
        }
    }

    /** Waits for something to read and reads it, at most as much as expected; empty at the end. */
    public static String readText(int fd, int maxBytes) {
        await(fd, PollFds.POLLIN);
        try (NativeMemory memory = NativeMemory.allocate(maxBytes)) {
            byte[] bytes =
                    new byte[(int) SyscallException.check(LINUX.read(fd, memory.address(), maxBytes), "read", fd)];
            memory.buffer().get(0, bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    public static Fd newEventFd() {
        int flags = EventNotifier.EFD_NONBLOCK | EventNotifier.EFD_CLOEXEC;
        return Fd.adopt(LINUX, SyscallException.check(LINUX.eventfd(0, flags), "eventfd"), "eventfd of a test");
    }
}
