// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import akka.actor.SchedulerException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;

/**
 * A task that runs again and again, one run after the other, until it is cancelled, throws, or finds that its scheduler
 * or its actor has ended.
 */
final class RepeatingTask extends ScheduledTask {
    private static final VarHandle CANCELLED;

    static {
        try {
            CANCELLED = MethodHandles.lookup().findVarHandle(RepeatingTask.class, "cancelled", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Runnable task;
    private final long periodNs;
    private final boolean fixedRate;
    private final Runnable round = this::runOnce;

    /** When the next run should begin; at a fixed rate, whether or not the one before was on time. Executor's thread. */
    private long nextNs;

    /** Written by who cancels it, true once and for all; read by whoever is to run it. */
    @SuppressWarnings("FieldMayBeFinal") // CANCELLED sets it
    private volatile boolean cancelled;

    /**
     * A task whose first run is at {@code firstNs}.
     *
     * @param periodNs from the beginning of a run to the next at a fixed rate, else from the end of a run to the next
     */
    RepeatingTask(
            AioScheduler scheduler,
            Runnable task,
            ExecutionContext executor,
            long firstNs,
            long periodNs,
            boolean fixedRate) {
        super(scheduler, task, executor);
        this.task = task;
        this.nextNs = firstNs;
        this.periodNs = periodNs;
        this.fixedRate = fixedRate;
    }

    /** What to give to the executor for a run. */
    Runnable round() {
        return round;
    }

    @Override
    void expired() {
        if (!cancelled) {
            execute(round);
        }
    }

    private void runOnce() {
        if (cancelled) {
            return;
        }
        try {
            task.run();
            if (!cancelled) {
                armNext();
            }
        } catch (RuntimeException e) {
            if (!isEnd(e)) {
                throw e; // to the executor, which reports it
            }
        }
    }

    /** Whether this says that the scheduler, or the actor that the task is for, has ended: no error, but no next run. */
    private static boolean isEnd(RuntimeException e) {
        return e instanceof SchedulerException
                || (e instanceof IllegalStateException && e.getCause() instanceof SchedulerException);
    }

    /** A run that is overdue begins at once, but not before other timers that are. */
    private void armNext() {
        long nowNs = System.nanoTime();
        nextNs = AioScheduler.later(fixedRate ? nextNs : nowNs, periodNs);
        arm(Math.max(nextNs, nowNs + 1));
    }

    @Override
    @Nullable Runnable takeAtEnd() {
        return null;
    }

    /** Cancels it; true for the first call. A run that has begun is not stopped. */
    @Override
    public boolean cancel() {
        boolean first = CANCELLED.compareAndSet(this, false, true);
        if (first) {
            disarm();
        }
        return first;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }
}
