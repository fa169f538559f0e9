// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides who frees something that is closed while it may still be in use: the one who closes it, or the last user.
 * Exactly one call of {@link #close} and {@link #unpin} returns true. Any thread; nothing blocks.
 */
public final class Pins {
    private static final int CLOSED = 1 << 31;

    /** How many users there are, and whether it is closed. */
    private final AtomicInteger state = new AtomicInteger();

    /** Open, and without users. */
    public Pins() {}

    /** There is one more user; false, and there is not, if it is closed. */
    public boolean pin() {
        int now;
        do {
            now = state.get();
            if ((now & CLOSED) != 0) {
                return false;
            }
        } while (!state.compareAndSet(now, now + 1));
        return true;
    }

    /**
     * There is one user less.
     *
     * @return whether the caller is to free it now
     * @throws IllegalStateException if there is none
     */
    public boolean unpin() {
        int now;
        do {
            now = state.get();
            if ((now & ~CLOSED) == 0) {
                throw new IllegalStateException("released more often than retained");
            }
        } while (!state.compareAndSet(now, now - 1));
        return now - 1 == CLOSED;
    }

    /**
     * There are no new users from now on.
     *
     * @return whether the caller is to free it now; false also if it was closed already
     */
    public boolean close() {
        return state.getAndUpdate(now -> now | CLOSED) == 0;
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return (state.get() & CLOSED) != 0;
    }

    /** How many users there are. */
    int users() {
        return state.get() & ~CLOSED;
    }
}
