// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import org.jspecify.annotations.Nullable;

/** A {@link Runnable} in a {@link RunQueue}. */
final class RunnableTask implements LoopTask {
    private final Runnable runnable;

    private @Nullable LoopTask next;

    RunnableTask(Runnable runnable) {
        this.runnable = runnable;
    }

    @Override
    public void run() {
        runnable.run();
    }

    @Override
    public @Nullable LoopTask nextTask() {
        return next;
    }

    @Override
    public void setNextTask(@Nullable LoopTask next) {
        this.next = next;
    }

    @Override
    public String toString() {
        return "task " + runnable;
    }
}
