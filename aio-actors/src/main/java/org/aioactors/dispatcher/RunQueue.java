// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one loop has to run: a list that only the loop thread touches, and a stack on which other threads push. The
 * loop thread takes the stack whole, so there is no ABA, and turns it round. Tasks of one producer come out in the
 * order they went in.
 */
final class RunQueue {
    private static final VarHandle REMOTE;

    static {
        try {
            REMOTE = MethodHandles.lookup().findVarHandle(RunQueue.class, "remote", LoopTask.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Next to run. Loop thread only; null exactly if {@link #last} is. */
    private @Nullable LoopTask first;

    /** Run last. Loop thread only. */
    private @Nullable LoopTask last;

    /** Newest first. Pushed on by any thread but the loop thread, taken whole by the loop thread. */
    private volatile @Nullable LoopTask remote;

    /** Appends a task. Loop thread. */
    void addLocal(LoopTask task) {
        if (last == null) {
            first = task;
        } else {
            last.setNextTask(task);
        }
        last = task;
    }

    /** Appends a task. Any thread but the loop thread. */
    void addRemote(LoopTask task) {
        LoopTask head;
        do {
            head = remote;
            task.setNextTask(head);
        } while (!REMOTE.compareAndSet(this, head, task)); // releases the link; partner: the getAndSet of takeRemote
    }

    /**
     * Puts what other threads queued behind what the loop thread queued; returns whether there was any. Loop thread.
     */
    boolean takeRemote() {
        if (remote == null) {
            return false;
        }
        LoopTask newest = (LoopTask) REMOTE.getAndSet(this, null);
        LoopTask reversed = null;
        LoopTask rest = newest;
        while (rest != null) {
            LoopTask older = rest.nextTask();
            rest.setNextTask(reversed);
            reversed = rest;
            rest = older;
        }
        if (last == null) {
            first = reversed;
        } else {
            last.setNextTask(reversed);
        }
        last = newest;
        return true;
    }

    /**
     * Removes and returns the next task, unlinked, or null. Looks at the stack only when the list is empty. Loop
     * thread.
     */
    @Nullable LoopTask poll() {
        LoopTask task = first;
        if (task == null) {
            return takeRemote() ? poll() : null;
        }
        first = task.nextTask();
        if (first == null) {
            last = null;
        }
        task.setNextTask(null);
        return task;
    }

    /** Whether there is nothing to run. Loop thread. */
    boolean isEmpty() {
        return first == null && remote == null;
    }
}
