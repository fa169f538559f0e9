// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.concurrent.atomic.AtomicInteger;

/** Runs a mailbox. Akka's status "scheduled" makes sure that it is in one queue at most. */
final class MailboxTask extends PlacedTask {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final AioMailbox mailbox;
    private final int number = NUMBERS.incrementAndGet();

    /** The number of the one that woke it last. Written by who queues it. */
    private int lastWaker;

    MailboxTask(AioMailbox mailbox, AioLoop loop, boolean settled) {
        super(loop, settled);
        this.mailbox = mailbox;
    }

    AioMailbox mailbox() {
        return mailbox;
    }

    /** Notes who wakes it; returns whether that one did so the last time, too. Who queues it. */
    boolean isWokenAgainBy(MailboxTask waker) {
        if (lastWaker == waker.number) {
            return true;
        }
        lastWaker = waker.number;
        return false;
    }

    @Override
    public void run() {
        mailbox.run();
    }

    @Override
    void moves(AioLoop from, AioLoop to) {
        from.group().countMove(from, to);
    }

    @Override
    public String toString() {
        return mailbox.toString();
    }
}
