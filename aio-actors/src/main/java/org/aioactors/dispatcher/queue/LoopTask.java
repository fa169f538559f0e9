// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import org.jspecify.annotations.Nullable;

/**
 * Something to run that carries its own link, so that queueing it allocates nothing. It is in one queue at most, once;
 * whoever queues it sees to that.
 */
public interface LoopTask {
    /** Does the work. The thread that took it out of the queue. */
    void run();

    /** The link: owned by the thread that queues it, then by the one that takes it out. */
    @Nullable LoopTask nextTask();

    /** Sets {@link #nextTask}. */
    void setNextTask(@Nullable LoopTask next);
}
