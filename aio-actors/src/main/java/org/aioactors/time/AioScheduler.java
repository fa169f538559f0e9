// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import akka.actor.AbstractScheduler;
import akka.actor.Cancellable;
import akka.actor.SchedulerException;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import java.io.Closeable;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdMonitorKind;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * Akka's scheduler with the precision of the kernel's timers in place of ticks of 10 ms. One line of configuration makes
 * an actor system use it:
 *
 * <pre>
 *   akka.scheduler.implementation = "org.aioactors.time.AioScheduler"
 * </pre>
 *
 * <p>It keeps the contract of {@code akka.actor.LightArrayRevolverScheduler}: nothing runs early; a delay of 0 or less
 * goes to the executor at once; a repeating task that throws is over; after {@link #close} nothing runs, but for tasks
 * that are marked to be run then.
 *
 * <p>A timer that an actor on an aio dispatcher sets is armed on the actor's own loop and runs there, and no other thread
 * takes part, if it is one of {@code Behaviors.withTimers} or its executor is that dispatcher. All others are armed on
 * the thread {@code <system>-aio-scheduler}, which hands what expires to its executor. Any thread may call every method; none blocks, except for {@link #close}.
 */
public final class AioScheduler extends AbstractScheduler implements Closeable {
    private static final Cancellable NOT_CANCELLABLE = new Cancellable() {
        @Override
        public boolean cancel() {
            return false;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }
    };

    private final LoggingAdapter log;
    private final SchedulerSettings settings;
    private final SchedulerThread thread;
    private final AioContext context;

    /** Tasks to be run at the end, in the order in which they were due. */
    private final Queue<Runnable> leftBehind = new ConcurrentLinkedQueue<>();

    /** Who has closed it; null before that. */
    private final AtomicReference<@Nullable Thread> closedBy = new AtomicReference<>();

    /**
     * For Akka, which calls it while the actor system starts; waits for the scheduler's thread.
     *
     * @param config of the actor system
     * @throws org.aioactors.config.AioConfigurationException if a value under {@code aio.scheduler} is not allowed
     * @throws org.aioactors.aio.linux.SyscallException if the kernel refuses an event loop, for instance for lack of
     *     fds
     */
    public AioScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
        this.log = log;
        this.settings = SchedulerSettings.of(config);
        this.thread = SchedulerThread.start(threads, this::openContext, this::ended);
        this.context = thread.context();
    }

    private AioContext openContext() {
        return AioContext.builder()
                .name(Thread.currentThread().getName())
                .fdMonitor(FdMonitorKind.POLL) // of one fd, its own
                .pollParams(settings.polling())
                .errorHandler(this::failed)
                .preciseTimers()
                .build();
    }

    private void failed(String where, Throwable error) {
        log.error(error, "{} of the scheduler threw; it goes on", where);
    }

    /**
     * Runs a task once.
     *
     * @throws IllegalArgumentException for a delay of more than 2^31 - 1 times {@code akka.scheduler.tick-duration}
     * @throws IllegalStateException caused by a {@link SchedulerException}, once closed
     */
    @Override
    public Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext executor) {
        checkOpen();
        long delayNs = delay.toNanos();
        if (delayNs <= 0) {
            executor.execute(task);
            return NOT_CANCELLABLE;
        }
        settings.checkDelay(delayNs);
        OneShotTask scheduled = new OneShotTask(this, task, executor);
        if (!scheduled.arm(later(System.nanoTime(), delayNs))) {
            throw closed();
        }
        return scheduled;
    }

    /**
     * Runs a task at a fixed rate, as {@code scheduleAtFixedRate} does: one that is late catches up.
     *
     * @throws IllegalArgumentException for a delay of more than 2^31 - 1 times {@code akka.scheduler.tick-duration}
     * @throws IllegalStateException caused by a {@link SchedulerException}, once closed
     */
    @Override
    @SuppressWarnings("deprecation") // for users; what is not, scheduleAtFixedRate, calls it
    public Cancellable schedule(
            FiniteDuration initialDelay, FiniteDuration interval, Runnable task, ExecutionContext executor) {
        return repeat(initialDelay, interval, task, executor, true);
    }

    /**
     * Runs a task again and again, each time {@code delay} after the last run has ended.
     *
     * @throws IllegalArgumentException for a delay of more than 2^31 - 1 times {@code akka.scheduler.tick-duration}
     * @throws IllegalStateException caused by a {@link SchedulerException}, once closed
     */
    @Override
    public Cancellable scheduleWithFixedDelay(
            FiniteDuration initialDelay, FiniteDuration delay, Runnable task, ExecutionContext executor) {
        return repeat(initialDelay, delay, task, executor, false);
    }

    private Cancellable repeat(
            FiniteDuration initialDelay,
            FiniteDuration period,
            Runnable task,
            ExecutionContext executor,
            boolean fixedRate) {
        checkOpen();
        long initialNs = initialDelay.toNanos();
        long periodNs = period.toNanos();
        settings.checkDelay(periodNs);
        settings.checkDelay(initialNs);
        long firstNs = later(System.nanoTime(), Math.max(0, initialNs));
        RepeatingTask repeating = new RepeatingTask(this, task, executor, firstNs, Math.max(1, periodNs), fixedRate);
        if (initialNs <= 0) {
            executor.execute(repeating.round());
        } else if (!repeating.arm(firstNs)) {
            throw closed();
        }
        return repeating;
    }

    /** How often a task can be repeated: a million times a second, for timers are precise to microseconds. */
    @Override
    public double maxFrequency() {
        return TimeUnit.SECONDS.toMicros(1);
    }

    /**
     * Ends it: no task runs from now on, but those marked to be run at the end, which run here, and one that an executor
     * has already. Idempotent. Blocks until the scheduler's thread has ended, at most for {@code
     * akka.scheduler.shutdown-timeout}; not if called by that thread.
     */
    @Override
    public void close() {
        if (!closedBy.compareAndSet(null, Thread.currentThread())) {
            return;
        }
        thread.requestStop();
        if (!thread.isCurrent() && awaitEnd()) {
            runLeftBehind();
        }
    }

    private boolean awaitEnd() {
        try {
            if (thread.awaitEnd(settings.shutdownTimeout())) {
                return true;
            }
            log.warning(
                    "the scheduler's thread did not end within akka.scheduler.shutdown-timeout = {}; tasks to be run"
                            + " at the end are not run",
                    settings.shutdownTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.warning("interrupted while the scheduler's thread was ending; tasks to be run then are not run");
        }
        return false;
    }

    /** The scheduler's thread has ended, but for this call. If it closed itself, nobody has waited for that. */
    private void ended() {
        if (closedBy.get() == Thread.currentThread()) {
            runLeftBehind();
        }
    }

    private void runLeftBehind() {
        for (Runnable task = leftBehind.poll(); task != null; task = leftBehind.poll()) {
            try {
                task.run();
            } catch (SchedulerException ended) {
                log.debug("a task at the scheduler's end was for an actor that has ended: {}", ended.msg());
            } catch (RuntimeException e) {
                log.error(e, "a task that was run at the scheduler's end threw");
            }
        }
    }

    /** A task that neither expired nor was cancelled before the end. */
    void leaveBehind(ScheduledTask task) {
        Runnable wanted = task.takeAtEnd();
        if (wanted != null) {
            leftBehind.add(wanted);
        }
    }

    boolean isClosed() {
        return closedBy.get() != null;
    }

    /** The context of the scheduler's own thread. */
    AioContext context() {
        return context;
    }

    /** A time {@code byNs >= 0} after another; as late as can be instead of an overflow. */
    static long later(long fromNs, long byNs) {
        return byNs < Long.MAX_VALUE - 1 - fromNs ? fromNs + byNs : Long.MAX_VALUE - 1;
    }

    private void checkOpen() {
        if (isClosed()) {
            throw closed();
        }
    }

    /** As Akka's own scheduler says it: some of Akka looks at the cause. */
    private static IllegalStateException closed() {
        SchedulerException cause =
                new SchedulerException("the scheduler has been closed, since its actor system terminates");
        return new IllegalStateException(cause.msg(), cause);
    }
}
