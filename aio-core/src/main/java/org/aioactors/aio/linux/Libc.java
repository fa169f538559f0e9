// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * The functions of the C library that we call: declarations only.
 *
 * <p>JNA's direct mapping binds the native methods below to the functions of the same name. It is
 * fast as long as all arguments are primitives, therefore pointers are {@code long} addresses, and
 * {@code size_t}, {@code ssize_t} and {@code nfds_t} are {@code long}: all platforms that {@link
 * LinuxPlatform} admits are 64-bit. A function that fails returns -1, and {@code errno} is then read
 * with {@code Native.getLastError()}.
 *
 * <p>{@code fcntl} and {@code syscall} have variable argument lists in C. The platforms we admit pass
 * integers and pointers there exactly like declared arguments. The System V ABI for x86-64 (section 3.2.3)
 * only adds the number of vector registers in {@code %al}, which libffi, below JNA, sets in every call;
 * the parameter passing rules of AAPCS64 do not ask whether an argument is named; the RISC-V calling
 * convention treats only arguments of twice a register's size differently. {@code syscall} is declared
 * with {@code long}s throughout, so that no half of a register is left undefined.
 */
final class Libc {
    private Libc() {}

    /**
     * Binds the native methods of this class; {@link LinuxPlatform} does it, once, before any use.
     *
     * @throws UnsatisfiedLinkError if JNA's native part cannot be loaded, or a function is missing
     */
    static void register() {
        Native.register(Libc.class, NativeLibrary.getInstance(Platform.C_LIBRARY_NAME));
    }

    static native int eventfd(int initialValue, int flags);

    static native long read(int fd, long buffer, long count);

    static native long write(int fd, long buffer, long count);

    static native int close(int fd);

    static native int fcntl(int fd, int command, long argument);

    static native int sched_setaffinity(int pid, long maskSize, long mask);

    static native int sched_getaffinity(int pid, long maskSize, long mask);

    static native int prctl(int option, long a, long b, long c, long d);

    static native int pipe2(long fds, int flags);

    static native int ppoll(long fds, long count, long timespec, long signalMask);

    static native int epoll_create1(int flags);

    static native int epoll_ctl(int epollFd, int op, int fd, long event);

    static native int epoll_wait(int epollFd, long events, int maxEvents, int timeoutMs);

    static native int socket(int domain, int type, int protocol);

    static native int bind(int fd, long address, int length);

    static native int listen(int fd, int backlog);

    static native int accept4(int fd, long address, long length, int flags);

    static native int connect(int fd, long address, int length);

    static native int getsockname(int fd, long address, long length);

    static native int getpeername(int fd, long address, long length);

    static native int getsockopt(int fd, int level, int option, long value, long length);

    static native int setsockopt(int fd, int level, int option, long value, int length);

    static native int shutdown(int fd, int how);

    static native long syscall(long number, long a, long b, long c, long d, long e, long f);

    static native long mmap(long address, long length, int protection, int flags, int fd, long offset);

    static native int munmap(long address, long length);

    static native long aligned_alloc(long alignment, long size);

    static native long memset(long address, int value, long size);

    static native void free(long address);
}
