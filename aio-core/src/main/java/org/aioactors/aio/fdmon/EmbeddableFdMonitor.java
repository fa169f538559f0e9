// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An io_uring that makes way for another monitor, once, when the context comes to live inside another loop (S62).
 *
 * <p>The reference goes on with {@code ppoll(2)} then, and has no epoll in reserve. Otherwise another ring takes over: one
 * without deferred task work, since a ring with it is found readable by whoever looks at it but wakes nobody who waits
 * for it already, and an eventfd registered with it ({@code io_uring_register_eventfd(3)}) hears nothing of polls of
 * other eventfds (both measured on Linux 6.18). Loop thread, but for {@link #update} and {@link #kind}.
 */
final class EmbeddableFdMonitor implements FdMonitor {
    private final FdTable table;
    private final Supplier<FdMonitor> successor;
    private boolean embedded;

    /** Written by the loop thread with the table's lock held; read by any thread. */
    private volatile FdMonitor current;

    /** {@code successor} is asked for once, if at all. */
    EmbeddableFdMonitor(FdTable table, FdMonitor first, Supplier<FdMonitor> successor) {
        this.table = table;
        this.current = first;
        this.successor = successor;
    }

    @Override
    public void embed() {
        if (embedded) {
            return;
        }
        FdMonitor next = successor.get();
        embedded = true;
        synchronized (table) { // all of it: an update in between would be noted by one and needed by the other
            try {
                current.close();
            } finally {
                current = next;
                registerAllWith(next);
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

    @Override
    public FdMonitorKind kind() {
        return current.kind();
    }

    @Override
    public void update(@Nullable WatchedFd old, @Nullable WatchedFd replacement) {
        current.update(old, replacement);
    }

    @Override
    public int await(long timeoutNs, ReadyList ready) {
        return current.await(timeoutNs, ready);
    }

    @Override
    public boolean needWait() {
        return current.needWait();
    }

    @Override
    public boolean isAtRest() {
        return current.isAtRest();
    }

    @Override
    public int peek(ReadyList ready) {
        return current.peek(ready);
    }

    @Override
    public boolean seesAllInUserSpace() {
        return current.seesAllInUserSpace();
    }

    @Override
    public void letGo(WatchedFd removed) {
        current.letGo(removed);
    }

    @Override
    public void submit() {
        current.submit();
    }

    @Override
    public @Nullable RingRequests requests() {
        return current.requests();
    }

    @Override
    public @Nullable String whyNoRing() {
        return current.whyNoRing();
    }

    @Override
    public boolean hasRequests() {
        return current.hasRequests();
    }

    @Override
    public boolean hasCompletions() {
        return current.hasCompletions();
    }

    @Override
    public boolean prepareForeign(WatchSet watch) {
        return current.prepareForeign(watch);
    }

    @Override
    public int collectForeign(WatchSet watch, ReadyList ready) {
        return current.collectForeign(watch, ready);
    }

    @Override
    public void close() {
        current.close();
    }
}
