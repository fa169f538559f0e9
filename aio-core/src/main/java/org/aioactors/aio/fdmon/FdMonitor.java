// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel which registered fds are ready. Three methods stand between the loop and its monitor; everything
 * else is the monitor's own. Readiness is level-triggered on every monitor (S38).
 */
public interface FdMonitor extends AutoCloseable {
    /** No limit to how long {@link #await} may block. */
    long INFINITE = -1;

    /** How this monitor asks. Any thread. */
    FdMonitorKind kind();

    /**
     * Hears that a registration was added ({@code old} null), replaced, or removed ({@code current} null). Called by
     * any thread with the table's lock held, before the old registration is taken out of the table (S31). Does not
     * block.
     */
    void update(@Nullable WatchedFd old, @Nullable WatchedFd current);

    /**
     * Waits until a registered fd is ready and adds each to {@code ready}. Loop thread.
     *
     * @param timeoutNs how long to block at most; 0 only looks, {@link #INFINITE} has no limit
     * @return how many were added; 0 after a timeout or when a signal interrupted the wait (S51)
     * @throws org.aioactors.aio.linux.SyscallException if the kernel refuses the wait itself
     */
    int await(long timeoutNs, ReadyList ready);

    /** Whether only the kernel can tell what is ready, so that busy polling would miss events (S46). Loop thread. */
    boolean needWait();

    /**
     * Whether the kernel has been told all, and has nothing to tell but what becomes of the registered fds. Loop thread.
     */
    default boolean isAtRest() {
        return true;
    }

    /**
     * Adds what is known to be ready without a system call; for turns that have no time to ask. Loop thread.
     *
     * @return how many were added
     */
    default int peek(ReadyList ready) {
        return 0;
    }

    /** Whether this monitor sees the readiness of every fd in memory, so that all can be busy-polled (S57). */
    default boolean seesAllInUserSpace() {
        return false;
    }

    /**
     * The loop thread has removed a registration and may close its fd next: has the kernel let go of the file, which
     * would otherwise stay open, until the next wait tells it. Loop thread; does not block.
     */
    default void letGo(WatchedFd removed) {}

    /**
     * Tells the kernel, without a wait, what it was not told yet: the loop is about to busy-poll, or another loop to wait
     * in its place, and neither would see it otherwise. Loop thread; does not block.
     */
    default void submit() {}

    /** The requests that share this monitor's ring (B9), or null if it has none. Any thread. */
    default @Nullable RingRequests requests() {
        return null;
    }

    /** Whether requests of users wait to be submitted, which the next {@link #await} does. Loop thread. */
    default boolean hasRequests() {
        return false;
    }

    /** Whether completions of users' requests wait to be dispatched. Loop thread. */
    default boolean hasCompletions() {
        return false;
    }

    /** Why there is no ring, if one was asked for and the kernel refused it; otherwise null. Any thread. */
    default @Nullable String whyNoRing() {
        return null;
    }

    /**
     * The loop is to live inside another one from now on (S62), which not every io_uring can. Called any number of
     * times. Loop thread.
     */
    default void embed() {}

    /**
     * Tells the kernel what it does not know yet, and fills {@code watch} with what another loop is to watch in place
     * of {@link #await} (B12). Loop thread; does not block.
     *
     * @return whether something is there to be collected already, so that nobody should wait
     */
    boolean prepareForeign(WatchSet watch);

    /**
     * Adds what is ready by the reports in {@code watch}, after another loop's wait. Loop thread; does not block.
     *
     * @return how many were added
     */
    default int collectForeign(WatchSet watch, ReadyList ready) {
        int added = watch.collect(ready);
        return watch.monitorReported() ? added + await(0, ready) : added;
    }

    /** Frees the kernel objects and memory of this monitor, not the watched fds. Loop thread. */
    @Override
    void close();
}
