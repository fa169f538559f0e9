// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import org.jspecify.annotations.Nullable;

/** A task that is only told apart. */
final class TestTask extends LoopTask {
    final int number;

    TestTask(int number) {
        this.number = number;
    }

    /** What a task stands for in the result: its number; 0 for none. */
    static int of(@Nullable LoopTask task) {
        return task == null ? 0 : ((TestTask) task).number;
    }

    @Override
    public void run() {}
}
