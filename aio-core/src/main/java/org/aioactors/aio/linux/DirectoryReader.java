// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is in a directory, some names at a time, so that a large one takes little memory. One thread at a time; all
 * methods block while the file system does.
 */
public final class DirectoryReader implements AutoCloseable {
    private static final int BUFFER_SIZE = 32 * 1024;

    private final Syscalls syscalls;
    private final String path;
    private final Fd directory;
    private final NativeMemory buffer;

    private DirectoryReader(Syscalls syscalls, String path, Fd directory) {
        this.syscalls = syscalls;
        this.path = path;
        this.directory = directory;
        this.buffer = NativeMemory.allocate(BUFFER_SIZE);
    }

    /**
     * Opens a directory.
     *
     * @param flags 0, or {@link Fcntl#O_NOFOLLOW}
     * @throws SyscallException naming the path, if the kernel refuses
     * @throws IllegalArgumentException if the path has a zero character
     */
    public static DirectoryReader open(Syscalls syscalls, String path, int flags) {
        Fd directory = FileIo.open(syscalls, path, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | flags, 0);
        try {
            return new DirectoryReader(syscalls, path, directory);
        } catch (Throwable failure) {
            directory.closeAfter(failure);
            throw failure;
        }
    }

    /**
     * The next names, at most 1,365 of them, in the file system's own order, without the directory itself and the one above
     * it; null when there are no more.
     *
     * @throws SyscallException naming the path, if the kernel refuses
     */
    public @Nullable List<DirectoryEntry> next() {
        int filled;
        do {
            filled = syscalls.getdents64(directory.value(), buffer.address(), BUFFER_SIZE);
        } while (filled == -Errno.EINTR);
        if (filled == 0) {
            return null;
        }
        SyscallException.check(filled, "getdents64('" + path + "')");
        List<DirectoryEntry> entries = new ArrayList<>();
        DirectoryEntry.addAll(entries, buffer.buffer(), filled);
        return entries;
    }

    @Override
    public void close() {
        buffer.close();
        directory.close();
    }
}
