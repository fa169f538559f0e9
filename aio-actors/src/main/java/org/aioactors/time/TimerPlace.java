// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import akka.actor.Scheduler;
import akka.actor.typed.internal.TimerSchedulerImpl;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.AioLoop;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;

/** Where the timer of a task may be. */
enum TimerPlace {
    /** On the scheduler's thread: nobody but the scheduler is sure to outlive a wait. */
    SCHEDULER,

    /** If a loop of the task's executor asks for it, there. */
    LOOP_OF_EXECUTOR,

    /**
     * If a loop asks for it, there, though the executor is another. So the timers of {@code Behaviors.withTimers}: they
     * tell their own actor, which is on that loop, and name an executor that runs tasks where they are.
     */
    LOOP_OF_CALLER;

    /**
     * Whether instances of a class are what typed actors schedule: lambdas of Akka's, so they are its nest mates. A
     * class that Akka renames is not recognised, and its timers are on the scheduler's thread.
     */
    private static final ClassValue<Boolean> IS_TIMER_OF_ACTOR = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return type.getNestHost() == TimerSchedulerImpl.class;
        }
    };

    static TimerPlace of(Runnable task, ExecutionContext executor) {
        if (task instanceof Scheduler.TaskRunOnClose) {
            return SCHEDULER; // where its end finds it
        }
        if (executor instanceof AioDispatcher) {
            return LOOP_OF_EXECUTOR;
        }
        return IS_TIMER_OF_ACTOR.get(task.getClass()) ? LOOP_OF_CALLER : SCHEDULER;
    }

    /** The loop whose thread calls this if a timer may be there; else null. */
    @Nullable AioLoop loop(ExecutionContext executor) {
        AioLoop loop = this == SCHEDULER ? null : AioLoop.current();
        if (loop != null && (loop.isStalled() || !loop.inLoopThread())) {
            return null; // its timers would wait for the actor that holds it up
        }
        return loop == null || this == LOOP_OF_CALLER || isLoopOf(executor, loop) ? loop : null;
    }

    private static boolean isLoopOf(ExecutionContext executor, AioLoop loop) {
        return executor instanceof AioDispatcher dispatcher && dispatcher.owns(loop);
    }
}
