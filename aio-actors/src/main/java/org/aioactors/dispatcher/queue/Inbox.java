// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.aioactors.aio.Fields;
import org.aioactors.aio.Padded;
import org.jspecify.annotations.Nullable;

/** Tasks that threads give to another one, linked through themselves. It is taken whole, so there is no ABA. */
final class Inbox extends Padded {
    private static final VarHandle NEWEST = Fields.handle(MethodHandles.lookup(), "newest", LoopTask.class);

    /** Pushed on and taken by any thread. */
    private volatile @Nullable LoopTask newest;

    /** Puts one in. Any thread. */
    void push(LoopTask task) {
        LoopTask below;
        do {
            below = newest;
            task.link(below);
        } while (!NEWEST.compareAndSet(this, below, task)); // releases the link; partner: the getAndSet of takeAll
    }

    /** Takes out all that there is, gives it to {@code taker} in the order of its coming, and returns whether there was any. Any thread. */
    boolean takeAll(Consumer<LoopTask> taker) {
        LoopTask task = newest == null ? null : (LoopTask) NEWEST.getAndSet(this, null);
        if (task == null) {
            return false;
        }
        LoopTask oldest = null;
        while (task != null) {
            LoopTask below = task.next();
            task.link(oldest);
            oldest = task;
            task = below;
        }
        while (oldest != null) {
            LoopTask younger = oldest.next();
            oldest.link(null);
            taker.accept(oldest);
            oldest = younger;
        }
        return true;
    }

    /** Any thread. */
    boolean isEmpty() {
        return newest == null;
    }
}
