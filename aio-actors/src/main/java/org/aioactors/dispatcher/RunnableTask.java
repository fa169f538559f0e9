// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

/** A {@link Runnable} for a loop. */
final class RunnableTask extends PlacedTask {
    private final Runnable runnable;

    private RunnableTask(Runnable runnable, AioLoop loop, boolean settled) {
        super(loop, settled);
        this.runnable = runnable;
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
    public String toString() {
        return "task " + runnable;
    }
}
