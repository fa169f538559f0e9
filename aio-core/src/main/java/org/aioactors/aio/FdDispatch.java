// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.fdmon.ReadyList;
import org.aioactors.aio.fdmon.Trigger;
import org.aioactors.aio.fdmon.WatchedFd;
import org.aioactors.aio.linux.FdEvents;
import org.jspecify.annotations.Nullable;

/** Runs the callbacks of ready fds (S14, S34 to S37, B6). Home thread only. */
class FdDispatch {
    private final FdTable table;
    private final CallbackRunner callbacks;
    private final PollMembers pollMembers;
    private final FdHandlers fdHandlers;

    FdDispatch(LoopBase base, PollMembers pollMembers, FdHandlers fdHandlers) {
        this.table = base.table;
        this.callbacks = base.callbacks;
        this.pollMembers = pollMembers;
        this.fdHandlers = fdHandlers;
    }

    /** Runs the callbacks of all that is ready; returns whether there was progress (S14, S36, S37). */
    boolean run(ReadyList ready) {
        boolean progress = false;
        for (WatchedFd next = ready.takeFirst(); next != null; next = ready.takeFirst()) {
            progress |= dispatch((AioHandler) next);
        }
        return progress;
    }

    final boolean dispatch(AioHandler handler) {
        int reported = handler.revents();
        handler.setRevents(0);
        if (handler.silent()) {
            return false;
        }
        if (!handler.deleted() && handler.isReady() != null && !handler.inPollList) {
            pollMembers.join(handler);
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
                fdHandlers.reportAgain(handler);
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
        return urgent || read || written || ended || deliverError(handler, reported);
    }

    final boolean mayRun(AioHandler handler, int events, int interest) {
        return !handler.deleted() && (events & interest) != 0 && table.passesExternalCheck(handler);
    }

    private boolean run(String kind, AioHandler handler, @Nullable FdCallback callback, int events) {
        if (callback == null) {
            return false;
        }
        if (!callbacks.run(kind, handler, callback, events) && handler.trigger() == Trigger.EDGE) {
            fdHandlers.reportAgain(handler); // it has not drained its fd
        }
        return true;
    }

    /** A condition that no callback asked for would be reported again and again, unseen: someone is told (S35, B6). */
    boolean deliverError(AioHandler handler, int reported) {
        int error = reported & (FdEvents.HUP | FdEvents.ERR | FdEvents.NVAL);
        if (error == 0 || handler.deleted() || !table.passesExternalCheck(handler)) {
            return false;
        }
        FdHandler callbacks = handler.callbacks();
        if ((error & FdEvents.NVAL) != 0) {
            fdHandlers.removeIfLive(handler);
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
}
