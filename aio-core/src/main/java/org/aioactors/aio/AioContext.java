// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.aioactors.aio.fdmon.FdMonitorKind;
import org.aioactors.aio.fdmon.FdMonitors;
import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.ReadyList;
import org.aioactors.aio.fdmon.Semantics;
import org.aioactors.aio.fdmon.WatchedFd;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.TimerSlack;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The event loop of one thread: watches fds, runs bottom halves and timers, and busy-polls adaptively before it
 * sleeps.
 *
 * <p>The thread that builds a context is its home thread: only it may {@link #poll}, {@link #foreignLoop} and {@link
 * #close}. Everything
 * else may be called from any thread and from inside callbacks, and does not block. Callbacks always run on the home
 * thread; one that throws is reported to the {@link AioErrorHandler}, and the loop goes on.
 *
 * <pre>{@code
 * try (AioContext context = AioContext.builder().name("io").build()) {
 *     context.setFdHandler(fd, FdHandler.reading(() -> drain(fd)));
 *     while (running) {
 *         context.poll(true);
 *     }
 * }
 * }</pre>
 */
public final class AioContext implements AutoCloseable, Executor {
    private static final AtomicInteger CREATED = new AtomicInteger();

    private final String name;
    private final Thread homeThread;
    private final ClockSource clock;
    private final Semantics semantics;
    private final CallbackRunner callbacks;
    private final EventNotifier notifier;
    private final MonitorSlot monitor;
    private final NotifyGate gate;
    private final BusyPoller busyPoller;
    private final FdHandlers fdHandlers;
    private final BottomHalfQueue bottomHalves;
    private final Timers timers;
    private final EventWait eventWait;
    private final ForeignLoop foreignLoop;

    private final AioRequests requests;

    /** A ready list for each nesting depth of poll, made when first needed. Home thread only. */
    private @Nullable ReadyList[] readyLists = new @Nullable ReadyList[4];

    /** How many polls are running, their timers included: it can't be closed then. Home thread only. */
    private int pollsOnStack;

    /** The one that this thread had opened before, and not closed yet. Home thread only, {@link HomeThreads}. */
    @Nullable AioContext older;

    /** Written and read by the home thread only, and its guest. */
    private boolean closed;

    /** Who may do what the home thread may, but for polling. Written by the home thread, read by all. */
    private volatile @Nullable Thread guest;

    private AioContext(Builder builder, String name, boolean preciseTimers) {
        this.name = name;
        this.homeThread = HomeThreads.suitable(Thread.currentThread());
        this.clock = builder.clock;
        if (preciseTimers) {
            setTimerSlack(builder.syscalls);
        }
        AioErrorHandler errorHandler = builder.errorHandler != null ? builder.errorHandler : loggingErrorHandler(name);
        this.semantics = builder.semantics;
        this.callbacks = new CallbackRunner(name, errorHandler);
        this.notifier = EventNotifier.create(builder.syscalls);
        FdTable table = new FdTable();
        try {
            this.monitor = FdMonitors.create(builder.fdMonitor, builder.syscalls, table, builder.semantics);
        } catch (Throwable failure) {
            closeAfter(notifier, failure);
            throw failure;
        }
        try {
            this.gate = new NotifyGate(name, notifier, builder.semantics);
            long wakeUpNs = clock == ClockSource.SYSTEM ? WakeUpCost.ns() : 0;
            this.busyPoller = new BusyPoller(
                    table, gate, monitor, clock, callbacks, builder.semantics, builder.pollParams, wakeUpNs);
            this.fdHandlers =
                    new FdHandlers(homeThread, table, monitor, gate, busyPoller, callbacks, builder.semantics);
            this.bottomHalves = new BottomHalfQueue(homeThread, gate, callbacks, builder.semantics);
            this.timers = new Timers(clock, gate, callbacks, builder.semantics);
            // A parked thread sleeps by the system's clock, and a kernel of the user's own would not hear of it.
            boolean mayPark = clock == ClockSource.SYSTEM && builder.syscalls == Syscalls.linux();
            this.eventWait = new EventWait(
                    name,
                    builder.semantics,
                    clock,
                    gate,
                    table,
                    monitor,
                    busyPoller,
                    bottomHalves,
                    timers,
                    mayPark,
                    wakeUpNs);
            this.requests = new AioRequests(this, callbacks, monitor);
            this.foreignLoop = new ForeignLoop(
                    this,
                    builder.semantics,
                    gate,
                    monitor,
                    busyPoller,
                    eventWait,
                    bottomHalves,
                    fdHandlers,
                    requests,
                    timers);
            fdHandlers.set(notifier.fd(), notifierHandler(), true); // notifies, so notified starts true (S1)
        } catch (Throwable failure) {
            closeAfter(monitor, failure);
            closeAfter(notifier, failure);
            throw failure;
        }
        this.older = HomeThreads.opened(this);
    }

    private static void setTimerSlack(Syscalls syscalls) {
        try {
            TimerSlack.set(syscalls, 1);
        } catch (SyscallException refused) {
            LoggerFactory.getLogger(AioContext.class)
                    .debug("timers may be late by the thread's timer slack: {}", refused.getMessage());
        }
    }

    private FdHandler notifierHandler() {
        return FdHandler.builder()
                .onReadable(notifier::testAndClear)
                .isReady(eventWait::hasNews)
                .build();
    }

    private static void closeAfter(AutoCloseable taken, Throwable failure) {
        try {
            taken.close();
        } catch (Exception suppressed) {
            failure.addSuppressed(suppressed);
        }
    }

    private static AioErrorHandler loggingErrorHandler(String contextName) {
        return (where, failure) ->
                LoggerFactory.getLogger(AioContext.class).error("{}: {} threw", contextName, where, failure);
    }

    /** A builder with the defaults. Any thread. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The open context whose home thread is the calling thread; the youngest if there are several, null if there is none.
     * Any thread.
     */
    public static @Nullable AioContext current() {
        return HomeThreads.youngest();
    }

    /** The name given at creation, for logs and thread names. Any thread. */
    public String name() {
        return name;
    }

    /** Whether the calling thread is the home thread, or the one that it is lent to. Any thread. */
    public boolean inHomeThread() {
        Thread caller = Thread.currentThread();
        return caller == homeThread || caller == guest;
    }

    /**
     * Lends the home: that thread may use what is for the home thread, such as {@link #requests}, until this is called
     * again, with another one or null. Meanwhile the home thread must wait, and not use the context itself. It stays the
     * one that polls: what the guest has asked for is given to the kernel in the home thread's next turn, callbacks run
     * there, and {@link #poll}, {@link #foreignLoop} and {@link #close} are for nobody else. A guest that fills the whole
     * queue of requests in one go finds the kernel refusing to take it from another thread. Whoever lends hands over,
     * and is handed back, by a lock or the like. Home thread only; does not block.
     *
     * @throws IllegalStateException on another thread, or once closed
     */
    public void lendHome(@Nullable Thread to) {
        checkOwnHomeThread("lendHome");
        guest = to;
    }

    /** How the fds are monitored now. Any thread. */
    public FdMonitorKind fdMonitor() {
        return monitor.current().kind();
    }

    /**
     * One turn of the loop (S4 to S18): wait for an event, then run bottom halves, the callbacks of ready fds, and
     * timers. May be called from inside a callback. Home thread only.
     *
     * @param blocking whether to wait until there is something to do; such a call may also return early without
     *     progress (S19)
     * @return whether anything was done
     * @throws IllegalStateException on another thread, or once closed
     * @throws org.aioactors.aio.linux.SyscallException if the kernel refuses the wait itself
     */
    public boolean poll(boolean blocking) {
        enterTurn("poll");
        try {
            return turn(blocking);
        } finally {
            leaveTurn();
        }
    }

    /** What may run callbacks begins: it ends with {@link #leaveTurn}, and the context can't be closed meanwhile. */
    void enterTurn(String operation) {
        checkOwnHomeThread(operation);
        pollsOnStack++;
    }

    void leaveTurn() {
        pollsOnStack--;
    }

    private boolean turn(boolean blocking) {
        try {
            boolean progress = runStages(blocking);
            if (gate.isForeignWait()) {
                monitor.current().submit(); // the other loop is about to wait for what this turn has used up
            }
            return progress;
        } finally {
            if (gate.isForeignWait()) {
                gate.renew();
            }
        }
    }

    private boolean runStages(boolean blocking) {
        boolean progress;
        fdHandlers.enter();
        try {
            ReadyList ready = readyList(fdHandlers.depth());
            boolean mayBlock = blocking && (!gate.suspendForeign() || nothingBut(notifier.fd(), ready));
            progress = eventWait.run(mayBlock, ready);
            if (gate.isForeignWait() && semantics != Semantics.REFERENCE) {
                busyPoller.stop(ready); // after this turn the other loop waits, without leaving poll mode first (B2)
            }
            progress |= bottomHalves.run();
            progress |= fdHandlers.dispatch(ready);
            progress |= requests.dispatch();
        } finally {
            fdHandlers.leave();
        }
        progress |= timers.run();
        return progress;
    }

    /** Takes the event that an io_uring has of the eventfd even if that is read; returns whether it is the only one. */
    private boolean nothingBut(int fd, ReadyList ready) {
        int count = monitor.current().await(0, ready);
        WatchedFd first = ready.first();
        return count <= 0 || (count == 1 && first != null && first.fd() == fd && !monitor.hasCompletions());
    }

    /**
     * The calls by which another event loop, on the home thread, drives this context in place of {@link #poll} (S62,
     * B12). The same object at each call. The first call replaces an io_uring by one that another loop can wait
     * for; with {@link Semantics#REFERENCE}, by {@code ppoll(2)}. Home thread only; does not block.
     *
     * @throws IllegalStateException on another thread, once closed, or when called for the first time after a request
     *     was made ({@link #requests})
     */
    public ForeignLoop foreignLoop() {
        checkOwnHomeThread("foreignLoop");
        requests.embed();
        return foreignLoop;
    }

    /** How long a blocking turn may wait (S20, S21), for tests. */
    long computeTimeoutNs() {
        return eventWait.timeoutNs();
    }

    private ReadyList readyList(int depth) {
        if (depth >= readyLists.length) {
            readyLists = Arrays.copyOf(readyLists, depth * 2);
        }
        ReadyList list = readyLists[depth];
        if (list == null) {
            list = new ReadyList();
            readyLists[depth] = list;
        }
        return list;
    }

    /**
     * Has the loop begin a turn that sees all that the caller has written before, waking it if it sleeps (S49). Any
     * thread; does not block.
     */
    public void notifyContext() {
        // The gate's shortcut orders only what was queued by volatile writes or under locks, as all of ours is; what a
        // user has written plainly must not pass it.
        VarHandle.fullFence();
        gate.notifyLoop();
    }

    /**
     * A new bottom half, not scheduled yet. Any thread.
     *
     * @param bottomHalfName tells it apart in error messages
     * @param callback runs on the home thread
     */
    public BottomHalf newBottomHalf(String bottomHalfName, Runnable callback) {
        return new BottomHalf(bottomHalfName, callback, bottomHalves);
    }

    /**
     * Has every turn ask {@code test}, after the bottom halves, and run {@code callback} if it says yes; as long as it
     * does, the loop does not sleep. That is a bottom half which schedules itself, for a queue that other threads fill
     * all the time: they make the test true and call {@link #notifyPolledWork}, which writes nothing that the loop
     * reads unless the loop may sleep. There is one for each context; another takes its place. Home thread only.
     *
     * @param workName tells it apart in error messages
     * @param test is asked all the time while the loop busy-polls, in nested polls too; quick, without side effects
     * @throws IllegalStateException on another thread, or once closed
     */
    public void setPolledWork(String workName, BooleanSupplier test, Runnable callback) {
        checkHomeThread("setPolledWork");
        bottomHalves.setPolled(new PolledWork(workName, test, callback));
    }

    /**
     * The test of {@link #setPolledWork} has been made to say yes, by a volatile write or an atomic operation: wakes the
     * loop if it sleeps. Any thread; does not block.
     */
    public void notifyPolledWork() {
        gate.notifySleeper();
    }

    /**
     * Runs {@code callback} once, in the next turn (S22). Any thread; does not block.
     *
     * @return whether the loop has taken it: false once closed
     */
    public boolean scheduleOneshot(String bottomHalfName, Runnable callback) {
        return bottomHalves.enqueue(newBottomHalf(bottomHalfName, callback), BottomHalf.SCHEDULED | BottomHalf.ONESHOT);
    }

    /**
     * Runs {@code task} once on the home thread, in the next turn, in the order of these calls (with {@link
     * Semantics#REFERENCE}, the last first); one that throws is reported to the {@link AioErrorHandler}. Any thread; does
     * not block.
     *
     * @throws RejectedExecutionException once closed
     */
    @Override
    public void execute(Runnable task) {
        if (!scheduleOneshot("task", Objects.requireNonNull(task, "task"))) {
            throw new RejectedExecutionException("execute: context '" + name + "' is closed");
        }
    }

    /**
     * A new timer, not armed yet, whose callback runs on the home thread (S58). A callback that is a {@link
     * TimerCallback} hears as well if the context is closed while the timer is armed. Any thread.
     */
    public AioTimer newTimer(ClockType clockType, Runnable callback) {
        return new AioTimer(timers.list(clockType), callback);
    }

    /** The time of a clock in nanoseconds, the scale of {@link AioTimer#modify}. Any thread. */
    public long nowNs(ClockType clockType) {
        return clock.nowNs(clockType);
    }

    /** Stops or starts a clock for this context's timers (S61). Any thread; all clocks run at first. */
    public void setClockEnabled(ClockType clockType, boolean enabled) {
        timers.list(clockType).setEnabled(enabled);
    }

    /**
     * Watches an fd, or replaces the handler of one that is watched already (S30). The fd stays the caller's: remove
     * the handler before closing it. Any thread, also inside callbacks; does not block.
     *
     * @throws IllegalArgumentException for a negative fd
     * @throws IllegalStateException once closed
     */
    public void setFdHandler(int fd, FdHandler handler) {
        if (fd < 0) {
            throw new IllegalArgumentException("setFdHandler: fd must not be negative: " + fd);
        }
        fdHandlers.set(fd, handler, false);
    }

    /**
     * Ends the watching of an fd; an unknown one is ignored (S29). Once this returns on the home thread nothing of
     * the handler is called any more (S3), and the kernel has let go of the file: closing the fd closes it. On another
     * thread that takes until the loop's next wait. Any thread, also inside callbacks; does not block.
     */
    public void removeFdHandler(int fd) {
        fdHandlers.remove(fd);
    }

    /**
     * Sets what to call when busy polling of an fd begins and ends, such as switching its notifications off and on
     * (S44). Ignored for an unknown fd (S2). Any thread.
     */
    public void setPollCallbacks(int fd, @Nullable Runnable onPollBegin, @Nullable Runnable onPollEnd) {
        fdHandlers.setPollCallbacks(fd, onPollBegin, onPollEnd);
    }

    /**
     * The requests that the context's own io_uring takes: any operation, each with a callback (B9). Any thread; what
     * it returns is for the home thread.
     *
     * @throws UnsupportedOperationException if the context monitors its fds otherwise; the message says why
     */
    public AioRequests requests() {
        requests.checkSupported();
        return requests;
    }

    /** Sets how far busy polling may go; starts it over (S2). Any thread. */
    public void setPollParams(PollParams params) {
        busyPoller.setParams(params);
        gate.notifyLoop();
    }

    /** How long the next turn may busy-poll, in nanoseconds. Home thread, or approximate. */
    public long pollNs() {
        return busyPoller.pollNs();
    }

    /**
     * What the context has counted so far: its turns, its waits, and what ended them. Any thread, also once closed; does
     * not block.
     */
    public AioStats stats() {
        return new AioStats(
                eventWait.turns(),
                eventWait.waits(),
                busyPoller.hits(),
                busyPoller.misses(),
                gate.wakeUps(),
                busyPoller.pollNs());
    }

    /** Holds back the handlers marked external until as many calls of {@link #enableExternal} (S40). Any thread. */
    public void disableExternal() {
        fdHandlers.disableExternal();
    }

    /**
     * Takes back one {@link #disableExternal}; throws {@link IllegalStateException} if there is none (S40). Any
     * thread.
     */
    public void enableExternal() {
        fdHandlers.enableExternal();
    }

    /**
     * Frees what the context took from the kernel; watched fds stay open, they are their owners'. Outstanding {@link
     * #requests} are cancelled, and their callbacks run before this returns; what these schedule does not. Timers are
     * disarmed, and {@link TimerCallback}s hear of it. Bottom
     * halves that are queued and not closed are a mistake, since they will never run: the {@link AioErrorHandler}
     * hears their names (S63). Idempotent. Home thread, not from inside a callback.
     *
     * @throws IllegalStateException on another thread or inside a poll; with {@link Semantics#REFERENCE} also for
     *     bottom halves left behind, once all is freed
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        checkOwnHomeThread("close");
        if (pollsOnStack > 0) {
            throw new IllegalStateException(
                    "close: context '" + name + "' is polling; close it after poll has returned");
        }
        closed = true;
        HomeThreads.closed(this);
        fdHandlers.close();
        List<String> leaked = bottomHalves.close();
        try {
            timers.close();
            requests.close();
        } finally {
            closeMonitorAndNotifier();
        }
        if (!leaked.isEmpty()) {
            reportLeaked(leaked);
        }
    }

    private void closeMonitorAndNotifier() {
        try {
            monitor.close();
        } finally {
            notifier.close();
        }
    }

    private void reportLeaked(List<String> leaked) {
        IllegalStateException failure = new IllegalStateException("close: context '" + name + "' had bottom halves that"
                + " were scheduled and will not run: " + String.join(", ", leaked)
                + "; poll until they have run, or close them first");
        if (semantics == Semantics.REFERENCE) {
            throw failure;
        }
        callbacks.report("close of", name, failure);
    }

    /**
     * Disarms the armed timers whose callback is a {@link MovableTimer}, and tells them: for a context whose home thread
     * is held up. Any thread; does not block, but for what they do.
     */
    public void evictTimers() {
        timers.evict();
    }

    /** The home thread dies of a failure. Home thread; never throws. */
    void reportDeath(Throwable failure) {
        callbacks.reportDeath(failure);
    }

    void checkHomeThread(String operation) {
        if (Thread.currentThread() != guest) {
            checkOwnHomeThread(operation);
        }
    }

    private void checkOwnHomeThread(String operation) {
        if (Thread.currentThread() != homeThread) {
            throw new IllegalStateException(operation + ": context '" + name + "' belongs to thread '"
                    + homeThread.getName() + "', but was called on '"
                    + Thread.currentThread().getName() + "'; hand work over with scheduleOneshot");
        }
        if (closed) {
            throw new IllegalStateException(operation + ": context '" + name + "' is closed");
        }
    }

    @Override
    public String toString() {
        return "AioContext(" + name + ")";
    }

    /** Collects the options of a context. Not thread-safe. */
    public static final class Builder {
        private @Nullable String name;
        private FdMonitorKind fdMonitor = FdMonitorKind.AUTO;
        private PollParams pollParams = PollParams.OFF;
        private Semantics semantics = Semantics.DEFAULT;
        private Syscalls syscalls = Syscalls.linux();
        private ClockSource clock = ClockSource.SYSTEM;
        private @Nullable AioErrorHandler errorHandler;
        private boolean preciseTimers;

        private Builder() {}

        /** The name for logs; a numbered one if not given. */
        public Builder name(String contextName) {
            this.name = contextName;
            return this;
        }

        /** How to monitor fds; {@link FdMonitorKind#AUTO} if not given. */
        public Builder fdMonitor(FdMonitorKind kind) {
            this.fdMonitor = kind;
            return this;
        }

        /** How far busy polling may go; {@link PollParams#OFF} if not given (S1). */
        public Builder pollParams(PollParams params) {
            this.pollParams = params;
            return this;
        }

        /** Whether to follow the reference's quirks; {@link Semantics#DEFAULT} if not given. */
        public Builder semantics(Semantics chosen) {
            this.semantics = chosen;
            return this;
        }

        /** The kernel to talk to; a test's own, or the real one if not given. */
        public Builder syscalls(Syscalls kernel) {
            this.syscalls = kernel;
            return this;
        }

        /** Where time comes from; {@link ClockSource#SYSTEM} if not given. */
        public Builder clock(ClockSource source) {
            this.clock = source;
            return this;
        }

        /**
         * Has the kernel end the home thread's timeouts when they are due, and not up to 50 microseconds later to spare
         * wake-ups: its timer slack is 1 ns from {@link #build()} on. For threads that do nothing but poll. A kernel
         * that refuses is noted in the log at debug level.
         */
        public Builder preciseTimers() {
            this.preciseTimers = true;
            return this;
        }

        /** Who hears of callbacks that threw; they are logged if not given. */
        public Builder errorHandler(AioErrorHandler handler) {
            this.errorHandler = handler;
            return this;
        }

        /**
         * Opens the context; the calling thread becomes its home thread.
         *
         * @throws org.aioactors.aio.linux.SyscallException if the kernel refuses; nothing stays open then
         */
        public AioContext build() {
            return new AioContext(this, name != null ? name : "aio-" + CREATED.incrementAndGet(), preciseTimers);
        }

        /** Like {@link #build()} on a thread of its own, whose name it has: a builder may serve many threads. */
        AioContext buildForThread(String threadName) {
            return new AioContext(this, threadName, true);
        }
    }
}
