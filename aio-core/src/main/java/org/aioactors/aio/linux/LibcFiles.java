// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.lang.invoke.MethodHandle;

/** Files and pipes, see {@link Libc}; any thread. */
final class LibcFiles {
    private static final MethodHandle FCNTL = Libc.bind("fcntl");
    private static final MethodHandle PIPE2 = Libc.bind("pipe2");
    private static final MethodHandle OPENAT = Libc.bind("openat");
    private static final MethodHandle PREAD = Libc.bind("pread");
    private static final MethodHandle PWRITE = Libc.bind("pwrite");
    private static final MethodHandle FSYNC = Libc.bind("fsync");
    private static final MethodHandle FDATASYNC = Libc.bind("fdatasync");
    private static final MethodHandle FTRUNCATE = Libc.bind("ftruncate");
    private static final MethodHandle RENAMEAT = Libc.bind("renameat");
    private static final MethodHandle UNLINKAT = Libc.bind("unlinkat");
    private static final MethodHandle MKDIRAT = Libc.bind("mkdirat");
    private static final MethodHandle SENDFILE = Libc.bind("sendfile");
    private static final MethodHandle FCHMOD = Libc.bind("fchmod");
    private static final MethodHandle FCHMODAT = Libc.bind("fchmodat");
    private static final MethodHandle IOCTL = Libc.bind("ioctl");
    private static final MethodHandle FLOCK = Libc.bind("flock");

    private LibcFiles() {}

    static int fcntl(int fd, int command, long argument) {
        return (int) Libc.call(FCNTL, fd, command, argument);
    }

    static int ioctl(int fd, long request, long argument) {
        return (int) Libc.call(IOCTL, fd, request, argument);
    }

    static int flock(int fd, int operation) {
        return (int) Libc.call(FLOCK, fd, operation);
    }

    static int pipe2(long fds, int flags) {
        return (int) Libc.call(PIPE2, fds, flags);
    }

    static int openat(int directory, long path, int flags, int mode) {
        return (int) Libc.call(OPENAT, directory, path, flags, mode);
    }

    static long sendfile(int outFd, int inFd, long offset, long count) {
        return Libc.call(SENDFILE, outFd, inFd, offset, count);
    }

    static long pread(int fd, long buffer, long count, long position) {
        return Libc.call(PREAD, fd, buffer, count, position);
    }

    static long pwrite(int fd, long buffer, long count, long position) {
        return Libc.call(PWRITE, fd, buffer, count, position);
    }

    static int fsync(int fd) {
        return (int) Libc.call(FSYNC, fd);
    }

    static int fdatasync(int fd) {
        return (int) Libc.call(FDATASYNC, fd);
    }

    static int ftruncate(int fd, long length) {
        return (int) Libc.call(FTRUNCATE, fd, length);
    }

    static int renameat(int fromDirectory, long fromPath, int toDirectory, long toPath) {
        return (int) Libc.call(RENAMEAT, fromDirectory, fromPath, toDirectory, toPath);
    }

    static int unlinkat(int directory, long path, int flags) {
        return (int) Libc.call(UNLINKAT, directory, path, flags);
    }

    static int mkdirat(int directory, long path, int mode) {
        return (int) Libc.call(MKDIRAT, directory, path, mode);
    }

    static int fchmod(int fd, int mode) {
        return (int) Libc.call(FCHMOD, fd, mode);
    }

    static int fchmodat(int directory, long path, int mode, int flags) {
        return (int) Libc.call(FCHMODAT, directory, path, mode, flags);
    }
}
