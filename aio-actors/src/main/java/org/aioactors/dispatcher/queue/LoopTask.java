// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import org.jspecify.annotations.Nullable;

/**
 * Something to run that carries its own link, so that queueing it allocates nothing. It is in one queue at most, once;
 * whoever queues it sees to that.
 *
 * <p>A class, and no interface for mailboxes to implement: a cast to an interface goes through one word of the object's
 * class (HotSpot's secondary super cache, JDK-8180450), which threads that cast to different ones take from each other.
 */
public abstract class LoopTask {
    /** Of the thread that queues the task, then of the one that takes it out. */
    private @Nullable LoopTask next;

    /** Something that is in no queue. */
    protected LoopTask() {}

    /** Does the work. The thread that took it out of the queue. */
    public abstract void run();

    final @Nullable LoopTask next() {
        return next;
    }

    /** Links it. Most are linked to nothing, and were before: if that is not written, two threads can share the line. */
    final void link(@Nullable LoopTask to) {
        if (next != to) {
            next = to;
        }
    }
}
