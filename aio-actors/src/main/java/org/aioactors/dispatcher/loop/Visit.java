// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in that uses what belongs to a loop as if it were that loop's own thread, which waits meanwhile: the first of
 * several loops that has time is the host.
 */
final class Visit {
    private final StandIn guest;

    /** The loop whose own thread waits. Set once, under the lock of this. */
    private volatile @Nullable EventLoop host;

    /** Guarded by this. */
    private boolean over;

    /** One that has not begun. The guest. */
    Visit(StandIn guest) {
        this.guest = guest;
    }

    /** Waits for the first of these loops that has time, which then waits for {@link #end}. The guest; blocks. */
    EventLoop begin(List<EventLoop> loops) {
        loops.forEach(loop -> loop.execute(() -> receive(loop)));
        return awaitHost();
    }

    private synchronized EventLoop awaitHost() {
        boolean interrupted = false;
        EventLoop found = host;
        while (found == null) {
            interrupted |= awaitChange();
            found = host;
        }
        if (interrupted) {
            guest.interrupt(); // for the actor to hear of
        }
        return found;
    }

    /** A loop's own thread has time, which it has no more if it is the first. */
    private void receive(EventLoop loop) {
        LoopThread own = (LoopThread) Thread.currentThread();
        if (host != null) {
            return;
        }
        own.context().lendHome(guest);
        try {
            if (becomeHost(loop)) {
                own.holdUp(); // its mobile work is for others
                awaitEnd();
            }
        } finally {
            own.context().lendHome(null);
        }
    }

    private synchronized boolean becomeHost(EventLoop loop) {
        if (host != null) {
            return false;
        }
        host = loop;
        notifyAll();
        return true;
    }

    private synchronized void awaitEnd() {
        while (!over) {
            awaitChange(); // an interrupt is for nobody: see ServingThread.runTask
        }
    }

    /** The guest's run is over. The guest. */
    synchronized void end() {
        over = true;
        notifyAll();
    }

    /** Returns whether the caller was interrupted. The lock is held; callers loop. */
    @SuppressWarnings("WaitNotInLoop")
    private boolean awaitChange() {
        try {
            wait();
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
