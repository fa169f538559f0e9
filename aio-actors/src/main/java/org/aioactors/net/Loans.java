// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a connection has lent to its handler. The part of a {@link ReceivedBuffer} that is its message's is given back when the
 * connection knows that the message was handled, unless somebody has done so before: so no handler has to think of it. What is
 * still out when the connection is over, since it was retained or is being sent by another one, is not the pool's any more.
 * Loop thread only.
 */
final class Loans {
    /** More than that is not lent to one connection. */
    private final long mostBytes;

    /** Is called on the loop when all is back. */
    private final Runnable onAllBack;

    /** In the order in which they are handled. */
    private final ArrayDeque<ReceivedBuffer> unhandled = new ArrayDeque<>();

    /** Null until something was lent. */
    private @Nullable BlockPool pool;

    private int largeOut;
    private int smallOut;
    private boolean closed;

    Loans(long mostBytes, Runnable onAllBack) {
        this.mostBytes = mostBytes;
        this.onAllBack = onAllBack;
    }

    /** Whether there may be more. */
    boolean mayLend() {
        return !closed && bytes() < mostBytes;
    }

    /** How much memory is out. */
    long bytes() {
        return (long) largeOut * BlockPool.LARGE_BYTES + (long) smallOut * BlockPool.SMALL_BYTES;
    }

    /** The handler is about to be told of it, and {@link #handled} will say when it has handled that. */
    void lend(ReceivedBuffer buffer, long mark) {
        while (!unhandled.isEmpty() && unhandled.peekFirst().isHandled()) {
            unhandled.removeFirst();
        }
        LentBlock block = buffer.block();
        if (block != null) {
            pool = block.pool();
            block.lendTo(this);
            count(block, 1);
        }
        buffer.mark(mark);
        unhandled.addLast(buffer);
    }

    private void count(LentBlock block, int change) {
        if (block.isLarge()) {
            largeOut += change;
        } else {
            smallOut += change;
        }
    }

    /** All messages up to that mark were handled. */
    void handled(long mark) {
        while (!unhandled.isEmpty() && unhandled.peekFirst().mark() <= mark) {
            unhandled.removeFirst().handled();
        }
    }

    /** A block is back; returns whether it is the pool's. */
    boolean returned(LentBlock block) {
        if (closed) {
            return false;
        }
        count(block, -1);
        if (largeOut + smallOut == 0) {
            onAllBack.run();
        }
        return true;
    }

    /** Runs a task on the loop, but not from in here; something must have been lent. */
    void runLater(Runnable task) {
        if (pool != null) {
            pool.runLater(task);
        }
    }

    /** The handler handles nothing any more: all messages are over. */
    void handlerStopped() {
        handled(Long.MAX_VALUE);
    }

    /**
     * Nothing more is lent. What the handler may still be about to handle is left to it. Idempotent.
     */
    void close() {
        if (!closed) {
            closed = true;
            unhandled.clear();
            if (pool != null) {
                pool.forget(true, largeOut);
                pool.forget(false, smallOut);
            }
        }
    }
}
