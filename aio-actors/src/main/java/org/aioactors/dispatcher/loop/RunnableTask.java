// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

/** A {@link Runnable} for a loop. */
final class RunnableTask extends PlacedTask {
    private final Runnable runnable;

    RunnableTask(Runnable runnable, EventLoop loop, boolean settled) {
        super(loop, settled);
        this.runnable = runnable;
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
