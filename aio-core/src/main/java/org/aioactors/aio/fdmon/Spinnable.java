// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

/**
 * What a loop asks of its monitor while it does not wait for it: between waits, and while it busy-polls. The defaults are
 * those of a monitor that keeps nothing in memory. Home thread; nothing here blocks.
 */
public interface Spinnable {
    /** Whether only the kernel can tell what is ready, so that busy polling would miss events (S46). */
    boolean needWait();

    /** Whether this monitor sees the readiness of every fd in memory, so that all can be busy-polled (S57). */
    default boolean seesAllInUserSpace() {
        return false;
    }

    /** Whether the kernel has been told all, and has nothing to tell but what becomes of the registered fds. */
    default boolean isAtRest() {
        return true;
    }

    /**
     * Adds what is known to be ready without a system call; for turns that have no time to ask.
     *
     * @return how many were added
     */
    default int peek(ReadyList ready) {
        return 0;
    }

    /**
     * Tells the kernel, without a wait, what it was not told yet: the loop is about to busy-poll, or another loop to wait
     * in its place, and neither would see it otherwise.
     */
    default void submit() {}
}
