// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.concurrent.atomic.AtomicLong;
import org.aioactors.aio.LoopCounter;

/**
 * What one loop has run: on its own thread, which counts without an atomic operation, and on those that relieve it. The
 * own threads of a loop count one after the other, each handing on to the next by {@link LoopDuty}.
 */
final class LoopCounts {
    private final LoopCounter messages = new LoopCounter();
    private final LoopCounter tasks = new LoopCounter();
    private final AtomicLong relievedMessages = new AtomicLong();
    private final AtomicLong relievedTasks = new AtomicLong();

    /** For the own thread: the messages that it is about to handle. */
    LoopCounter ownMessages() {
        return messages;
    }

    /** A message is about to be handled. Any thread but the own one. */
    void relievedMessage() {
        relievedMessages.getAndIncrement();
    }

    /** Something is about to run, which counts as a task if it is no actor. Own thread. */
    void run(LoopTask task) {
        if (!(task instanceof AioMailbox)) {
            tasks.increment();
        }
    }

    /** The same on a thread that relieves the own one. */
    void relievedRun(LoopTask task) {
        if (!(task instanceof AioMailbox)) {
            relievedTasks.getAndIncrement();
        }
    }

    /** Any thread. */
    long messages() {
        return messages.get() + relievedMessages.get();
    }

    /** Any thread. */
    long tasks() {
        return tasks.get() + relievedTasks.get();
    }
}
