// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel which registered fds are ready: hears of changes ({@link #update}, {@link #letGo}) and waits ({@link
 * #await}). What a loop asks of it while it busy-polls is {@link Spinnable}, and what lets another loop wait in its place
 * {@link Embeddable}. Readiness is level-triggered on every monitor (S38) unless a registration has another {@link
 * Trigger}.
 */
public interface FdMonitor extends Spinnable, AutoCloseable {
    /** No limit to how long {@link #await} may block. */
    long INFINITE = -1;

    /** How this monitor asks. Any thread. */
    MonitorKind kind();

    /**
     * Hears that a registration was added ({@code old} null), replaced, or removed ({@code current} null). Called by
     * any thread with the table's lock held, before the old registration is taken out of the table (S31). Does not
     * block.
     */
    void update(@Nullable WatchedFd old, @Nullable WatchedFd current);

    /**
     * Reports a registration again if it is ready, though it was reported before: one with {@link Trigger#ONE_SHOT}, or one
     * with {@link Trigger#EDGE} of which there may be no news. Any thread, with the table's lock held; does not block.
     */
    default void rearm(WatchedFd watched) {
        // Nothing is to be done where each wait asks for all anew.
    }

    /**
     * The home thread has removed a registration and may close its fd next: has the kernel let go of the file, which
     * would otherwise stay open, until the next wait tells it. Home thread; does not block.
     */
    default void letGo(WatchedFd removed) {}

    /**
     * Waits until a registered fd is ready and adds each to {@code ready}. Home thread.
     *
     * @param timeoutNs how long to block at most; 0 only looks, {@link #INFINITE} has no limit
     * @return how many were added; 0 after a timeout or when a signal interrupted the wait (S51)
     * @throws org.aioactors.aio.linux.SyscallException if the kernel refuses the wait itself
     */
    int await(long timeoutNs, ReadyList ready);

    /**
     * Whether a {@linkplain Trigger#EDGE} registration that was reported is not reported again until there is news of it, by
     * the wait that would be done now: then nobody has to read a registered eventfd. Home thread.
     */
    default boolean reportsEdges() {
        return false;
    }

    /** Frees the kernel objects and memory of this monitor, not the watched fds. Home thread. */
    @Override
    void close();
}
