// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/** Keeps a loop to its home thread and to its life: what may be called where, and when no more. */
final class LoopGuard {
    private final String contextName;
    private final Thread homeThread = Thread.currentThread();

    /** How many calls that may run callbacks are on the stack: the context can't be closed then. Home thread only. */
    private int callsOnStack;

    /** Written and read by the home thread only. */
    private boolean closed;

    /** The calling thread becomes the home thread. */
    LoopGuard(String contextName) {
        this.contextName = contextName;
    }

    String contextName() {
        return contextName;
    }

    /** Any thread. */
    boolean inHomeThread() {
        return Thread.currentThread() == homeThread;
    }

    /** Throws {@link IllegalStateException} on another thread than the home thread, or once closed. Any thread. */
    void check(String operation) {
        if (!inHomeThread()) {
            throw new IllegalStateException(operation + ": context '" + contextName + "' belongs to thread '"
                    + homeThread.getName() + "', but was called on '"
                    + Thread.currentThread().getName() + "'; hand work over with scheduleOneshot");
        }
        if (closed) {
            throw new IllegalStateException(operation + ": context '" + contextName + "' is closed");
        }
    }

    /** What may run callbacks begins, after a {@link #check}: it ends with {@link #leave}. */
    void enter(String operation) {
        check(operation);
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
        check("close");
        if (callsOnStack > 0) {
            throw new IllegalStateException(
                    "close: context '" + contextName + "' is polling; close it after poll has returned");
        }
        closed = true;
        return true;
    }
}
