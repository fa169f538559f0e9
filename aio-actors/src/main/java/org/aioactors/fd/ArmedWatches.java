// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which watch of a loop is armed for which fd: a loop has one handler for an fd, and a watch must take back no other's.
 * The threads of settled actors, one at a time.
 */
final class ArmedWatches implements AutoCloseable {
    private static final int INITIAL_FDS = 64;

    /** Index is the fd number. */
    private @Nullable FdWatch[] byFd = new @Nullable FdWatch[INITIAL_FDS];

    /** The watch is armed from now on, and whichever was before is not. */
    void put(int fd, FdWatch watch) {
        if (fd >= byFd.length) {
            byFd = Arrays.copyOf(byFd, Math.max(fd + 1, byFd.length * 2));
        }
        byFd[fd] = watch;
    }

    /** The watch is not armed any more; returns whether it was. */
    boolean remove(int fd, FdWatch watch) {
        if (fd >= byFd.length || byFd[fd] != watch) {
            return false;
        }
        byFd[fd] = null;
        return true;
    }

    /** Nothing to free: made for {@link org.aioactors.dispatcher.AioLoop#resource}. */
    @Override
    public void close() {}
}
