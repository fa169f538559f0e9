// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.function.IntConsumer;
import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.fdmon.ReadyList;
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
        int events = reported & handler.events();
        if (!handler.deleted() && handler.isReady() != null && !handler.inPollList) {
            pollMembers.join(handler);
        }
        boolean outermost = !handler.dispatching;
        handler.dispatching = true;
        try {
            boolean read = mayRun(handler, events, FdEvents.READ_INTEREST)
                    && run("onReadable of", handler, handler.callbacks().onReadable());
            boolean written = mayRun(handler, events, FdEvents.WRITE_INTEREST)
                    && run("onWritable of", handler, handler.callbacks().onWritable());
            boolean failed = !read && !written && deliverError(handler, reported);
            return (read || written || failed) && !handler.notifier();
        } finally {
            handler.dispatching = !outermost;
        }
    }

    final boolean mayRun(AioHandler handler, int events, int interest) {
        return !handler.deleted() && (events & interest) != 0 && table.passesExternalCheck(handler);
    }

    private boolean run(String kind, AioHandler handler, @Nullable Runnable callback) {
        if (callback == null) {
            return false;
        }
        callbacks.run(kind, handler.name(), callback);
        return true;
    }

    /** A condition that no callback asked for would be reported again and again, unseen: someone is told (S35, B6). */
    boolean deliverError(AioHandler handler, int reported) {
        int error = reported & (FdEvents.HUP | FdEvents.ERR | FdEvents.NVAL);
        if (error == 0 || handler.deleted() || !table.passesExternalCheck(handler)) {
            return false;
        }
        IntConsumer onError = handler.callbacks().onError();
        if ((error & FdEvents.NVAL) != 0) {
            fdHandlers.removeIfLive(handler);
            if (onError == null) {
                callbacks.report("handler of", handler.name(), closedBehindOurBack(handler));
                return true;
            }
        }
        if (onError != null) {
            callbacks.accept("onError of", handler.name(), onError, error);
            return true;
        }
        return run("onWritable of", handler, handler.callbacks().onWritable());
    }

    private static IllegalStateException closedBehindOurBack(AioHandler handler) {
        return new IllegalStateException(
                "fd " + handler.fd()
                        + " was closed while it was watched; its handler is removed now. Call removeFdHandler before closing an fd.");
    }
}
