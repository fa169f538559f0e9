// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import org.jspecify.annotations.Nullable;

/** Tasks in the order they were added, linked through themselves. One thread at a time. */
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
            last.setNextTask(task);
        }
        last = task;
        size++;
    }

    /** Appends the tasks of a stack, the bottom one first. */
    void addStack(LoopTask top) {
        LoopTask reversed = null;
        LoopTask rest = top;
        while (rest != null) {
            LoopTask below = rest.nextTask();
            rest.setNextTask(reversed);
            reversed = rest;
            rest = below;
            size++;
        }
        if (last == null) {
            first = reversed;
        } else {
            last.setNextTask(reversed);
        }
        last = top;
    }

    /** Removes and returns the first, unlinked, or null. */
    @Nullable LoopTask poll() {
        LoopTask task = first;
        if (task == null) {
            return null;
        }
        first = task.nextTask();
        if (first == null) {
            last = null;
        }
        task.setNextTask(null);
        size--;
        return task;
    }
}
