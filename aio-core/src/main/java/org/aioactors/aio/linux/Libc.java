// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The functions of the C library, with the types of {@link LibcPrototypes}, and the memory they share with us. A function
 * that fails returns -1, and {@link #errno} then says why, until the same thread calls the next one. Any thread.
 *
 * <p>The handles are constants, so that the JIT compiler makes a direct call of each, whichever backend they come from.
 * Each takes {@code long}s and returns one, so that there is one way to call it for each number of arguments; for values
 * of 32 bits the handle narrows and widens, which costs nothing.
 *
 * <p>{@link LinuxPlatform#require} comes before the first use of this class.
 */
final class Libc {
    private static final NativeBackend NATIVE = LinuxPlatform.backend();

    private static final MethodHandle EVENTFD = bind("eventfd");
    private static final MethodHandle READ = bind("read");
    private static final MethodHandle WRITE = bind("write");
    private static final MethodHandle CLOSE = bind("close");
    private static final MethodHandle FCNTL = bind("fcntl");
    private static final MethodHandle SCHED_SETAFFINITY = bind("sched_setaffinity");
    private static final MethodHandle SCHED_GETAFFINITY = bind("sched_getaffinity");
    private static final MethodHandle PRCTL = bind("prctl");
    private static final MethodHandle PIPE2 = bind("pipe2");
    private static final MethodHandle PPOLL = bind("ppoll");
    private static final MethodHandle EPOLL_CREATE1 = bind("epoll_create1");
    private static final MethodHandle EPOLL_CTL = bind("epoll_ctl");
    private static final MethodHandle EPOLL_WAIT = bind("epoll_wait");
    private static final MethodHandle SOCKET = bind("socket");
    private static final MethodHandle BIND = bind("bind");
    private static final MethodHandle LISTEN = bind("listen");
    private static final MethodHandle ACCEPT4 = bind("accept4");
    private static final MethodHandle CONNECT = bind("connect");
    private static final MethodHandle GETSOCKNAME = bind("getsockname");
    private static final MethodHandle GETPEERNAME = bind("getpeername");
    private static final MethodHandle GETSOCKOPT = bind("getsockopt");
    private static final MethodHandle SETSOCKOPT = bind("setsockopt");
    private static final MethodHandle SHUTDOWN = bind("shutdown");
    private static final MethodHandle OPEN = bind("open");
    private static final MethodHandle SENDFILE = bind("sendfile");
    private static final MethodHandle SYSCALL = bind("syscall");
    private static final MethodHandle MMAP = bind("mmap");
    private static final MethodHandle MUNMAP = bind("munmap");
    private static final MethodHandle ALIGNED_ALLOC = bind("aligned_alloc");
    private static final MethodHandle MEMSET = bind("memset");
    private static final MethodHandle FREE = bind("free");

    private Libc() {}

    /** The {@code errno} of the calling thread's last call, if that failed. */
    static int errno() {
        return NATIVE.errno();
    }

    /** A view in native byte order of memory that somebody else owns. */
    static ByteBuffer view(long address, long size) {
        return NATIVE.view(address, size).order(ByteOrder.nativeOrder());
    }

    /** Where a direct buffer's memory begins. The buffer must be kept for as long as this is used. */
    static long addressOf(ByteBuffer direct) {
        return NATIVE.addressOf(direct);
    }

    static int eventfd(int initialValue, int flags) {
        return (int) call(EVENTFD, initialValue, flags);
    }

    static long read(int fd, long buffer, long count) {
        return call(READ, fd, buffer, count);
    }

    static long write(int fd, long buffer, long count) {
        return call(WRITE, fd, buffer, count);
    }

    static int close(int fd) {
        return (int) call(CLOSE, fd);
    }

    static int fcntl(int fd, int command, long argument) {
        return (int) call(FCNTL, fd, command, argument);
    }

    static int sched_setaffinity(int pid, long maskSize, long mask) {
        return (int) call(SCHED_SETAFFINITY, pid, maskSize, mask);
    }

    static int sched_getaffinity(int pid, long maskSize, long mask) {
        return (int) call(SCHED_GETAFFINITY, pid, maskSize, mask);
    }

    static int prctl(int option, long a, long b, long c, long d) {
        return (int) call(PRCTL, option, a, b, c, d);
    }

    static int pipe2(long fds, int flags) {
        return (int) call(PIPE2, fds, flags);
    }

    static int ppoll(long fds, long count, long timespec, long signalMask) {
        return (int) call(PPOLL, fds, count, timespec, signalMask);
    }

    static int epoll_create1(int flags) {
        return (int) call(EPOLL_CREATE1, flags);
    }

    static int epoll_ctl(int epollFd, int op, int fd, long event) {
        return (int) call(EPOLL_CTL, epollFd, op, fd, event);
    }

    static int epoll_wait(int epollFd, long events, int maxEvents, int timeoutMs) {
        return (int) call(EPOLL_WAIT, epollFd, events, maxEvents, timeoutMs);
    }

    static int socket(int domain, int type, int protocol) {
        return (int) call(SOCKET, domain, type, protocol);
    }

    static int bind(int fd, long address, int length) {
        return (int) call(BIND, fd, address, length);
    }

    static int listen(int fd, int backlog) {
        return (int) call(LISTEN, fd, backlog);
    }

    static int accept4(int fd, long address, long length, int flags) {
        return (int) call(ACCEPT4, fd, address, length, flags);
    }

    static int connect(int fd, long address, int length) {
        return (int) call(CONNECT, fd, address, length);
    }

    static int getsockname(int fd, long address, long length) {
        return (int) call(GETSOCKNAME, fd, address, length);
    }

    static int getpeername(int fd, long address, long length) {
        return (int) call(GETPEERNAME, fd, address, length);
    }

    static int getsockopt(int fd, int level, int option, long value, long length) {
        return (int) call(GETSOCKOPT, fd, level, option, value, length);
    }

    static int setsockopt(int fd, int level, int option, long value, int length) {
        return (int) call(SETSOCKOPT, fd, level, option, value, length);
    }

    static int shutdown(int fd, int how) {
        return (int) call(SHUTDOWN, fd, how);
    }

    static int open(long path, int flags, int mode) {
        return (int) call(OPEN, path, flags, mode);
    }

    static long sendfile(int outFd, int inFd, long offset, long count) {
        return call(SENDFILE, outFd, inFd, offset, count);
    }

    static long syscall(long number, long a, long b, long c, long d, long e, long f) {
        return call(SYSCALL, number, a, b, c, d, e, f);
    }

    static long mmap(long address, long length, int protection, int flags, int fd, long offset) {
        return call(MMAP, address, length, protection, flags, fd, offset);
    }

    static int munmap(long address, long length) {
        return (int) call(MUNMAP, address, length);
    }

    static long aligned_alloc(long alignment, long size) {
        return call(ALIGNED_ALLOC, alignment, size);
    }

    static long memset(long address, int value, long size) {
        return call(MEMSET, address, value, size);
    }

    static void free(long address) {
        call(FREE, address);
    }

    private static MethodHandle bind(String name) {
        MethodHandle function = NATIVE.function(name);
        Class<?>[] longs = new Class<?>[function.type().parameterCount()];
        Arrays.fill(longs, long.class);
        return MethodHandles.explicitCastArguments(function, MethodType.methodType(long.class, longs));
    }

    private static long call(MethodHandle function, long a) {
        try {
            return (long) function.invokeExact(a);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static long call(MethodHandle function, long a, long b) {
        try {
            return (long) function.invokeExact(a, b);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static long call(MethodHandle function, long a, long b, long c) {
        try {
            return (long) function.invokeExact(a, b, c);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static long call(MethodHandle function, long a, long b, long c, long d) {
        try {
            return (long) function.invokeExact(a, b, c, d);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static long call(MethodHandle function, long a, long b, long c, long d, long e) {
        try {
            return (long) function.invokeExact(a, b, c, d, e);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static long call(MethodHandle function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) function.invokeExact(a, b, c, d, e, f);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static long call(MethodHandle function, long a, long b, long c, long d, long e, long f, long g) {
        try {
            return (long) function.invokeExact(a, b, c, d, e, f, g);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** The functions throw nothing; the JVM may, for instance if the stack or the memory is used up. */
    private static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException exception ? exception : new IllegalStateException(thrown);
    }
}
