// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.util.function.LongSupplier;

/**
 * File operations that block the calling thread until they are done. A signal does not end them: interrupted calls are
 * repeated. Results are those of {@link Syscalls}, {@code -errno} included; {@link SyscallException#check(long, String,
 * int)} makes an exception of that. Any thread.
 */
public final class FileIo {
    /** At the descriptor's own position, which moves on. */
    public static final long CURRENT_POSITION = -1;

    private FileIo() {}

    /**
     * Opens a file; it is close-on-exec.
     *
     * @param flags such as {@link Fcntl#O_RDONLY}
     * @param mode the permissions of a file that is made
     * @throws SyscallException naming the path, if the kernel refuses
     * @throws IllegalArgumentException if the path has a zero character
     */
    public static Fd open(Syscalls syscalls, String path, int flags, int mode) {
        try (NativeMemory name = pathName("open", path)) {
            int fd = openat(syscalls, Fcntl.AT_FDCWD, name.address(), flags, mode);
            return Fd.adopt(syscalls, SyscallException.check(fd, "openat('" + path + "')"), path);
        }
    }

    /**
     * A path as the kernel wants it, in the bytes of {@link FileName}.
     *
     * @param operation what it is for
     * @throws IllegalArgumentException if it has a zero character
     */
    public static NativeMemory pathName(String operation, String path) {
        checkPath(operation, path);
        byte[] bytes = FileName.encode(path);
        NativeMemory name = NativeMemory.allocate(bytes.length + 1);
        name.buffer().put(0, bytes);
        return name;
    }

    /**
     * Throws {@link IllegalArgumentException} if a path has a zero character, at which the kernel would cut it.
     *
     * @param operation what it is for
     */
    public static void checkPath(String operation, String path) {
        if (path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    operation + ": a path has no zero character: " + path.replace('\0', '?'));
        }
    }

    /** {@code openat(2)}, with {@link Fcntl#O_CLOEXEC}. */
    public static int openat(Syscalls syscalls, int directory, long pathAddress, int flags, int mode) {
        return (int) uninterrupted(() -> syscalls.openat(directory, pathAddress, flags | Fcntl.O_CLOEXEC, mode));
    }

    /**
     * {@code pread(2)}, or {@code read(2)} at {@link #CURRENT_POSITION} and for what has no positions: there the position is
     * ignored, as io_uring does.
     */
    public static long read(Syscalls syscalls, int fd, long address, int length, long position) {
        long result = position == CURRENT_POSITION
                ? -Errno.ESPIPE
                : uninterrupted(() -> syscalls.pread(fd, address, length, position));
        return result != -Errno.ESPIPE ? result : uninterrupted(() -> syscalls.read(fd, address, length));
    }

    /** {@code pwrite(2)}, or {@code write(2)} as in {@link #read}. */
    public static long write(Syscalls syscalls, int fd, long address, int length, long position) {
        long result = position == CURRENT_POSITION
                ? -Errno.ESPIPE
                : uninterrupted(() -> syscalls.pwrite(fd, address, length, position));
        return result != -Errno.ESPIPE ? result : uninterrupted(() -> syscalls.write(fd, address, length));
    }

    /**
     * {@code fsync(2)}.
     *
     * @param dataOnly {@code fdatasync(2)} instead
     */
    public static int fsync(Syscalls syscalls, int fd, boolean dataOnly) {
        return (int) uninterrupted(() -> dataOnly ? syscalls.fdatasync(fd) : syscalls.fsync(fd));
    }

    /** {@code ftruncate(2)}. */
    public static int truncate(Syscalls syscalls, int fd, long length) {
        return (int) uninterrupted(() -> syscalls.ftruncate(fd, length));
    }

    /**
     * {@code statx(2)} of an open file.
     *
     * @param emptyPathAddress of a zero byte
     * @param outAddress of a {@link Statx}
     */
    public static int stat(Syscalls syscalls, int fd, long emptyPathAddress, long outAddress) {
        return syscalls.statx(fd, emptyPathAddress, Fcntl.AT_EMPTY_PATH, Statx.STATX_BASIC_STATS, outAddress);
    }

    /**
     * {@code statx(2)} of what is at a path.
     *
     * @param flags 0, or {@link Fcntl#AT_SYMLINK_NOFOLLOW}
     * @param outAddress of a {@link Statx}
     */
    public static int stat(Syscalls syscalls, String path, int flags, long outAddress) {
        try (NativeMemory name = pathName("statx", path)) {
            return syscalls.statx(Fcntl.AT_FDCWD, name.address(), flags, Statx.STATX_BASIC_STATS, outAddress);
        }
    }

    /** {@code renameat(2)}; relative paths start from the working directory. */
    public static int rename(Syscalls syscalls, String from, String to) {
        try (NativeMemory oldName = pathName("rename", from);
                NativeMemory newName = pathName("rename", to)) {
            return (int) uninterrupted(
                    () -> syscalls.renameat(Fcntl.AT_FDCWD, oldName.address(), Fcntl.AT_FDCWD, newName.address()));
        }
    }

    /** {@code unlinkat(2)}; {@code flags} are 0 or {@link Fcntl#AT_REMOVEDIR}. */
    public static int unlink(Syscalls syscalls, String path, int flags) {
        try (NativeMemory name = pathName("unlink", path)) {
            return (int) uninterrupted(() -> syscalls.unlinkat(Fcntl.AT_FDCWD, name.address(), flags));
        }
    }

    /** {@code mkdirat(2)}. */
    public static int mkdir(Syscalls syscalls, String path, int mode) {
        try (NativeMemory name = pathName("mkdir", path)) {
            return (int) uninterrupted(() -> syscalls.mkdirat(Fcntl.AT_FDCWD, name.address(), mode));
        }
    }

    /** {@code mkfifoat(3)}. */
    public static int mkfifo(Syscalls syscalls, String path, int mode) {
        try (NativeMemory name = pathName("mkfifo", path)) {
            return (int) uninterrupted(() -> syscalls.mkfifoat(Fcntl.AT_FDCWD, name.address(), mode));
        }
    }

    /** {@code close(2)}, which Linux never has to be asked twice: the descriptor is free whatever it returns. */
    public static int close(Syscalls syscalls, int fd) {
        int result = syscalls.close(fd);
        return result == -Errno.EINTR ? 0 : result;
    }

    private static long uninterrupted(LongSupplier call) {
        long result;
        do {
            result = call.getAsLong();
        } while (result == -Errno.EINTR);
        return result;
    }
}
