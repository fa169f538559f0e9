// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.fdmon.ReadyList;
import org.aioactors.aio.linux.FdEvents;
import org.jspecify.annotations.Nullable;

/**
 * The dispatch of a turn whose wait another loop has done, as the reference machine has it (S34, S62): it goes through all
 * handlers, newest first, so that those with nothing reported become members of the poll list too.
 */
final class ReferenceForeignDispatch extends ReferenceFdDispatch {
    private final FdTable table;

    ReferenceForeignDispatch(LoopBase base, PollMembers pollMembers, FdHandlers fdHandlers) {
        super(base, pollMembers, fdHandlers);
        this.table = base.table;
    }

    /** Dispatches what each handler was given as its report; the list plays no part. */
    @Override
    boolean run(ReadyList ready) {
        boolean progress = false;
        AioHandler handler = newest();
        while (handler != null) {
            progress |= dispatch(handler);
            handler = older(handler);
        }
        return progress;
    }

    /** Whether a callback would run for what was reported and not dispatched yet (S62). */
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
}
