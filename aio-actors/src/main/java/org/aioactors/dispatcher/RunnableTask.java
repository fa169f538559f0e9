// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import org.jspecify.annotations.Nullable;

/** A {@link Runnable} in a {@link RunQueue}. */
final class RunnableTask implements LoopTask {
    private final Runnable runnable;
    private final boolean staysHome;

    private @Nullable LoopTask next;

    private RunnableTask(Runnable runnable, boolean staysHome) {
        this.runnable = runnable;
        this.staysHome = staysHome;
    }

    /** One for the loop's own thread. */
    static RunnableTask atHome(Runnable runnable) {
        return new RunnableTask(runnable, true);
    }

    /** One that a relief thread may run as well. */
    static RunnableTask anywhere(Runnable runnable) {
        return new RunnableTask(runnable, false);
    }

    @Override
    public void run() {
        runnable.run();
    }

    @Override
    public boolean staysHome() {
        return staysHome;
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
