// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import akka.dispatch.Mailbox;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs a mailbox. Akka's status "scheduled" makes sure that it is in one queue at most. */
public final class MailboxTask extends PlacedTask {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Mailbox mailbox;
    private final int number = NUMBERS.incrementAndGet();

    /** The number of the one that woke it last. Written by who queues it. */
    private int lastWaker;

    /** One of a loop, or one that begins there. */
    public MailboxTask(Mailbox mailbox, EventLoop loop, boolean settled) {
        super(loop, settled);
        this.mailbox = mailbox;
    }

    Mailbox mailbox() {
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
    void moves(EventLoop from, EventLoop to) {
        from.group().countMove(from, to);
    }

    @Override
    public String toString() {
        return mailbox.toString();
    }
}
