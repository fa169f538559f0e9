// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import scala.Function0;
import scala.concurrent.BlockContext;
import scala.concurrent.CanAwait;

/**
 * A thread that runs mailboxes and tasks of a loop: the loop's own, or one that relieves it. Scala's {@code blocking}
 * and {@code Await} tell it before they block, and so it is relieved at once.
 */
abstract class ServingThread extends Thread implements BlockContext {
    private static final VarHandle TASK;

    static {
        try {
            TASK = MethodHandles.lookup().findVarHandle(ServingThread.class, "task", LoopTask.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * What it runs. Written by this thread, without a barrier; others read it only to say what a stalled thread is at.
     */
    private volatile @Nullable LoopTask task;

    ServingThread(@Nullable Runnable target, String name) {
        super(null, target, name, 0, false);
    }

    /** The loop that it serves, or null. This thread only. */
    abstract @Nullable AioLoop loop();

    /** Whether it may use all that belongs to the loop. This thread only. */
    abstract boolean isHome();

    /** It is about to block in the task that it runs: others are to go on. This thread only. */
    abstract void announceBlocking();

    /** Makes it {@link #isHome} until the end of the run; may block until the loop's own thread is free. */
    abstract void comeHome();

    /** The mailbox that it runs, or null. This thread only. */
    @Nullable AioMailbox currentMailbox() {
        return task instanceof AioMailbox mailbox ? mailbox : null;
    }

    /** Whether it runs something, and that is not the given task. This thread only. */
    final boolean isRunningOtherThan(LoopTask other) {
        LoopTask running = (LoopTask) TASK.get(this);
        return running != null && running != other;
    }

    /** What it runs, for messages. Any thread. */
    String doing() {
        LoopTask running = task;
        return running == null ? "something" : running.toString();
    }

    /** Runs a task. This thread only. */
    final void runTask(LoopTask running, LoopOwner owner) {
        TASK.setOpaque(this, running);
        try {
            running.run();
        } catch (Throwable e) {
            // Other actors live here. An actor's failure went to its supervisor; what comes here is reported and over.
            owner.onError(running.toString(), e);
        } finally {
            TASK.setOpaque(this, (LoopTask) null);
            Thread.interrupted(); // an interrupt was meant for what ran, not for what runs next
        }
    }

    /** For Scala: this thread calls it around what may block. */
    @Override
    public <T> T blockOn(Function0<T> thunk, CanAwait permission) {
        announceBlocking();
        return thunk.apply();
    }
}
