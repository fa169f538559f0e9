// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.ArrayDeque;

/**
 * The descriptors of messages that their handler has not handled yet. What it has not taken by then is closed. Loop thread
 * only.
 */
final class FdLoans {
    private record Loan(long mark, PassedFds fds) {}

    /** In the order in which they are handled. */
    private final ArrayDeque<Loan> unhandled = new ArrayDeque<>();

    /** The handler is about to be told of them, and {@link #handled} will say when it has handled that. */
    void lend(PassedFds fds, long mark) {
        unhandled.addLast(new Loan(mark, fds));
    }

    /** All messages up to that mark were handled. */
    void handled(long mark) {
        while (!unhandled.isEmpty() && unhandled.peekFirst().mark() <= mark) {
            unhandled.removeFirst().fds().close();
        }
    }

    /** The handler handles nothing any more, or nobody will know that it has. */
    void close() {
        handled(Long.MAX_VALUE);
    }

    boolean isEmpty() {
        return unhandled.isEmpty();
    }
}
