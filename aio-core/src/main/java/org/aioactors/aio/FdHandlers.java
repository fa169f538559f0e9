// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.Trigger;
import org.aioactors.aio.fdmon.WatchedFd;
import org.jspecify.annotations.Nullable;

/** Sets and removes the fd handlers of one loop (S29 to S33, S40). */
class FdHandlers extends Padded {
    private final Thread homeThread;
    private final FdTable table;
    private final MonitorSlot monitor;
    private final NotifyGate gate;
    private final PollMembers pollMembers;

    /** How many polls are on the home thread's stack: while there are any, removed handlers are only marked (S32). */
    private int depth;

    /** Set under the table's lock by {@link #close}; from then on nothing is registered. */
    private boolean closed;

    /** Scratch of {@link #freeRemoved}. */
    private final List<WatchedFd> freed = new ArrayList<>();

    FdHandlers(LoopBase base, PollMembers pollMembers) {
        this.homeThread = base.homeThread;
        this.table = base.table;
        this.monitor = base.monitor;
        this.gate = base.gate;
        this.pollMembers = pollMembers;
    }

    /** Registers or replaces the handler of an fd (S30, S31). Any thread. */
    void set(int fd, FdHandler handler) {
        if (fd < 0) {
            throw new IllegalArgumentException("setFdHandler: fd must not be negative: " + fd);
        }
        add(new AioHandler(fd, handler, false, triggerOf(handler)));
    }

    /** Registers the handler of the context's own eventfd. Home thread, once. */
    AioHandler setNotifier(int fd, FdHandler handler, Trigger trigger) {
        AioHandler notifier = new AioHandler(fd, handler, true, trigger);
        add(notifier);
        return notifier;
    }

    private void add(AioHandler added) {
        int fd = added.fd();
        AioHandler old;
        synchronized (table) {
            checkOpen("setFdHandler");
            old = (AioHandler) table.get(fd);
            checkNotOurs(fd, old);
            if (old != null) {
                added.setRevents(old.revents());
                pollMembers.inherit(old, added);
            }
            table.add(added);
            table.addPollDisable(disables(added) - disables(old));
            monitor.current().update(old, added);
            if (old != null) {
                table.supersede(old);
                old.setSuccessor(added);
            }
        }
        if (old != null) {
            retire(old, added);
        }
        gate.notifyLoop();
    }

    /** How the kernel is to report what this handler watches. */
    Trigger triggerOf(FdHandler handler) {
        return handler.trigger();
    }

    /** Arms a one-shot handler that has fired; returns whether there was one. Any thread. */
    final boolean rearm(int fd) {
        synchronized (table) {
            AioHandler handler = (AioHandler) table.get(fd);
            if (closed || handler == null || !handler.silent()) {
                return false;
            }
            reportAgainLocked(handler);
        }
        // The home thread tells the kernel before its next wait anyway, but not another loop that waits for it.
        if (Thread.currentThread() != homeThread || gate.isForeignWait()) {
            gate.notifyLoop();
        }
        return true;
    }

    /** Has a handler that was reported be reported again if it is ready. Any thread. */
    final void reportAgain(AioHandler handler) {
        synchronized (table) {
            reportAgainLocked(handler);
        }
    }

    private void reportAgainLocked(AioHandler handler) {
        if (!handler.deleted()) {
            handler.setSilent(false);
            monitor.current().rearm(handler);
        }
    }

    /** Removes the handler of an fd; an unknown fd is none of our business (S29). Any thread. */
    void remove(int fd) {
        AioHandler old;
        synchronized (table) {
            old = (AioHandler) table.get(fd);
            if (closed || old == null) {
                return;
            }
            checkNotOurs(fd, old);
            takeOut(old);
        }
        removed(old);
    }

    /** Removes a handler, and not another one that its fd's number was given to meanwhile. Any thread. */
    void removeIfLive(AioHandler handler) {
        synchronized (table) {
            if (closed || table.get(handler.fd()) != handler) {
                return;
            }
            takeOut(handler);
        }
        removed(handler);
    }

    /** Table's lock held. */
    private void takeOut(AioHandler handler) {
        table.addPollDisable(-disables(handler));
        monitor.current().update(handler, null);
        table.remove(handler);
    }

    private void removed(AioHandler old) {
        if (Thread.currentThread() == homeThread) {
            monitor.current().letGo(old);
        }
        retire(old, null);
        gate.notifyLoop();
    }

    private void retire(AioHandler old, @Nullable AioHandler successor) {
        if (Thread.currentThread() == homeThread) {
            pollMembers.retire(old, successor);
            if (depth == 0) {
                freeRemoved();
            }
        }
    }

    /** 1 if the handler can't be busy-polled and so keeps the others from it, else 0 (S29, S30). */
    private static int disables(@Nullable AioHandler handler) {
        return handler == null || handler.isReady() != null ? 0 : 1;
    }

    /** Sets what to call when poll mode begins and ends; nothing happens for an unknown fd (S2). Any thread. */
    void setPollCallbacks(int fd, @Nullable Runnable onBegin, @Nullable Runnable onEnd) {
        synchronized (table) {
            AioHandler handler = (AioHandler) table.get(fd);
            if (handler != null) {
                handler.setPollCallbacks(onBegin, onEnd);
            }
        }
    }

    /** Holds external handlers back until {@link #enableExternal} (S40). Any thread. */
    void disableExternal() {
        synchronized (table) {
            table.addExternalDisable(1);
        }
    }

    /** Takes back one {@link #disableExternal} (S40). Any thread. */
    void enableExternal() {
        synchronized (table) {
            if (table.externalDisableCount() == 0) {
                throw new IllegalStateException("enableExternal without a disableExternal before it");
            }
            if (table.addExternalDisable(-1) > 0) {
                return;
            }
        }
        gate.notifyLoop();
    }

    /** A poll begins (S4). Home thread. */
    void enter() {
        depth++;
    }

    /** A poll ends: the outermost frees what was removed meanwhile (S15, S16). Home thread. */
    void leave() {
        depth--;
        if (depth == 0) {
            freeRemoved();
        }
    }

    /** How many polls are on the stack. Home thread. */
    int depth() {
        return depth;
    }

    private void freeRemoved() {
        if (!table.hasRemoved()) {
            return;
        }
        synchronized (table) {
            table.freeRemoved(freed);
        }
        for (int i = 0; i < freed.size(); i++) {
            AioHandler handler = (AioHandler) freed.get(i);
            pollMembers.forget(handler, liveSuccessor(handler));
        }
        freed.clear();
    }

    private @Nullable AioHandler liveSuccessor(AioHandler handler) {
        synchronized (table) {
            return handler.liveSuccessor();
        }
    }

    /** Ends all registrations. Home thread. */
    void close() {
        synchronized (table) {
            closed = true;
        }
        pollMembers.close();
    }

    private static void checkNotOurs(int fd, @Nullable AioHandler registered) {
        if (registered != null && registered.notifier()) {
            throw new IllegalArgumentException(
                    "fd " + fd + " is the context's own eventfd: the number belonged to a file that is closed by now");
        }
    }

    private void checkOpen(String operation) {
        if (closed) {
            throw new IllegalStateException(operation + ": the context is closed");
        }
    }
}
