// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the C library that every context needs, with the types of {@link LibcPrototypes}, and the memory they
 * share with us. A function that fails returns -1, and {@link #errno} then says why, until the same thread calls the next
 * one. Any thread.
 *
 * <p>The handles are constants, so that the JIT compiler makes a direct call of each, whichever backend they come from.
 * Each takes {@code long}s and returns one, so that there is one way to call it for each number of arguments; what is
 * narrower is cast here, which costs nothing.
 *
 * <p>What not every context needs is in classes of its own, which are bound when they are first used: {@link
 * LibcDatagrams}, {@link LibcEvents}, {@link LibcFiles}, {@link LibcPolling}, {@link LibcSockets}, {@link LibcSpawn} and
 * {@link LibcThread}.
 *
 * <p>{@link LinuxPlatform#require} comes before the first use of this class.
 */
final class Libc {
    private static final NativeBackend NATIVE = LinuxPlatform.backend();

    private static final MethodHandle EVENTFD = bind("eventfd");
    private static final MethodHandle READ = bind("read");
    private static final MethodHandle WRITE = bind("write");
    private static final MethodHandle CLOSE = bind("close");
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

    /** A function, to be a constant of the class that calls it: see {@link NativeBackend#function}. */
    static MethodHandle bind(String name) {
        return NATIVE.function(name);
    }

    /** The same for one of {@link OptionalPrototypes}: null if the C library has no such function. */
    static @Nullable MethodHandle bindIfThere(String name) {
        try {
            return NATIVE.function(name);
        } catch (UnsatisfiedLinkError missing) {
            return null;
        }
    }

    static long call(MethodHandle function, long a) {
        try {
            return (long) function.invokeExact(a);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static long call(MethodHandle function, long a, long b) {
        try {
            return (long) function.invokeExact(a, b);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static long call(MethodHandle function, long a, long b, long c) {
        try {
            return (long) function.invokeExact(a, b, c);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static long call(MethodHandle function, long a, long b, long c, long d) {
        try {
            return (long) function.invokeExact(a, b, c, d);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static long call(MethodHandle function, long a, long b, long c, long d, long e) {
        try {
            return (long) function.invokeExact(a, b, c, d, e);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static long call(MethodHandle function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) function.invokeExact(a, b, c, d, e, f);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static long call(MethodHandle function, long a, long b, long c, long d, long e, long f, long g) {
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
