// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.aioactors.aio.linux.DirectoryListing;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.KernelMemory;
import org.aioactors.aio.linux.Statx;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * Requests about names of files, see {@link AioFiles#paths}: by the threads of {@link AioContext#offload} on every kernel. An
 * io_uring would have threads of the kernel do the same.
 *
 * <p>Threads, exceptions and completions are those of {@link AioFiles}; a path with a zero character is an {@link
 * IllegalArgumentException}. Relative paths start from the working directory of the process. Nothing here is on the disk
 * before the directory that has the name has been synchronised: {@link AioFiles#fsync} of a descriptor of that.
 */
public final class AioPaths {
    private final LoopGuard guard;
    private final Syscalls syscalls;
    private final BlockingCalls pool;

    AioPaths(LoopGuard guard, Syscalls syscalls, BlockingCalls pool) {
        this.guard = guard;
        this.syscalls = syscalls;
        this.pool = pool;
    }

    /** {@code rename(2)}; 0. A file that has the new name is gone with that, in one step. */
    public Cancellable rename(String from, String to, Completion callback) {
        checkPath("rename", from);
        checkPath("rename", to);
        return submit("rename '" + from + "' to '" + to + "'", () -> FileIo.rename(syscalls, from, to), callback, null);
    }

    /** {@code unlink(2)}; 0. A file without a name is gone when nobody has it open. */
    public Cancellable unlink(String path, Completion callback) {
        checkPath("unlink", path);
        return submit("unlink '" + path + "'", () -> FileIo.unlink(syscalls, path, 0), callback, null);
    }

    /** {@code rmdir(2)}; 0. The directory must be empty. */
    public Cancellable rmdir(String path, Completion callback) {
        checkPath("rmdir", path);
        return submit("rmdir '" + path + "'", () -> FileIo.unlink(syscalls, path, Fcntl.AT_REMOVEDIR), callback, null);
    }

    /**
     * {@code mkdir(2)}; 0.
     *
     * @param mode the permissions, less those of the process's umask
     */
    public Cancellable mkdir(String path, int mode, Completion callback) {
        checkPath("mkdir", path);
        return submit("mkdir '" + path + "'", () -> FileIo.mkdir(syscalls, path, mode), callback, null);
    }

    /**
     * {@code statx(2)}; 0.
     *
     * @param flags 0, or {@link Fcntl#AT_SYMLINK_NOFOLLOW}
     * @param out receives what is known of the file, and belongs to the kernel until then
     */
    public Cancellable stat(String path, int flags, Statx out, Completion callback) {
        checkPath("statx", path);
        long address = out.address();
        return submit("statx '" + path + "'", () -> FileIo.stat(syscalls, path, flags, address), callback, out);
    }

    /**
     * What is in a directory. It fails with a {@link org.aioactors.aio.linux.SyscallException} that names the path.
     *
     * @param maxEntries how many names at most; from 1
     */
    public Cancellable list(String path, int maxEntries, OffloadCompletion<? super DirectoryListing> completion) {
        checkPath("list", path);
        if (maxEntries < 1) {
            throw new IllegalArgumentException("list: maxEntries must be at least 1: " + maxEntries);
        }
        OffloadedCall<DirectoryListing> call = new OffloadedCall<>(
                AioFiles.KIND,
                "list '" + path + "'",
                () -> DirectoryListing.read(syscalls, path, maxEntries),
                completion,
                null);
        pool.submit(call);
        return call;
    }

    private void checkPath(String operation, String path) {
        guard.check(operation);
        FileIo.checkPath(operation, path);
    }

    private Cancellable submit(
            String name, Callable<Integer> call, Completion callback, @Nullable KernelMemory memory) {
        Objects.requireNonNull(callback, "callback");
        OffloadedCall<Integer> offloaded =
                new OffloadedCall<>(AioFiles.KIND, name, call, AioFiles.result(callback), memory);
        pool.submit(offloaded);
        return offloaded;
    }
}
