// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import org.aioactors.aio.linux.Statx;

/**
 * Files, and whatever is read and written like them. Each method writes a request, see {@link Sqe}; descriptors, addresses
 * and lengths are those of the system call of the same name.
 */
public final class FileOps {
    /** Of {@link #splice}: moves pages instead of copying them, where it can. */
    public static final int SPLICE_F_MOVE = 1;
    /** Of {@link #splice}: more will follow. */
    public static final int SPLICE_F_MORE = 4;

    static final int IORING_FSYNC_DATASYNC = 1;

    private FileOps() {}

    /**
     * {@code pread(2)}; the number of bytes, 0 at the end.
     *
     * @param offset where in the file; -1, the only one for what has no position, is the current position
     */
    public static Sqe read(Sqe sqe, int fd, long address, int length, long offset) {
        return sqe.operation(Opcode.IORING_OP_READ, fd, offset, address, length, 0);
    }

    /** Like {@link #read}, into a buffer that the kernel chooses, see {@link SocketOps#recvSelect}. */
    public static Sqe readSelect(Sqe sqe, int fd, int group, int length, long offset) {
        return read(sqe, fd, 0, length, offset).selectFrom(group);
    }

    /**
     * {@code pwrite(2)}; the number of bytes, which may be fewer than asked. The offset is as for {@link #read}.
     */
    public static Sqe write(Sqe sqe, int fd, long address, int length, long offset) {
        return sqe.operation(Opcode.IORING_OP_WRITE, fd, offset, address, length, 0);
    }

    /**
     * {@code fsync(2)}; 0. It does not wait for writes that have not completed.
     *
     * @param dataOnly {@code fdatasync(2)} instead
     */
    public static Sqe fsync(Sqe sqe, int fd, boolean dataOnly) {
        return sqe.operation(Opcode.IORING_OP_FSYNC, fd, 0, 0, 0, dataOnly ? IORING_FSYNC_DATASYNC : 0);
    }

    /**
     * {@code openat(2)}; the descriptor.
     *
     * @param directory the descriptor of a directory, or {@link org.aioactors.aio.linux.Fcntl#AT_FDCWD}
     * @param pathAddress of the path, which ends with a zero byte
     * @param flags such as {@link org.aioactors.aio.linux.Fcntl#O_CLOEXEC}, which is not implied
     * @param mode the permissions of a file that is made
     */
    public static Sqe openat(Sqe sqe, int directory, long pathAddress, int flags, int mode) {
        return sqe.operation(Opcode.IORING_OP_OPENAT, directory, 0, pathAddress, mode, flags);
    }

    /** {@code close(2)}; 0. */
    public static Sqe close(Sqe sqe, int fd) {
        return sqe.operation(Opcode.IORING_OP_CLOSE, fd, 0, 0, 0, 0);
    }

    /** {@code ftruncate(2)} (Linux 6.9); 0. */
    public static Sqe ftruncate(Sqe sqe, int fd, long length) {
        return sqe.operation(Opcode.IORING_OP_FTRUNCATE, fd, length, 0, 0, 0);
    }

    /**
     * {@code statx(2)}; 0.
     *
     * @param directory the descriptor of a directory, or {@link org.aioactors.aio.linux.Fcntl#AT_FDCWD}
     * @param pathAddress of the path, which ends with a zero byte
     * @param flags such as {@link org.aioactors.aio.linux.Fcntl#AT_SYMLINK_NOFOLLOW}
     * @param mask which fields are wanted, such as {@link Statx#STATX_BASIC_STATS}
     * @param result receives them
     */
    public static Sqe statx(Sqe sqe, int directory, long pathAddress, int flags, int mask, Statx result) {
        return sqe.operation(Opcode.IORING_OP_STATX, directory, result.address(), pathAddress, mask, flags);
    }

    /**
     * {@code splice(2)}, of which one end is a pipe; the number of bytes, which may be fewer than asked, and 0 at the end.
     *
     * @param fromOffset where in the file; -1 is the current position, and the only one of a pipe
     * @param toOffset likewise
     * @param flags 0 or {@code SPLICE_F_} constants
     */
    public static Sqe splice(Sqe sqe, int fromFd, long fromOffset, int toFd, long toOffset, int length, int flags) {
        return sqe.operation(Opcode.IORING_OP_SPLICE, toFd, toOffset, fromOffset, length, flags)
                .fileIndex(fromFd);
    }
}
