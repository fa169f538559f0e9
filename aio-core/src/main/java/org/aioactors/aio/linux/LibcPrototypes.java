// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The functions of the C library that we call: declarations only, and the only ones but for {@link OptionalPrototypes}.
 *
 * <p>{@link JnaBackend} binds the native methods below to the functions of the same name; {@link FfmBackend} only
 * reads their types, so that calling one here would fail: everybody calls {@link Libc}. All arguments are primitives,
 * for JNA's direct mapping is fast with nothing else: pointers are {@code long} addresses, and {@code size_t},
 * {@code ssize_t} and {@code nfds_t} are {@code long}: all platforms that {@link LinuxPlatform} admits are 64-bit.
 *
 * <p>Some of them have variable argument lists in C. The platforms we admit pass
 * integers and pointers there exactly like declared arguments, but {@code java.lang.foreign} wants to be told. The System V ABI for x86-64 (section 3.2.3)
 * only adds the number of vector registers in {@code %al}, which libffi, below JNA, and the JVM's linker set in every
 * call; the parameter passing rules of AAPCS64 do not ask whether an argument is named; the RISC-V calling
 * convention treats only arguments of twice a register's size differently. {@code syscall} is declared
 * with {@code long}s throughout, so that no half of a register is left undefined.
 */
final class LibcPrototypes {
    /** What {@link #firstVariadic} says of a function whose parameters are all declared. */
    static final int NOT_VARIADIC = -1;

    private LibcPrototypes() {}

    /** The index of the first argument of a function that its C declaration leaves open, or {@link #NOT_VARIADIC}. */
    static int firstVariadic(String name) {
        return switch (name) {
            case "prctl", "syscall" -> 1;
            case "fcntl", "ioctl" -> 2;
            case "openat" -> 3;
            default -> NOT_VARIADIC;
        };
    }

    /**
     * The prototype of a function.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    static Method of(String name) {
        return Stream.of(LibcPrototypes.class, OptionalPrototypes.class)
                .flatMap(owner -> Arrays.stream(owner.getDeclaredMethods()))
                .filter(method -> (Modifier.isNative(method.getModifiers()) || isOptional(method))
                        && method.getName().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("no prototype of " + name));
    }

    /** Whether there may be no such function here. */
    static boolean isOptional(Method prototype) {
        return prototype.getDeclaringClass() == OptionalPrototypes.class;
    }

    static native int eventfd(int initialValue, int flags);

    static native long read(int fd, long buffer, long count);

    static native long write(int fd, long buffer, long count);

    static native int close(int fd);

    static native int fcntl(int fd, int command, long argument);

    static native int ioctl(int fd, long request, long argument);

    static native int flock(int fd, int operation);

    static native int openat(int directory, long path, int flags, int mode);

    static native long pread(int fd, long buffer, long count, long position);

    static native long pwrite(int fd, long buffer, long count, long position);

    static native int fsync(int fd);

    static native int fdatasync(int fd);

    static native int ftruncate(int fd, long length);

    static native int renameat(int fromDirectory, long fromPath, int toDirectory, long toPath);

    static native int unlinkat(int directory, long path, int flags);

    static native int mkdirat(int directory, long path, int mode);

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

    static native long sendmsg(int fd, long message, int flags);

    static native long recvmsg(int fd, long message, int flags);

    static native int fchmod(int fd, int mode);

    static native int fchmodat(int directory, long path, int mode, int flags);

    static native int recvmmsg(int fd, long messages, int count, int flags, long timespec);

    static native int sendmmsg(int fd, long messages, int count, int flags);

    static native long sendfile(int outFd, int inFd, long offset, long count);

    static native int posix_spawnp(
            long pid, long file, long actions, long attributes, long arguments, long environment);

    static native int posix_spawn_file_actions_init(long actions);

    static native int posix_spawn_file_actions_destroy(long actions);

    static native int posix_spawn_file_actions_addopen(long actions, int fd, long path, int flags, int mode);

    static native int posix_spawn_file_actions_adddup2(long actions, int fd, int as);

    static native int posix_spawn_file_actions_addclose(long actions, int fd);

    static native int posix_spawnattr_init(long attributes);

    static native int posix_spawnattr_destroy(long attributes);

    static native int posix_spawnattr_setflags(long attributes, int flags);

    static native int posix_spawnattr_setpgroup(long attributes, int group);

    static native int posix_spawnattr_setsigdefault(long attributes, long signals);

    static native int posix_spawnattr_setsigmask(long attributes, long signals);

    static native int inotify_init1(int flags);

    static native int inotify_add_watch(int fd, long path, int mask);

    static native int inotify_rm_watch(int fd, int watch);

    static native int timerfd_create(int clock, int flags);

    static native int timerfd_settime(int fd, int flags, long newValue, long oldValue);

    static native int mkfifoat(int directory, long path, int mode);

    static native long syscall(long number, long a, long b, long c, long d, long e, long f);

    static native long mmap(long address, long length, int protection, int flags, int fd, long offset);

    static native int munmap(long address, long length);

    static native long aligned_alloc(long alignment, long size);

    static native long memset(long address, int value, long size);

    static native void free(long address);
}
