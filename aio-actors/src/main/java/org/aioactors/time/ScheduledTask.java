// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import akka.actor.Cancellable;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioTimer;
import org.aioactors.aio.ClockType;
import org.aioactors.aio.MovableTimer;
import org.aioactors.dispatcher.AioLoop;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;
import scala.util.control.NonFatal;

/**
 * Something to run at a time. It is on one thread at a time: armed, on the context that it is armed on; then expired, in
 * the hands of its executor; which may arm it again. Only {@link #cancel} comes from anywhere at any time.
 */
abstract class ScheduledTask implements Cancellable, MovableTimer {
    private final AioScheduler scheduler;
    private final ExecutionContext executor;
    private final TimerPlace place;

    /** Where it is armed, or was last. Passed on from who arms it to who runs it. */
    private @Nullable AioContext context;

    /** What it was last armed for. Passed on like {@link #context}. */
    private long dueNs;

    /** The timer of {@link #context}. Written before it is armed; read by who has cancelled the task. */
    private volatile @Nullable AioTimer timer;

    ScheduledTask(AioScheduler scheduler, Runnable task, ExecutionContext executor) {
        this.scheduler = scheduler;
        this.executor = executor;
        this.place = TimerPlace.of(task, executor);
    }

    /** What is to be run now that the scheduler has ended, if it has neither run nor been cancelled; mostly nothing. */
    abstract @Nullable Runnable takeAtEnd();

    /** Hands what is to be run over to the executor, unless cancelled. The thread of the timer. */
    abstract void expired();

    /**
     * Has {@link #expired} called at a time of the clock: on the calling loop, if {@link TimerPlace} allows it, else on
     * the scheduler's thread. Any thread; does not block.
     *
     * @return false if the scheduler has been closed
     */
    final boolean arm(long atNs) {
        dueNs = atNs;
        AioLoop loop = place.loop(executor);
        return (loop != null && armOn(loop.context())) || armOn(scheduler.context());
    }

    private boolean armOn(AioContext on) {
        AioTimer armed = timer;
        if (armed == null || context != on) {
            armed = on.newTimer(ClockType.REALTIME, this);
            context = on;
            timer = armed; // before isCancelled below; partner: disarm, which comes after the task is cancelled
        }
        boolean isArmed = armed.modify(dueNs);
        if (isCancelled()) {
            armed.cancel();
        }
        return isArmed;
    }

    /** The task has been cancelled. Any thread. */
    final void disarm() {
        AioTimer armed = timer;
        if (armed != null) {
            armed.cancel();
        }
    }

    /** The timer has expired. */
    @Override
    public final void run() {
        if (scheduler.isClosed()) {
            scheduler.leaveBehind(this);
        } else {
            expired();
        }
    }

    /** The loop on which it was armed has ended, and it goes on with the scheduler's thread; or that has ended. */
    @Override
    public final void contextClosed() {
        AioContext own = scheduler.context();
        if (context == own || !armOn(own)) {
            scheduler.leaveBehind(this);
        }
    }

    /** The loop on which it was armed is held up, and it goes on with the scheduler's thread. */
    @Override
    public final void evicted() {
        contextClosed();
    }

    /** Has the executor run it, as Akka's scheduler does: what the executor throws is for the executor to report. */
    final void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            } else if (NonFatal.apply(e)) {
                executor.reportFailure(e);
            } else {
                throw e;
            }
        }
    }
}
