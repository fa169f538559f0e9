// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import java.util.function.Consumer;
import org.aioactors.aio.Padded;
import org.jspecify.annotations.Nullable;

/**
 * What only a loop's own thread may run, because it is settled there: what one thread adds comes out in its order, since
 * nobody else ever takes any.
 */
final class HomeQueue extends Padded {
    private final TaskList local = new TaskList();
    private final Consumer<LoopTask> toLocal = local::add;
    private final Inbox inbox = new Inbox();

    /** Appends a task. The own thread. */
    void add(LoopTask task) {
        local.add(task);
    }

    /** Gives the own thread a task. Any other thread. */
    void push(LoopTask task) {
        inbox.push(task);
    }

    /** Puts what others have given behind what the own thread has added. The own thread. */
    void takeInbox() {
        inbox.takeAll(toLocal);
    }

    /** Removes and returns the oldest task, or null; does not look at what others have given since {@link #takeInbox}. The own thread. */
    @Nullable LoopTask poll() {
        return local.poll();
    }

    /** How many wait, without those since {@link #takeInbox}. The own thread. */
    int size() {
        return local.size();
    }

    /** The own thread. */
    boolean isEmpty() {
        return local.isEmpty() && inbox.isEmpty();
    }
}
