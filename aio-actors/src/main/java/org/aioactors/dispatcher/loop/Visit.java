// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A stand-in that uses what belongs to a loop as if it were that loop's own thread, which waits meanwhile: the first of
 * several loops that has time is the host. Who is interrupted while he waits is so afterwards: the guest, for its actor to
 * hear of; of the host's it is for nobody, see {@link ServingThread#runTask}.
 */
final class Visit {
    private final StandIn guest;

    /** The loop whose own thread waits. */
    private final CompletableFuture<EventLoop> host = new CompletableFuture<>();

    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    /** One that has not begun. The guest. */
    Visit(StandIn guest) {
        this.guest = guest;
    }

    /** Waits for the first of these loops that has time, which then waits for {@link #end}. The guest; blocks. */
    EventLoop begin(List<EventLoop> loops) {
        loops.forEach(loop -> loop.execute(() -> receive(loop)));
        return host.join();
    }

    /** A loop's own thread has time, which it has no more if it is the first. */
    private void receive(EventLoop loop) {
        LoopThread own = (LoopThread) Thread.currentThread();
        if (host.isDone()) {
            return;
        }
        own.context().lendHome(guest);
        try {
            if (host.complete(loop)) {
                own.holdUp(); // its mobile work is for others
                over.join();
            }
        } finally {
            own.context().lendHome(null);
        }
    }

    /** The guest's run is over. The guest. */
    void end() {
        over.complete(true);
    }
}
