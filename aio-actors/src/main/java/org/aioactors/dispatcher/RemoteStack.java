// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.aioactors.aio.Padded;
import org.jspecify.annotations.Nullable;

/** Tasks that threads give to another one, linked through themselves. It is taken whole, so there is no ABA. */
final class RemoteStack extends Padded {
    private static final VarHandle NEWEST;

    static {
        try {
            NEWEST = MethodHandles.lookup().findVarHandle(RemoteStack.class, "newest", LoopTask.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Pushed on by any thread, taken by one at a time. */
    private volatile @Nullable LoopTask newest;

    /** Any thread. */
    void push(LoopTask task) {
        LoopTask below;
        do {
            below = newest;
            task.setNextTask(below);
        } while (!NEWEST.compareAndSet(this, below, task)); // releases the link; partner: the getAndSet of takeAll
    }

    /** Takes out all and returns the newest, linked to the others, or null. The taking thread. */
    @Nullable LoopTask takeAll() {
        return newest == null ? null : (LoopTask) NEWEST.getAndSet(this, null);
    }

    /** Any thread. */
    boolean isEmpty() {
        return newest == null;
    }
}
