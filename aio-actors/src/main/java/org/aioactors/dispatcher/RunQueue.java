// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import org.jspecify.annotations.Nullable;

/**
 * What one loop has to run: a queue that the loop's own thread adds to, and a stack on which other threads push. Tasks
 * of one thread come out in the order they went in, but for a mailbox that the running one has woken: see {@link
 * #addNext}.
 *
 * <p>One thread at a time takes tasks out: the own one or, while that is relieved, those of the {@link Relief}, which
 * holds a lock. {@link HomeRun} says which, and hands over what either knows. Who takes, takes the stack whole, so
 * there is no ABA.
 */
final class RunQueue {
    /** Added to by the own thread alone. */
    private final LocalQueue local = new LocalQueue();

    /** Pushed on by any thread but the own one. */
    private final RemoteStack remote = new RemoteStack();

    /** What a relief took from {@link #remote}: empty while the own thread takes. */
    private final TaskList taken = new TaskList();

    /**
     * What a relief found that only the own thread may run. Its turn has come, so the own thread runs it first: or a
     * mailbox that holds the loop up in each run, and is queued again before the own thread is back, would overtake it
     * each time.
     */
    private final TaskList kept = new TaskList();

    /** Whose turn it is, so that neither starves the other. Relief only. */
    private boolean remoteNext;

    private final Succession succession;

    RunQueue(Succession succession) {
        this.succession = succession;
    }

    /**
     * Puts a task before all others, if the {@link Succession} goes on and there is no such task already; else appends it.
     * The own thread, relieved or not.
     */
    void addNext(LoopTask task) {
        if (succession.goesOn()) {
            local.addNext(task);
        } else {
            local.add(task);
        }
    }

    /** Appends a task. The own thread, relieved or not. */
    void addLocal(LoopTask task) {
        local.add(task);
    }

    /** Appends a task. Any thread but the own one. */
    void addRemote(LoopTask task) {
        remote.push(task);
    }

    /**
     * Puts what other threads queued behind what the own thread queued; returns whether there was any. The own thread,
     * not relieved.
     */
    boolean takeRemote() {
        if (!takeStack()) {
            return false;
        }
        moveToLocal(taken);
        return true;
    }

    private boolean takeStack() {
        LoopTask newest = remote.takeAll();
        if (newest == null) {
            return false;
        }
        taken.addStack(newest);
        return true;
    }

    private void moveToLocal(TaskList tasks) {
        for (LoopTask task = tasks.poll(); task != null; task = tasks.poll()) {
            local.add(task);
        }
    }

    /**
     * Removes and returns the next task, or null. Looks at the stack only when the queue is empty. The own thread, not
     * relieved.
     */
    @Nullable LoopTask poll() {
        LoopTask next = local.pollNext();
        if (next != null) {
            succession.next();
            return next;
        }
        succession.begin();
        LoopTask task = kept.poll();
        if (task == null) {
            task = local.poll();
        }
        return task != null || !takeRemote() ? task : local.poll();
    }

    /** How many tasks wait, without those that other threads queued since {@link #takeRemote}. The own thread, not
     * relieved. */
    int size() {
        return kept.size() + local.size();
    }

    /** Whether there is nothing to run. The own thread, not relieved. */
    boolean isEmpty() {
        return kept.isEmpty() && local.isEmpty() && remote.isEmpty();
    }

    /**
     * Removes and returns the next task that another thread may run, or null; keeps the others. Relief, with its lock.
     */
    @Nullable LoopTask pollRelieved() {
        LoopTask task = nextRelieved();
        while (task != null && task.staysHome()) {
            kept.add(task);
            task = nextRelieved();
        }
        return task;
    }

    private @Nullable LoopTask nextRelieved() {
        remoteNext = !remoteNext;
        LoopTask task = remoteNext ? nextTaken() : nextLocal();
        if (task == null) {
            task = remoteNext ? nextLocal() : nextTaken();
        }
        return task;
    }

    private @Nullable LoopTask nextLocal() {
        LoopTask next = local.pollNext();
        return next != null ? next : local.poll();
    }

    private @Nullable LoopTask nextTaken() {
        LoopTask task = taken.poll();
        return task != null || !takeStack() ? task : taken.poll();
    }

    /** Whether {@link #pollRelieved} would find none to look at. Relief, with its lock. */
    boolean isEmptyRelieved() {
        return taken.isEmpty() && local.isEmpty() && remote.isEmpty();
    }

    /** Queues what the relief took, but did not run. The own thread, when it comes back, with the lock. */
    void comeBack() {
        moveToLocal(taken);
    }
}
