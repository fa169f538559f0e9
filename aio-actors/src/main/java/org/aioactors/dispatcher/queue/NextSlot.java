// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.aioactors.aio.Fields;
import org.aioactors.aio.Padded;
import org.jspecify.annotations.Nullable;

/** The place of a task that comes before all others. */
final class NextSlot extends Padded {
    private static final VarHandle TASK = Fields.handle(MethodHandles.lookup(), "task", LoopTask.class);

    /** Set by the owner while it is null; swapped for null by the owner or a thief. */
    private volatile @Nullable LoopTask task;

    /** Any thread; if the owner finds it empty, it is. */
    boolean isEmpty() {
        return task == null;
    }

    /** Puts a task into the empty slot. The owner. */
    void set(LoopTask next) {
        TASK.setRelease(this, next); // partner: the getAndSet of take
    }

    /** Takes the task out, or returns null. Any thread. */
    @Nullable LoopTask take() {
        return task == null ? null : (LoopTask) TASK.getAndSet(this, (LoopTask) null);
    }
}
