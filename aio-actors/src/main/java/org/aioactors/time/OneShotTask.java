// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import akka.actor.Scheduler;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;

/** A task that runs once, or is cancelled before. */
final class OneShotTask extends ScheduledTask {
    private static final VarHandle TASK;

    static {
        try {
            TASK = MethodHandles.lookup().findVarHandle(OneShotTask.class, "task", Runnable.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What has become of the task. */
    private enum Fate implements Runnable {
        EXECUTED,
        CANCELLED;

        /** Never called. */
        @Override
        public void run() {
            throw new IllegalStateException(name());
        }
    }

    /**
     * What to run; then, once and for all, its {@link Fate}, so that whoever keeps the cancellable does not keep
     * the task. Swapped by whoever comes first: the timer's thread, or any that cancels.
     */
    @SuppressWarnings("FieldMayBeFinal") // TASK swaps it
    private volatile Runnable task;

    OneShotTask(AioScheduler scheduler, Runnable task, ExecutionContext executor) {
        super(scheduler, task, executor);
        this.task = task;
    }

    @Override
    void expired() {
        Runnable taken = take(Fate.EXECUTED);
        if (taken != null) {
            execute(taken);
        }
    }

    @Override
    @Nullable Runnable takeAtEnd() {
        return task instanceof Scheduler.TaskRunOnClose ? take(Fate.EXECUTED) : null;
    }

    /** Cancels it; true for the one call that comes before it is run. */
    @Override
    public boolean cancel() {
        if (take(Fate.CANCELLED) == null) {
            return false;
        }
        disarm();
        return true;
    }

    @Override
    public boolean isCancelled() {
        return task == Fate.CANCELLED;
    }

    private @Nullable Runnable take(Fate fate) {
        Runnable found = task;
        boolean taken = !(found instanceof Fate) && TASK.compareAndSet(this, found, fate);
        return taken ? found : null;
    }
}
