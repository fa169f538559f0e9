// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.jspecify.annotations.Nullable;

/** Keeps a loop to its home thread and to its life: what may be called where, and when no more. */
final class LoopGuard {
    private final String contextName;
    private final Thread homeThread = Thread.currentThread();

    /** How many calls that may run callbacks are on the stack: the context can't be closed then. Home thread only. */
    private int callsOnStack;

    /** Written and read by the home thread only. */
    private boolean closed;

    /** Who may do what the home thread may, but for what runs callbacks. Written by the home thread, read by all. */
    private volatile @Nullable Thread guest;

    /** The calling thread becomes the home thread. */
    LoopGuard(String contextName) {
        this.contextName = contextName;
    }

    String contextName() {
        return contextName;
    }

    /** Whether the caller is the home thread or its guest. Any thread. */
    boolean inHomeThread() {
        Thread caller = Thread.currentThread();
        return caller == homeThread || caller == guest;
    }

    /** From now on that thread may do what the home thread may, until this is called again; null: none. After {@link #checkOwn}. */
    void lend(@Nullable Thread to) {
        guest = to;
    }

    /** Throws {@link IllegalStateException} unless the home thread or its guest calls, or once closed. Any thread. */
    void check(String operation) {
        check(operation, inHomeThread());
    }

    /** The same for what a guest may not do. Any thread. */
    void checkOwn(String operation) {
        check(operation, Thread.currentThread() == homeThread);
    }

    private void check(String operation, boolean isHome) {
        if (!isHome) {
            throw new IllegalStateException(operation + ": context '" + contextName + "' belongs to thread '"
                    + homeThread.getName() + "', but was called on '"
                    + Thread.currentThread().getName() + "'; hand work over with scheduleOneshot");
        }
        if (closed) {
            throw new IllegalStateException(operation + ": context '" + contextName + "' is closed");
        }
    }

    /** What may run callbacks begins, after a {@link #checkOwn}: it ends with {@link #leave}. */
    void enter(String operation) {
        checkOwn(operation);
        callsOnStack++;
    }

    void leave() {
        callsOnStack--;
    }

    /** Ends the life; returns whether it had not ended before. Throws {@link IllegalStateException} inside a callback. */
    boolean close() {
        if (closed) {
            return false;
        }
        checkOwn("close");
        if (callsOnStack > 0) {
            throw new IllegalStateException(
                    "close: context '" + contextName + "' is polling; close it after poll has returned");
        }
        closed = true;
        return true;
    }
}
