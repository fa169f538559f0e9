// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * What is in a directory, in the file system's own order, without the directory itself and the one above it. Names that come
 * and go while it is read may be there or not. Immutable.
 *
 * @param complete false if there are more than were asked for
 */
public record DirectoryListing(List<DirectoryEntry> entries, boolean complete) {
    private static final int BUFFER_SIZE = 32 * 1024;

    /** Copies the list. */
    public DirectoryListing {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a directory. Blocks while the file system does; any thread.
     *
     * @param maxEntries how many at most
     * @throws SyscallException naming the path, if the kernel refuses
     * @throws IllegalArgumentException if the path has a zero character, or {@code maxEntries} is below 1
     */
    public static DirectoryListing read(Syscalls syscalls, String path, int maxEntries) {
        if (maxEntries < 1) {
            throw new IllegalArgumentException("maxEntries must be at least 1: " + maxEntries);
        }
        List<DirectoryEntry> entries = new ArrayList<>();
        try (Fd directory = FileIo.open(syscalls, path, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY, 0);
                NativeMemory buffer = NativeMemory.allocate(BUFFER_SIZE)) {
            while (entries.size() <= maxEntries) {
                int filled = syscalls.getdents64(directory.value(), buffer.address(), BUFFER_SIZE);
                if (filled == 0) {
                    return new DirectoryListing(entries, true);
                }
                if (filled != -Errno.EINTR) {
                    SyscallException.check(filled, "getdents64('" + path + "')");
                    DirectoryEntry.addAll(entries, buffer.buffer(), filled);
                }
            }
        }
        return new DirectoryListing(entries.subList(0, maxEntries), false);
    }
}
