// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import org.aioactors.dispatcher.queue.LoopTask;
import org.jspecify.annotations.Nullable;

/** A {@link Runnable} for a loop. */
final class RunnableTask implements PlacedTask {
    private final Runnable runnable;
    private final boolean settled;

    /** Written and read by who has the task in hands. */
    private AioLoop loop;

    private @Nullable LoopTask next;

    private RunnableTask(Runnable runnable, AioLoop loop, boolean settled) {
        this.runnable = runnable;
        this.loop = loop;
        this.settled = settled;
    }

    /** One for the loop's own thread. */
    static RunnableTask settled(Runnable runnable, AioLoop loop) {
        return new RunnableTask(runnable, loop, true);
    }

    /** One for any thread. */
    static RunnableTask mobile(Runnable runnable, AioLoop loop) {
        return new RunnableTask(runnable, loop, false);
    }

    @Override
    public void run() {
        runnable.run();
    }

    @Override
    public AioLoop loop() {
        return loop;
    }

    @Override
    public boolean isSettled() {
        return settled;
    }

    @Override
    public void moveTo(AioLoop to) {
        loop = to;
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
