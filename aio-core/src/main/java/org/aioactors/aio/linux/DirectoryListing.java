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
        try (DirectoryReader reader = DirectoryReader.open(syscalls, path, 0)) {
            while (entries.size() <= maxEntries) {
                List<DirectoryEntry> more = reader.next();
                if (more == null) {
                    return new DirectoryListing(entries, true);
                }
                entries.addAll(more);
            }
        }
        return new DirectoryListing(entries.subList(0, maxEntries), false);
    }
}
