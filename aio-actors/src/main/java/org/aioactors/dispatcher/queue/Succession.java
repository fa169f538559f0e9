// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import java.util.function.LongSupplier;
import org.aioactors.aio.LoopCounter;

/**
 * How long a loop may go on with mailboxes that are run out of their turn, each since the one before has woken it. What
 * two actors say to each other is then still in the processor's cache. One mailbox's share of messages, and of time, is
 * handed on from each to the next, so that the others wait for less than three shares. Own thread only.
 *
 * <p>Whether there is any left is asked when a mailbox is woken, and not when it is to run: for then those that were
 * woken after it are in the queue, and would overtake it.
 */
public final class Succession {
    private final int throughput;
    private final long deadlineNs;
    private final LongSupplier nanoTime;

    /** Those that the own thread has handled. */
    private final LoopCounter messages = new LoopCounter();

    /** How many more mailboxes: one may run without any message, for Akka's own. */
    private int runsLeft;

    /** The number of messages at which the share is used up. */
    private long endMessages;

    /** When it is, if there is a deadline. */
    private long endNs;

    /**
     * @param throughput how many messages a share is
     * @param deadlineNs how long one is; 0 is without end
     */
    public Succession(int throughput, long deadlineNs, LongSupplier nanoTime) {
        this.throughput = throughput;
        this.deadlineNs = deadlineNs;
        this.nanoTime = nanoTime;
    }

    LoopCounter messages() {
        return messages;
    }

    /** One is run whose turn it is: it has the whole share. */
    void begin() {
        runsLeft = throughput;
        endMessages = messages.get() + throughput;
        if (deadlineNs > 0) {
            endNs = nanoTime.getAsLong() + deadlineNs;
        }
    }

    /** Whether one that is woken now may run out of its turn. */
    boolean goesOn() {
        return runsLeft > 0 && messages.get() < endMessages && (deadlineNs == 0 || nanoTime.getAsLong() - endNs < 0);
    }

    /** One is run out of its turn. */
    void next() {
        runsLeft--;
    }
}
