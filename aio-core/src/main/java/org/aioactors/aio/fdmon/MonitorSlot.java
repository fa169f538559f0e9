// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The monitor of a loop, and the requests of users that share its ring (B9). An io_uring makes way for another monitor,
 * once, when the context comes to live inside another loop (S62).
 *
 * <p>The reference goes on with {@code ppoll(2)} then, and has no epoll in reserve. Otherwise another ring takes over: one
 * without deferred task work, since a ring with it is found readable by whoever looks at it but wakes nobody who waits
 * for it already, and an eventfd registered with it ({@code io_uring_register_eventfd(3)}) hears nothing of polls of
 * other eventfds (both measured on Linux 6.18).
 */
public final class MonitorSlot implements AutoCloseable {
    private final FdTable table;

    /** Makes what takes over inside another loop; null if nothing has to. Home thread only. */
    private @Nullable Supplier<Content> successor;

    /** Written by the home thread with the table's lock held; read by any thread. */
    private volatile Content content;

    /**
     * A monitor, the requests that share its ring, or why there is no ring; null if none was asked for.
     */
    record Content(
            FdMonitor monitor,
            @Nullable RingRequests requests,
            @Nullable String whyNoRing) {
        static Content of(UringFdMonitor monitor) {
            return new Content(monitor, monitor.requests(), null);
        }

        static Content withoutRing(FdMonitor monitor, @Nullable String whyNoRing) {
            return new Content(monitor, null, whyNoRing);
        }
    }

    /** {@code successor} is asked for once, if at all. */
    MonitorSlot(FdTable table, Content first, @Nullable Supplier<Content> successor) {
        this.table = table;
        this.content = first;
        this.successor = successor;
    }

    /** The present monitor. Any thread; who updates it holds the table's lock from before this call on. */
    public FdMonitor current() {
        return content.monitor;
    }

    /** The requests that share the present monitor's ring (B9), or null if it has none. Any thread. */
    public @Nullable RingRequests requests() {
        return content.requests;
    }

    /** Why there is no ring, if one was asked for and could not be had; otherwise null. Any thread. */
    public @Nullable String whyNoRing() {
        return content.whyNoRing;
    }

    /** Whether requests of users wait to be submitted, which the next wait does. Home thread. */
    public boolean hasRequests() {
        RingRequests requests = content.requests;
        return requests != null && requests.hasToSubmit();
    }

    /** Whether completions of users' requests wait to be dispatched. Home thread. */
    public boolean hasCompletions() {
        RingRequests requests = content.requests;
        return requests != null && requests.hasArrived();
    }

    /**
     * The loop is to live inside another one from now on (S62), which not every io_uring can. Called any number of
     * times. Home thread.
     */
    public void embed() {
        Supplier<Content> maker = successor;
        if (maker == null) {
            return;
        }
        Content next = maker.get();
        successor = null;
        synchronized (table) { // all of it: an update in between would be noted by one and needed by the other
            try {
                content.monitor.close();
            } finally {
                content = next;
                registerAllWith(next.monitor);
            }
        }
    }

    private void registerAllWith(FdMonitor next) {
        for (WatchedFd watched = table.newest(); watched != null; watched = table.older(watched)) {
            if (!watched.deleted()) {
                next.update(null, watched);
            }
        }
    }

    /**
     * What lets another loop wait in the present monitor's place. Home thread.
     *
     * @throws IllegalStateException before {@link #embed}, if the monitor can't
     */
    public Embeddable embedded() {
        if (content.monitor instanceof Embeddable embeddable) {
            return embeddable;
        }
        throw new IllegalStateException("another loop can't wait in place of this monitor: call embed first");
    }

    /** Closes the present monitor. Home thread. */
    @Override
    public void close() {
        content.monitor.close();
    }
}
