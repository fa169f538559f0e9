// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.KernelMemory;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Statx;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * Files without blocking the loop, on every kernel, see {@link AioContext#files}: a request goes to the context's
 * io_uring if there is one, and else, and always for {@link #stat} and {@link #truncate}, to the threads of {@link
 * AioContext#offload}. Which it is makes no difference
 * to results, errors, or the life of memory; only that on a thread it can't be cancelled any more once it has begun.
 *
 * <p>All methods are for the home thread, also inside callbacks, and do not block. They throw {@link
 * IllegalStateException} on another thread, once the context is closed, or for closed memory, {@link
 * IllegalArgumentException} for a negative descriptor, and {@link IndexOutOfBoundsException} for bytes outside the memory;
 * then nothing was begun. Besides, {@link java.util.concurrent.RejectedExecutionException} if there is no ring and the pool
 * is full, and {@link org.aioactors.aio.linux.SyscallException} if there is one and it is full and the kernel takes nothing.
 *
 * <p>A {@link Completion} hears, once, what the system call of that name returns, or {@code -errno}; its flags are 0. {@link
 * org.aioactors.aio.linux.SyscallException#check(int, String, int)} makes an exception of an error. {@code -ECANCELED} is the
 * result of what was cancelled, or was still going on when the context was closed, and then may have happened all the same.
 *
 * <p>Memory of a request is the kernel's until that: it may be closed before, and is freed then. Descriptors stay their
 * owners', and must not be closed before. Requests run at the same time and in any order: what must come after another
 * one is requested when that has completed.
 */
public final class AioFiles {
    /** For reads and writes: at the current position, the only one for what has no positions, such as a pipe. */
    public static final long CURRENT_POSITION = FileIo.CURRENT_POSITION;

    static final String KIND = "request";

    /** What statx wants as path when it is asked about a descriptor; never freed. */
    private static final class EmptyPath {
        static final NativeMemory MEMORY = NativeMemory.allocate(1);
    }

    private final LoopGuard guard;
    private final Syscalls syscalls;
    private final MonitorSlot monitor;
    private final AioRequests ring;
    private final BlockingCalls pool;
    private final AioPaths paths;

    AioFiles(LoopGuard guard, Syscalls syscalls, MonitorSlot monitor, AioRequests ring, BlockingCalls pool) {
        this.guard = guard;
        this.syscalls = syscalls;
        this.monitor = monitor;
        this.ring = ring;
        this.pool = pool;
        this.paths = new AioPaths(guard, syscalls, pool);
    }

    /** Requests about names of files: rename, remove, list, and so on. Any thread; what it returns is for the home thread. */
    public AioPaths paths() {
        return paths;
    }

    /** Every ring that a context can have knows the operations that go there (Linux 5.6). */
    private boolean hasRing() {
        return monitor.requests() != null;
    }

    /** Like {@link #openat}, a relative path starting from the working directory. */
    public Cancellable open(String path, int flags, int mode, Completion callback) {
        return openat(Fcntl.AT_FDCWD, path, flags, mode, callback);
    }

    /**
     * {@code openat(2)}; the descriptor, which is close-on-exec and the caller's to close. Throws {@link
     * IllegalArgumentException} if the path has a zero character.
     *
     * @param directory what a relative path starts from, or {@link Fcntl#AT_FDCWD}
     * @param flags such as {@link Fcntl#O_RDONLY}
     * @param mode the permissions of a file that is made
     */
    public Cancellable openat(int directory, String path, int flags, int mode, Completion callback) {
        if (hasRing()) {
            return ring.files().openat(directory, path, flags, mode, callback);
        }
        try (NativeMemory name = FileIo.pathName("openat", path)) { // freed when the call is done with it
            guard.check("openat");
            long address = name.address();
            return submit(new Opening(
                    "openat '" + path + "'",
                    () -> FileIo.openat(syscalls, directory, address, flags, mode),
                    result(callback),
                    name));
        }
    }

    /** Nobody hears of the descriptor any more, so it is closed. */
    private final class Opening extends OffloadedCall<Integer> {
        private final Syscalls kernel = syscalls;

        Opening(
                String name,
                Callable<Integer> call,
                OffloadCompletion<? super Integer> completion,
                KernelMemory memory) {
            super(KIND, name, call, completion, memory);
        }

        @Override
        void dropped(Integer fd) {
            if (fd >= 0) {
                kernel.close(fd);
            }
        }
    }

    /**
     * {@code pread(2)}; the number of bytes, 0 at the end. A descriptor with {@code O_NONBLOCK} may answer {@code
     * -EAGAIN}.
     *
     * @param position where in the file, or {@link #CURRENT_POSITION}; what has no positions ignores it
     */
    public Cancellable read(int fd, NativeMemory memory, int offset, int length, long position, Completion callback) {
        if (hasRing()) {
            return ring.files().read(fd, memory, offset, length, position, callback);
        }
        check("read", fd, callback);
        long address = MemoryUsed.address("read", memory, offset, length);
        FileRequests.checkPosition("read", position);
        return offload("read", fd, () -> (int) FileIo.read(syscalls, fd, address, length, position), callback, memory);
    }

    /** {@code pwrite(2)}; the number of bytes, which may be fewer than asked. Otherwise like {@link #read}. */
    public Cancellable write(int fd, NativeMemory memory, int offset, int length, long position, Completion callback) {
        if (hasRing()) {
            return ring.files().write(fd, memory, offset, length, position, callback);
        }
        check("write", fd, callback);
        long address = MemoryUsed.address("write", memory, offset, length);
        FileRequests.checkPosition("write", position);
        return offload(
                "write", fd, () -> (int) FileIo.write(syscalls, fd, address, length, position), callback, memory);
    }

    /**
     * {@code fsync(2)}; 0. It does not wait for writes that have not completed.
     *
     * @param dataOnly {@code fdatasync(2)} instead
     */
    public Cancellable fsync(int fd, boolean dataOnly, Completion callback) {
        if (hasRing()) {
            return ring.files().fsync(fd, dataOnly, callback);
        }
        check("fsync", fd, callback);
        return offload("fsync", fd, () -> FileIo.fsync(syscalls, fd, dataOnly), callback, null);
    }

    /**
     * {@code ftruncate(2)}; 0. The file ends there from now on, zeros filling up what was not there.
     *
     * @param length in bytes
     */
    public Cancellable truncate(int fd, long length, Completion callback) {
        check("ftruncate", fd, callback);
        return offload("ftruncate", fd, () -> FileIo.truncate(syscalls, fd, length), callback, null);
    }

    /**
     * {@code statx(2)}; 0.
     *
     * @param out receives what is known of the file, and belongs to the kernel until then
     */
    public Cancellable stat(int fd, Statx out, Completion callback) {
        check("statx", fd, callback);
        long path = EmptyPath.MEMORY.address();
        long address = out.address();
        return offload("statx", fd, () -> FileIo.stat(syscalls, fd, path, address), callback, out);
    }

    /**
     * {@code close(2)}; 0. Afterwards the number may be anybody's, whatever the result is. Without a ring the descriptor is closed even
     * if the context is closed before; with one, {@code -ECANCELED} means that it is open.
     */
    public Cancellable close(int fd, Completion callback) {
        if (hasRing()) {
            return ring.files().close(fd, callback);
        }
        check("close", fd, callback);
        return submit(new Closing(fd, callback));
    }

    /** A descriptor that was given to it is closed in any case. */
    private final class Closing extends OffloadedCall<Integer> {
        private final Syscalls kernel = syscalls;
        private final int fd;

        Closing(int fd, Completion callback) {
            super(KIND, "close(fd=" + fd + ")", () -> FileIo.close(syscalls, fd), result(callback), null);
            this.fd = fd;
        }

        @Override
        void neverRuns() {
            FileIo.close(kernel, fd);
        }
    }

    private void check(String operation, int fd, Completion callback) {
        RequestQueue.checkFd(operation, fd);
        guard.check(operation);
        Objects.requireNonNull(callback, "callback");
    }

    private Cancellable offload(
            String operation, int fd, Callable<Integer> call, Completion callback, @Nullable KernelMemory memory) {
        return submit(new OffloadedCall<>(KIND, operation + "(fd=" + fd + ")", call, result(callback), memory));
    }

    private Cancellable submit(OffloadedCall<Integer> call) {
        pool.submit(call);
        return call;
    }

    static OffloadCompletion<Integer> result(Completion callback) {
        Objects.requireNonNull(callback, "callback");
        return (result, failure) -> {
            if (result != null) {
                callback.onCompletion(result, 0);
            } else if (failure instanceof CancellationException) {
                callback.onCompletion(-Errno.ECANCELED, 0);
            } else {
                // The calls themselves throw nothing: it is the virtual machine that is out of memory or stack.
                callback.onCompletion(-Errno.EIO, 0);
                throw new IllegalStateException("a system call could not be made", failure);
            }
        };
    }
}
