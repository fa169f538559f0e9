// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link RunQueue} holds: something to run that carries its own link, so that queueing it allocates nothing.
 * It is in one queue at most, once; whoever queues it sees to that.
 */
interface LoopTask {
    /** Does the work. Loop thread. */
    void run();

    /** The link: owned by the thread that queues it, then by the loop thread, which clears it before {@link #run}. */
    @Nullable LoopTask nextTask();

    /** Sets {@link #nextTask}. */
    void setNextTask(@Nullable LoopTask next);
}
