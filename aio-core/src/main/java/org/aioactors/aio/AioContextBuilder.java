// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.TimerSlack;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Collects the options of an {@link AioContext}, see {@link AioContext#builder}. Not thread-safe. */
public final class AioContextBuilder {
    private static final AtomicInteger CREATED = new AtomicInteger();

    FdMonitorKind fdMonitor = FdMonitorKind.AUTO;
    PollParams pollParams = PollParams.OFF;
    Semantics semantics = Semantics.DEFAULT;
    Syscalls syscalls = Syscalls.linux();
    ClockSource clock = ClockSource.SYSTEM;
    private @Nullable String name;
    private @Nullable AioErrorHandler errorHandler;
    private boolean preciseTimers;
    private @Nullable Executor offloadExecutor;
    private int offloadThreads = OffloadPool.DEFAULT_THREADS;
    private int offloadWaiting = OffloadPool.DEFAULT_WAITING;

    AioContextBuilder() {}

    /** The name for logs; a numbered one if not given. */
    public AioContextBuilder name(String contextName) {
        this.name = contextName;
        return this;
    }

    /** How to monitor fds; {@link FdMonitorKind#AUTO} if not given. */
    public AioContextBuilder fdMonitor(FdMonitorKind kind) {
        this.fdMonitor = kind;
        return this;
    }

    /** How far busy polling may go; {@link PollParams#OFF} if not given (S1). */
    public AioContextBuilder pollParams(PollParams params) {
        this.pollParams = params;
        return this;
    }

    /** Whose behaviour to follow; {@link Semantics#DEFAULT} if not given. */
    public AioContextBuilder semantics(Semantics chosen) {
        this.semantics = chosen;
        return this;
    }

    /** The kernel to talk to; a test's own, or the real one if not given. */
    public AioContextBuilder syscalls(Syscalls kernel) {
        this.syscalls = kernel;
        return this;
    }

    /**
     * How many threads {@link AioContext#offload} may have, and how many calls may wait for one; four, and any number, if
     * not given. Threads are started when they are needed and end when they have had nothing to do for ten seconds.
     *
     * @throws IllegalArgumentException if either is not positive
     */
    public AioContextBuilder offloadLimits(int maxThreads, int maxWaiting) {
        if (maxThreads < 1 || maxWaiting < 1) {
            throw new IllegalArgumentException(
                    "offloadLimits: both must be positive: maxThreads=" + maxThreads + ", maxWaiting=" + maxWaiting);
        }
        this.offloadThreads = maxThreads;
        this.offloadWaiting = maxWaiting;
        return this;
    }

    /**
     * Who runs what is given to {@link AioContext#offload}, in place of threads of the context's own: such as {@code
     * Executors.newVirtualThreadPerTaskExecutor()} on JDK 21 and later. It stays its owner's, and {@link #offloadLimits}
     * is without effect.
     */
    public AioContextBuilder offloadExecutor(Executor executor) {
        this.offloadExecutor = executor;
        return this;
    }

    Executor offloadExecutorOf(String contextName) {
        return offloadExecutor != null
                ? offloadExecutor
                : new OffloadPool(contextName, offloadThreads, offloadWaiting, OffloadPool.IDLE_TIME);
    }

    /** Where time comes from; {@link ClockSource#SYSTEM} if not given. */
    public AioContextBuilder clock(ClockSource source) {
        this.clock = source;
        return this;
    }

    /**
     * Has the kernel end the home thread's timeouts when they are due, and not up to 50 microseconds later to spare
     * wake-ups: its timer slack is 1 ns from {@link #build()} on. For threads that do nothing but poll. A kernel
     * that refuses is noted in the log at debug level.
     */
    public AioContextBuilder preciseTimers() {
        this.preciseTimers = true;
        return this;
    }

    /** Who hears of callbacks that threw; they are logged if not given. */
    public AioContextBuilder errorHandler(AioErrorHandler handler) {
        this.errorHandler = handler;
        return this;
    }

    /**
     * Opens the context; the calling thread becomes its home thread.
     *
     * @throws SyscallException if the kernel refuses; nothing stays open then
     * @throws IllegalStateException on a virtual thread
     */
    public AioContext build() {
        return build(name != null ? name : "aio-" + CREATED.incrementAndGet(), preciseTimers);
    }

    /** Like {@link #build()} on a thread of its own, whose name it has: a builder may serve many threads. */
    AioContext buildForThread(String threadName) {
        return build(threadName, true);
    }

    private AioContext build(String contextName, boolean precise) {
        HomeThreads.suitable(Thread.currentThread());
        if (precise) {
            setTimerSlack();
        }
        return new AioContext(contextName, this);
    }

    private void setTimerSlack() {
        try {
            TimerSlack.set(syscalls, 1);
        } catch (SyscallException refused) {
            LoggerFactory.getLogger(AioContext.class)
                    .debug("timers may be late by the thread's timer slack: {}", refused.getMessage());
        }
    }

    /** Who hears of callbacks that threw. */
    AioErrorHandler errorHandlerOf(String contextName) {
        AioErrorHandler given = errorHandler;
        return given != null
                ? given
                : (where, failure) ->
                        LoggerFactory.getLogger(AioContext.class).error("{}: {} threw", contextName, where, failure);
    }
}
