// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.fdmon.FdEvents;
import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.ReadyList;
import org.aioactors.aio.fdmon.Semantics;
import org.aioactors.aio.fdmon.Trigger;
import org.aioactors.aio.fdmon.WatchSet;
import org.aioactors.aio.fdmon.WatchedFd;
import org.jspecify.annotations.Nullable;

/** Sets, removes and dispatches the fd handlers of one loop (S29 to S40). */
final class FdHandlers {
    private final Thread homeThread;
    private final FdTable table;
    private final MonitorSlot monitor;
    private final NotifyGate gate;
    private final BusyPoller busyPoller;
    private final CallbackRunner callbacks;
    private final boolean reference;

    /** How many polls are on the loop thread's stack: while there are any, removed handlers are only marked (S32). */
    private int depth;

    /** Set under the table's lock by {@link #close}; from then on nothing is registered. */
    private boolean closed;

    /** Scratch of {@link #freeRemoved}. */
    private final List<WatchedFd> freed = new ArrayList<>();

    FdHandlers(
            Thread homeThread,
            FdTable table,
            MonitorSlot monitor,
            NotifyGate gate,
            BusyPoller busyPoller,
            CallbackRunner callbacks,
            Semantics semantics) {
        this.homeThread = homeThread;
        this.table = table;
        this.monitor = monitor;
        this.gate = gate;
        this.busyPoller = busyPoller;
        this.callbacks = callbacks;
        this.reference = semantics == Semantics.REFERENCE;
    }

