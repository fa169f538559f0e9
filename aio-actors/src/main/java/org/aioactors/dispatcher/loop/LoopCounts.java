// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import java.util.concurrent.atomic.AtomicLong;
import org.aioactors.aio.LoopCounter;

/**
 * What one loop has run: on its own thread, which counts without an atomic operation, and on those that stand in for it. The
 * own threads of a loop count one after the other, each handing on to the next by {@code LoopDuty}.
 */
public final class LoopCounts {
    private final LoopCounter messages;
    private final LoopCounter tasks = new LoopCounter();
    private final AtomicLong awayMessages = new AtomicLong();
    private final AtomicLong awayTasks = new AtomicLong();

    LoopCounts(LoopCounter messages) {
        this.messages = messages;
    }

    /** A message is about to be handled. Any thread but the own one. */
    void awayMessage() {
        awayMessages.getAndIncrement();
    }

    /** Something is about to run, which counts as a task if it is no actor. Own thread. */
    void run(PlacedTask task) {
        if (!(task instanceof MailboxTask)) {
            tasks.increment();
        }
    }

    /** The same on a thread that stands in. */
    void awayRun(PlacedTask task) {
        if (!(task instanceof MailboxTask)) {
            awayTasks.getAndIncrement();
        }
    }

    /** How many messages its actors took up. Any thread. */
    public long messages() {
        return messages.get() + awayMessages.get();
    }

    /** How many tasks it began that are not actors. Any thread. */
    public long tasks() {
        return tasks.get() + awayTasks.get();
    }
}
