// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/** Commands and flags of {@code fcntl(2)}, {@code open(2)} and {@code openat(2)}. */
public final class Fcntl {
    /** Command: get the descriptor's flags, of which there is only {@link #FD_CLOEXEC}. */
    public static final int F_GETFD = 1;
    /** Command: set the descriptor's flags. */
    public static final int F_SETFD = 2;
    /** Command: get the open file's status flags, {@link #O_NONBLOCK} among them. */
    public static final int F_GETFL = 3;
    /** Command: set the open file's status flags. */
    public static final int F_SETFL = 4;

    /** Command: duplicate the descriptor as the lowest free number from the argument on, with {@link #FD_CLOEXEC}. */
    public static final int F_DUPFD_CLOEXEC = 1030;

    /** Descriptor flag: closed when the process executes another program. */
    public static final int FD_CLOEXEC = 1;
    /** File status flag: reading and writing return {@link Errno#EAGAIN} where they would block. */
    public static final int O_NONBLOCK = 0x800;
    /** Flag when opening: as if {@link #FD_CLOEXEC} were set, with no moment in between. */
    public static final int O_CLOEXEC = 0x80000;

    /** Flag when opening: read only. */
    public static final int O_RDONLY = 0;
    /** Flag when opening: write only. */
    public static final int O_WRONLY = 1;
    /** Flag when opening: read and write. */
    public static final int O_RDWR = 2;
    /** Flag when opening: make the file if there is none. */
    public static final int O_CREAT = 0x40;
    /** Flag of looking at a file: at a symbolic link itself, not at what it leads to. */
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    /** Flag when opening: fail with {@link Errno#EEXIST} if there is a file already. */
    public static final int O_EXCL = 0x80;
    /** Flag when opening: cut the file off to nothing. */
    public static final int O_TRUNC = 0x200;
    /** Flag when opening: write at the end, wherever that is by then. */
    public static final int O_APPEND = 0x400;
    /** Flag when opening: only if it is a directory, else {@link Errno#ENOTDIR}. */
    public static final int O_DIRECTORY = LinuxPlatform.IS_AARCH64 ? 0x4000 : 0x10000;
    /** Flag when opening: past the page cache; addresses, lengths and positions must be multiples of the device's block. */
    public static final int O_DIRECT = LinuxPlatform.IS_AARCH64 ? 0x10000 : 0x4000;
    /** Flag when opening: each write returns when its data are on the disk, and what is needed to read them. */
    public static final int O_DSYNC = 0x1000;
    /** Flag when opening: not if the last part of the path is a symbolic link, but {@code ELOOP}. */
    public static final int O_NOFOLLOW = LinuxPlatform.IS_AARCH64 ? 0x8000 : 0x20000;
    /** Flag when opening a directory to write: a new file in it that has no name, and is gone when it is closed. */
    public static final int O_TMPFILE = 0x400000 | O_DIRECTORY;
    /** Flag of {@link Syscalls#unlinkat}: an empty directory, and nothing else. */
    public static final int AT_REMOVEDIR = 0x200;
    /** Flag of {@link Syscalls#statx}: with an empty path, about the descriptor itself. */
    public static final int AT_EMPTY_PATH = 0x1000;
    /** Stands for the working directory where a call takes a descriptor of a directory. */
    public static final int AT_FDCWD = -100;

    /** Operation of {@link Syscalls#flock}: to have it alone. */
    public static final int LOCK_EX = 2;
    /** Operation of {@link Syscalls#flock}: fail rather than wait. */
    public static final int LOCK_NB = 4;
    /** Flag when opening: a terminal does not become the process's controlling one. */
    public static final int O_NOCTTY = 0x100;

    private Fcntl() {}

    /**
     * Has a descriptor closed when the process executes another program. Any thread.
     *
     * @throws SyscallException if the descriptor is not open
     */
    public static void setCloseOnExec(Syscalls syscalls, int fd) {
        SyscallException.check(syscalls.fcntl(fd, F_SETFD, FD_CLOEXEC), "fcntl(F_SETFD)", fd);
    }

    /**
     * Makes reading and writing of an open file return instead of block. Any thread. The flag belongs to
     * the open file: whoever shares it, as a child process shares a terminal, sees it too.
     *
     * @throws SyscallException if the descriptor is not open
     */
    public static void setNonBlocking(Syscalls syscalls, int fd) {
        int flags = SyscallException.check(syscalls.fcntl(fd, F_GETFL, 0), "fcntl(F_GETFL)", fd);
        if ((flags & O_NONBLOCK) == 0) {
            SyscallException.check(syscalls.fcntl(fd, F_SETFL, flags | O_NONBLOCK), "fcntl(F_SETFL)", fd);
        }
    }

    /**
     * Another descriptor of the same open file, close-on-exec. Any thread.
     *
     * @throws SyscallException if there is no room for one
     */
    public static Fd duplicate(Syscalls syscalls, Fd fd) {
        int number = SyscallException.check(
                syscalls.fcntl(fd.value(), F_DUPFD_CLOEXEC, 0), "fcntl(F_DUPFD_CLOEXEC)", fd.value());
        return Fd.adopt(syscalls, number, "duplicate of " + fd);
    }
}
