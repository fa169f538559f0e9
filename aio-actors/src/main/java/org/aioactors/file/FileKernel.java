// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import org.aioactors.aio.Completion;
import org.aioactors.aio.OffloadCompletion;
import org.aioactors.aio.linux.DirectoryListing;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Statx;

/**
 * What files ask of one loop: {@link LoopFiles}, or what a test puts in its place. The loop's thread only; callbacks come
 * there as well, and nothing but {@link #closeNow} blocks. Methods throw if nothing could be begun.
 */
interface FileKernel {
    void open(String path, int flags, int mode, Completion callback);

    void read(int fd, NativeMemory memory, int offset, int length, long position, Completion callback);

    void write(int fd, NativeMemory memory, int offset, int length, long position, Completion callback);

    void fsync(int fd, boolean dataOnly, Completion callback);

    void truncate(int fd, long length, Completion callback);

    void stat(int fd, Statx out, Completion callback);

    void close(int fd, Completion callback);

    /** Whether {@code -ECANCELED} from {@link #close} means that the descriptor is still open. */
    boolean leavesOpenWhatIsCancelled();

    /** Closes a descriptor of which nobody needs to hear. Blocks as {@code close(2)} does, on most file systems not at all. */
    void closeNow(int fd);

    void rename(String from, String to, Completion callback);

    void unlink(String path, Completion callback);

    void rmdir(String path, Completion callback);

    void mkdir(String path, int mode, Completion callback);

    void stat(String path, int flags, Statx out, Completion callback);

    void list(String path, int maxEntries, OffloadCompletion<DirectoryListing> callback);
}
