// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.KernelMemory;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Statx;
import org.aioactors.aio.linux.uring.FileOps;

/**
 * Requests on files, and whatever is read and written like them, on the ring of a context. {@link AioRequests} says who may
 * call these methods, what they throw, and what becomes of memory and descriptors.
 */
public final class FileRequests {
    /** For reads and writes: at the current position, the only one for what has no positions, such as a pipe. */
    public static final long CURRENT_POSITION = FileIo.CURRENT_POSITION;

    private final RequestQueue queue;

    FileRequests(RequestQueue queue) {
        this.queue = queue;
    }

    /**
     * {@code pread(2)}; the number of bytes, 0 at the end. A descriptor with {@code O_NONBLOCK} may answer {@code
     * -EAGAIN}; without, the read waits.
     *
     * @param position where in the file, or {@link #CURRENT_POSITION}
     */
    public AioRequest read(int fd, NativeMemory memory, int offset, int length, long position, Completion callback) {
        QueuedRequest request = queue.request("read", fd, callback, memory);
        long address = MemoryUsed.address("read", memory, offset, length);
        checkPosition("read", position);
        FileOps.read(queue.begin(request), fd, address, length, position);
        return queue.queued(request);
    }

    /** {@code pwrite(2)}; the number of bytes, which may be fewer than asked. Otherwise like {@link #read}. */
    public AioRequest write(int fd, NativeMemory memory, int offset, int length, long position, Completion callback) {
        QueuedRequest request = queue.request("write", fd, callback, memory);
        long address = MemoryUsed.address("write", memory, offset, length);
        checkPosition("write", position);
        FileOps.write(queue.begin(request), fd, address, length, position);
        return queue.queued(request);
    }

    /**
     * {@code fsync(2)}; 0. It does not wait for writes that have not completed.
     *
     * @param dataOnly {@code fdatasync(2)} instead
     */
    public AioRequest fsync(int fd, boolean dataOnly, Completion callback) {
        QueuedRequest request = queue.request("fsync", fd, callback, null);
        FileOps.fsync(queue.begin(request), fd, dataOnly);
        return queue.queued(request);
    }

    /** {@code ftruncate(2)} (Linux 6.9); 0. */
    public AioRequest ftruncate(int fd, long length, Completion callback) {
        QueuedRequest request = queue.request("ftruncate", fd, callback, null);
        FileOps.ftruncate(queue.begin(request), fd, length);
        return queue.queued(request);
    }

    /**
     * {@code openat(2)}; the descriptor, which is close-on-exec and the caller's to close.
     *
     * @param directory what a relative path starts from, or {@link Fcntl#AT_FDCWD}
     * @param flags such as {@link Fcntl#O_RDONLY}
     * @param mode the permissions of a file that is made
     */
    public AioRequest openat(int directory, String path, int flags, int mode, Completion callback) {
        try (NativeMemory name = FileIo.pathName("openat", path)) { // freed when the kernel is done with it
            QueuedRequest request = queue.request("openat '" + path + "'", callback, name);
            FileOps.openat(queue.begin(request), directory, name.address(), flags | Fcntl.O_CLOEXEC, mode);
            return queue.queued(request);
        }
    }

    /** {@code close(2)}; 0. */
    public AioRequest close(int fd, Completion callback) {
        QueuedRequest request = queue.request("close", fd, callback, null);
        FileOps.close(queue.begin(request), fd);
        return queue.queued(request);
    }

    /**
     * {@code statx(2)}; 0.
     *
     * @param directory what a relative path starts from, or {@link Fcntl#AT_FDCWD}
     * @param flags 0, or such as {@link Fcntl#AT_SYMLINK_NOFOLLOW}
     * @param mask which fields are wanted, such as {@link Statx#STATX_BASIC_STATS}
     * @param result receives them
     */
    public AioRequest statx(int directory, String path, int flags, int mask, Statx result, Completion callback) {
        try (NativeMemory name = FileIo.pathName("statx", path)) { // freed when the kernel is done with it
            QueuedRequest request = queue.request("statx '" + path + "'", callback, KernelMemory.all(name, result));
            FileOps.statx(queue.begin(request), directory, name.address(), flags, mask, result);
            return queue.queued(request);
        }
    }

    /**
     * {@code splice(2)}: moves bytes from one descriptor to another, of which one is a pipe; how many, which may be fewer
     * than asked, and 0 at the end. A thread of the kernel does it.
     *
     * @param fromPosition where in the file, or {@link #CURRENT_POSITION}
     * @param toPosition likewise
     * @param flags 0 or {@code SPLICE_F_} constants of {@link FileOps}
     */
    public AioRequest splice(
            int fromFd, long fromPosition, int toFd, long toPosition, int length, int flags, Completion callback) {
        RequestQueue.checkFd("splice", fromFd);
        checkPosition("splice", fromPosition);
        checkPosition("splice", toPosition);
        if (length < 0) {
            throw new IllegalArgumentException("splice: length must not be negative: " + length);
        }
        QueuedRequest request = queue.request("splice", toFd, callback, null);
        FileOps.splice(queue.begin(request), fromFd, fromPosition, toFd, toPosition, length, flags);
        return queue.queued(request);
    }

    static void checkPosition(String operation, long position) {
        if (position < CURRENT_POSITION) {
            throw new IndexOutOfBoundsException(operation + ": position must not be negative: " + position);
        }
    }
}