    /** Registers or replaces the handler of an fd (S30, S31). Any thread. */
    void set(int fd, FdHandler handler, boolean notifier) {
        AioHandler added = new AioHandler(fd, handler, notifier, trigger(handler, notifier));
        AioHandler old;
        synchronized (table) {
            checkOpen("setFdHandler");
            old = (AioHandler) table.get(fd);
            checkNotOurs(fd, old);
            if (old != null) {
                added.setRevents(old.revents());
                if (!reference) {
                    added.inheritPollCallbacks(old);
                }
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
        if (notifier) {
            busyPoller.watchNotifier(added);
        }
        gate.notifyLoop();
    }

    /** The notifier says that the gate has something to tell, and that is all its handler has to know. */
    private Trigger trigger(FdHandler handler, boolean notifier) {
        Trigger wanted = notifier ? Trigger.EDGE : handler.trigger();
        if (reference && wanted == Trigger.ONE_SHOT) {
            throw new UnsupportedOperationException("setFdHandler: the reference has no one-shot handlers");
        }
        return reference ? Trigger.LEVEL : wanted;
    }

    /** Arms a one-shot handler that has fired; returns whether there was one. Any thread. */
    boolean rearm(int fd) {
        synchronized (table) {
            AioHandler handler = (AioHandler) table.get(fd);
            if (closed || handler == null || !handler.silent()) {
                return false;
            }
            reportAgain(handler);
        }
        // The home thread tells the kernel before its next wait anyway, but not another loop that waits for it.
        if (Thread.currentThread() != homeThread || gate.isForeignWait()) {
            gate.notifyLoop();
        }
        return true;
    }

    /** Table's lock held. */
    private void reportAgain(AioHandler handler) {
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
            if (!reference) {
                busyPoller.forget(old, successor);
            }
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

    /** A poll begins (S4). Loop thread. */
    void enter() {
        depth++;
    }

    /** A poll ends: the outermost frees what was removed meanwhile (S15, S16). Loop thread. */
    void leave() {
        depth--;
        if (depth == 0) {
            freeRemoved();
        }
    }

    /** How many polls are on the stack. Loop thread. */
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
            busyPoller.forget(handler, liveSuccessor(handler));
        }
        freed.clear();
    }

    private @Nullable AioHandler liveSuccessor(AioHandler handler) {
        synchronized (table) {
            return handler.liveSuccessor();
        }
    }

    /** Runs the callbacks of all that is ready; returns whether there was progress (S14, S36, S37). Loop thread. */
    boolean dispatch(ReadyList ready) {
        boolean progress = false;
        for (WatchedFd next = ready.takeFirst(); next != null; next = ready.takeFirst()) {
            progress |= dispatch((AioHandler) next);
        }
        return progress;
    }

    /** Adds all that may be waited for now. Loop thread. */
    void addAllTo(WatchSet watch) {
        watch.addAll(table);
    }

    /**
     * Goes through all handlers, newest first, as the reference does inside another loop: those with nothing reported
     * become members of the poll list all the same (S34, S62). Inside {@link #enter}. Loop thread.
     */
    boolean dispatchAll() {
        boolean progress = false;
        AioHandler handler = newest();
        while (handler != null) {
            progress |= dispatch(handler);
            handler = older(handler);
        }
        return progress;
    }

    /** Whether a callback would run for what was reported and not dispatched yet (S62). Loop thread. */
    boolean anyPending() {
        for (AioHandler handler = newest(); handler != null; handler = older(handler)) {
            int events = handler.revents() & handler.events();
            boolean read = handler.callbacks().onReadable() != null && mayRun(handler, events, FdEvents.READ_INTEREST);
            boolean write =
                    handler.callbacks().onWritable() != null && mayRun(handler, events, FdEvents.WRITE_INTEREST);
            if (read || write) {
                return true;
            }
        }
        return false;
    }

    private @Nullable AioHandler newest() {
        synchronized (table) {
            return (AioHandler) table.newest();
        }
    }

    private @Nullable AioHandler older(AioHandler handler) {
        synchronized (table) {
            return (AioHandler) table.older(handler);
        }
    }

    private boolean dispatch(AioHandler handler) {
        int reported = handler.revents();
        handler.setRevents(0);
        if (handler.silent()) {
            return false;
        }
        if (!handler.deleted() && handler.isReady() != null && !handler.inPollList) {
            busyPoller.join(handler);
        }
        boolean oneShot = handler.trigger() == Trigger.ONE_SHOT;
        if (oneShot) {
            handler.setSilent(true); // before its callbacks, which may arm it again
        }
        boolean outermost = !handler.dispatching;
        handler.dispatching = true;
        try {
            boolean called = runCallbacks(handler, reported);
            boolean unheard = oneShot && !called;
            boolean lasts = handler.trigger() == Trigger.EDGE && (reported & FdEvents.ENDS) != 0;
            if (unheard || lasts) {
                synchronized (table) {
                    reportAgain(handler);
                }
            }
            return called && !handler.notifier();
        } finally {
            handler.dispatching = !outermost;
        }
    }

    private boolean runCallbacks(AioHandler handler, int reported) {
        int events = reported & handler.events();
        FdHandler callbacks = handler.callbacks();
        boolean urgent = mayRun(handler, events, FdEvents.PRIORITY_INTEREST)
                && run("onPriority of", handler, callbacks.onPriority(), events);
        boolean read = mayRun(handler, events, FdEvents.READ_INTEREST)
                && run("onReadable of", handler, callbacks.onReadable(), events);
        boolean written = mayRun(handler, events, FdEvents.WRITE_INTEREST)
                && run("onWritable of", handler, callbacks.onWritable(), events);
        boolean ended = mayRun(handler, events, FdEvents.PEER_CLOSED_INTEREST)
                && run("onPeerClosed of", handler, callbacks.onPeerClosed(), events);
        boolean called = urgent || read || written || ended;
        return called || (!reference && deliverError(handler, reported));
    }

    private boolean mayRun(AioHandler handler, int events, int interest) {
        return !handler.deleted() && (events & interest) != 0 && table.passesExternalCheck(handler);
    }

    private boolean run(String kind, AioHandler handler, @Nullable FdCallback callback, int events) {
        if (callback == null) {
            return false;
        }
        if (!callbacks.run(kind, handler, callback, events) && handler.trigger() == Trigger.EDGE) {
            synchronized (table) {
                reportAgain(handler); // it has not drained its fd
            }
        }
        return true;
    }

    /** A condition that no callback asked for would be reported again and again, unseen: someone is told (S35, B6). */
    private boolean deliverError(AioHandler handler, int reported) {
        int error = reported & (FdEvents.HUP | FdEvents.ERR | FdEvents.NVAL);
        if (error == 0 || handler.deleted() || !table.passesExternalCheck(handler)) {
            return false;
        }
        FdHandler callbacks = handler.callbacks();
        if ((error & FdEvents.NVAL) != 0) {
            removeIfLive(handler);
            if (callbacks.onError() == null) {
                this.callbacks.report("handler of", handler.name(), closedBehindOurBack(handler));
                return true;
            }
        }
        String kind = callbacks.onError() != null ? "onError of" : "handler of";
        return run(kind, handler, callbacks.onErrorOrNext(), error);
    }

    private static IllegalStateException closedBehindOurBack(AioHandler handler) {
        return new IllegalStateException(
                "fd " + handler.fd()
                        + " was closed while it was watched; its handler is removed now. Call removeFdHandler before closing an fd.");
    }

    /** Ends all registrations. Loop thread. */
    void close() {
        synchronized (table) {
            closed = true;
        }
        if (!reference) {
            busyPoller.close();
        }
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
