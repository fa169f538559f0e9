// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which watch of a loop has the loop's one handler for an fd: a watch must take back no other's. The threads of settled
 * actors, one at a time.
 */
final class ArmedWatches implements AutoCloseable {
    private static final int INITIAL_FDS = 64;

    /** Index is the fd number. */
    private @Nullable FdWatch[] byFd = new @Nullable FdWatch[INITIAL_FDS];

    /** The handler is this watch's from now on, and not that of whichever had it before. */
    void put(int fd, FdWatch watch) {
        if (fd >= byFd.length) {
            byFd = Arrays.copyOf(byFd, Math.max(fd + 1, byFd.length * 2));
        }
        byFd[fd] = watch;
    }

    /** Whether the handler is this watch's. */
    boolean has(int fd, FdWatch watch) {
        return fd < byFd.length && byFd[fd] == watch;
    }

    /** The watch has no handler any more; returns whether it had. */
    boolean remove(int fd, FdWatch watch) {
        if (!has(fd, watch)) {
            return false;
        }
        byFd[fd] = null;
        return true;
    }

    /** Nothing to free: made for {@link org.aioactors.dispatcher.AioLoop#resource}. */
    @Override
    public void close() {}
}
