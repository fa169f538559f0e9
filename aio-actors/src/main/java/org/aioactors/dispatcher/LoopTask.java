// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link RunQueue} holds: something to run that carries its own link, so that queueing it allocates nothing.
 * It is in one queue at most, once; whoever queues it sees to that.
 */
interface LoopTask {
    /** Does the work. The thread that took it out of the queue. */
    void run();

    /** Whether the loop's own thread alone may run it. The thread that takes it out of the queue. */
    boolean staysHome();

    /** The link: owned by the thread that queues it, then by the one that takes it out, which clears it before {@link
     * #run}. */
    @Nullable LoopTask nextTask();

    /** Sets {@link #nextTask}. */
    void setNextTask(@Nullable LoopTask next);
}
