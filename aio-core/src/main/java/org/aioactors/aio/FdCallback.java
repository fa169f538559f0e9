// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/** What to call when an fd is ready, for handlers that serve many fds ({@link FdHandler}). */
@FunctionalInterface
public interface FdCallback {
    /**
     * The fd is ready. Home thread; must not block.
     *
     * @param fd its number
     * @param events what was reported: bits of {@link org.aioactors.aio.linux.FdEvents}
     */
    void onEvents(int fd, int events);
}
