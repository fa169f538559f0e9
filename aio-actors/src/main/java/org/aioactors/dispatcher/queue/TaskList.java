// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import org.jspecify.annotations.Nullable;

/** Tasks in a row, linked through themselves. One thread at a time. */
final class TaskList {
    /** Null exactly if {@link #last} is. */
    private @Nullable LoopTask first;

    private @Nullable LoopTask last;

    private int size;

    boolean isEmpty() {
        return first == null;
    }

    int size() {
        return size;
    }

    /** Appends one that has no link. */
    void add(LoopTask task) {
        if (last == null) {
            first = task;
        } else {
            last.link(task);
        }
        last = task;
        size++;
    }

    /** Removes and returns the first, unlinked, or null. */
    @Nullable LoopTask poll() {
        LoopTask task = first;
        if (task == null) {
            return null;
        }
        first = task.next();
        if (first == null) {
            last = null;
        }
        task.link(null);
        size--;
        return task;
    }
}
