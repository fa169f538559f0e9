// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The event loop of one thread: watches fds, runs bottom halves and timers, and busy-polls adaptively before it sleeps.
 *
 * <p>The thread that builds a context is its home thread: only it may {@link #poll}, {@link #foreignLoop} and {@link
 * #close}. Everything else may be called from any thread and from inside callbacks, and does not block. Callbacks always
 * run on the home thread; one that throws is reported to the {@link AioErrorHandler}, and the loop goes on. What is for the
 * home thread only throws {@link IllegalStateException} on another one, and once the context is closed.
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
    private final LoopParts parts;
    private final NotifyGate gate;

    /** The one that this thread had opened before, and not closed yet. Home thread only, {@link HomeThreads}. */
    @Nullable AioContext older;

    AioContext(String name, AioContextBuilder options) {
        this.parts = LoopParts.open(name, options);
        this.gate = parts.gate;
        this.older = HomeThreads.opened(this);
    }

    /** A builder with the defaults. Any thread. */
    public static AioContextBuilder builder() {
        return new AioContextBuilder();
    }

    /** The open context whose home thread is the calling thread: the youngest, null if there is none. Any thread. */
    public static @Nullable AioContext current() {
        return HomeThreads.youngest();
    }

    /** The name given at creation, for logs and thread names. Any thread. */
    public String name() {
        return parts.guard.contextName();
    }

    /** Whether the calling thread is the home thread, or the one that it is lent to. Any thread. */
    public boolean inHomeThread() {
        return parts.guard.inHomeThread();
    }

    /**
     * Lends the home: that thread may use what is for the home thread, such as {@link #requests}, but for {@link #poll},
     * {@link #foreignLoop} and {@link #close}, until this is called again, with another one or null. Meanwhile the home
     * thread must wait. What the guest asks of the kernel is handed over in the home thread's next turn, where callbacks
     * run; one that fills the whole queue of requests in one go finds it refused. Who lends hands over, and is handed
     * back, by a lock or the like. Home thread only.
     */
    public void lendHome(@Nullable Thread to) {
        parts.guard.checkOwn("lendHome");
        if (to != null) {
            parts.requests.lend();
        }
        parts.guard.lend(to);
    }

    /** How the fds are monitored now. Any thread. */
    public FdMonitorKind fdMonitor() {
        return parts.fdMonitor();
    }

    /**
     * One turn of the loop (S4 to S18): wait for an event, then run bottom halves, the callbacks of ready fds, and timers.
     * May be called from inside a callback. Home thread only.
     *
     * @param blocking whether to wait until there is something to do; may also return early without progress (S19)
     * @return whether anything was done
     * @throws org.aioactors.aio.linux.SyscallException if the kernel refuses the wait itself
     */
    public boolean poll(boolean blocking) {
        parts.guard.enter("poll");
        try {
            return parts.turn.run(blocking);
        } finally {
            parts.guard.leave();
        }
    }

    /**
     * By which another event loop drives this context in place of {@link #poll} (S62, B12). The first call replaces an
     * io_uring, and throws {@link IllegalStateException} after the first of the {@link #requests}. Home thread only.
     */
    public ForeignLoop foreignLoop() {
        parts.guard.checkOwn("foreignLoop");
        parts.requests.embed();
        return parts.foreignLoop;
    }

    /** Has the loop begin a turn that sees all that the caller has written, waking it if it sleeps (S49). Any thread. */
    public void notifyContext() {
        VarHandle.fullFence(); // what a user has written plainly must not pass the gate's shortcut
        gate.notifyLoop();
    }

    /** A new bottom half, not scheduled yet; its name tells it apart in error messages. Any thread. */
    public BottomHalf newBottomHalf(String bottomHalfName, Runnable callback) {
        return new BottomHalf(bottomHalfName, callback, parts.bottomHalves);
    }

    /**
     * Has every turn ask {@code test}, after the bottom halves, and run {@code callback} if it says yes; while it does, the
     * loop does not sleep. For a queue that other threads fill: they make the test true, and then {@link #notifyPolledWork}.
     * Each context has one; another takes its place. Home thread only.
     *
     * @param test is asked all the time while the loop busy-polls, in nested polls too; quick, without side effects
     */
    public void setPolledWork(String workName, BooleanSupplier test, Runnable callback) {
        parts.guard.check("setPolledWork");
        parts.bottomHalves.setPolled(new PolledWork(workName, test, callback));
    }

    /** Wakes the loop if it sleeps: a volatile write or atomic operation has made the polled work's test true. Any thread. */
    public void notifyPolledWork() {
        gate.notifySleeper();
    }

    /** Runs {@code callback} once, in the next turn (S22); returns whether the loop took it: false once closed. Any thread. */
    public boolean scheduleOneshot(String bottomHalfName, Runnable callback) {
        BottomHalf once = newBottomHalf(bottomHalfName, callback);
        return parts.bottomHalves.enqueue(once, BottomHalf.SCHEDULED | BottomHalf.ONESHOT);
    }

    /**
     * Runs {@code task} once on the home thread, in the next turn, in the order of these calls (S23); throws {@link
     * RejectedExecutionException} once closed. Any thread.
     */
    @Override
    public void execute(Runnable task) {
        if (!scheduleOneshot("task", Objects.requireNonNull(task, "task"))) {
            throw new RejectedExecutionException("execute: context '" + name() + "' is closed");
        }
    }

    /** A new timer, not armed yet, whose callback runs on the home thread (S58), see also {@link TimerCallback}. Any thread. */
    public AioTimer newTimer(ClockType clockType, Runnable callback) {
        return new AioTimer(parts.timers.list(clockType), callback);
    }

    /** The time of a clock in nanoseconds, the scale of {@link AioTimer#modify}. Any thread. */
    public long nowNs(ClockType clockType) {
        return parts.clock.nowNs(clockType);
    }

    /** Stops or starts a clock for this context's timers (S61). Any thread; all clocks run at first. */
    public void setClockEnabled(ClockType clockType, boolean enabled) {
        parts.timers.list(clockType).setEnabled(enabled);
    }

    /**
     * Watches an fd, or replaces the handler of one that is watched already (S30); throws {@link IllegalStateException} once
     * closed. Remove the handler before you close the fd. Any thread, also inside callbacks; does not block.
     */
    public void setFdHandler(int fd, FdHandler handler) {
        parts.fdHandlers.set(fd, handler);
    }

    /**
     * Ends the watching of an fd; an unknown one is ignored (S29). After it, on the home thread, nothing of the handler is
     * called any more (S3), and closing the fd closes the file; on another thread that takes until the loop's next wait. Any
     * thread, also inside callbacks; does not block.
     */
    public void removeFdHandler(int fd) {
        parts.fdHandlers.remove(fd);
    }

    /**
     * Has a {@linkplain FdHandler.Builder#oneShot one-shot} handler that was called be called again when its fd is ready, or
     * at once if it still is; false if the fd has none that was called. Any thread, also inside its callbacks; does not block.
     */
    public boolean rearmFdHandler(int fd) {
        return parts.fdHandlers.rearm(fd);
    }

    /** Sets what to call when busy polling of an fd begins and ends (S44). Ignored for an unknown fd (S2). Any thread. */
    public void setPollCallbacks(int fd, @Nullable Runnable onPollBegin, @Nullable Runnable onPollEnd) {
        parts.fdHandlers.setPollCallbacks(fd, onPollBegin, onPollEnd);
    }

    /**
     * What the context's own io_uring does (B9), for the home thread; throws {@link UnsupportedOperationException}, which says
     * why, if there is none. Any thread.
     */
    public AioRequests requests() {
        parts.requests.checkSupported();
        return parts.requests;
    }

    /** Requests on files, by io_uring or {@link #offload}. Any thread; what it returns is for the home thread. */
    public AioFiles files() {
        return parts.files;
    }

    /**
     * Runs {@code call}, which may block, on one of a few threads ({@link AioContextBuilder#offloadLimits}), and then
     * {@code completion} on the home thread. Calls begin in the order in which they come here; {@link OffloadCompletion} says
     * how they end. Any thread; does not block.
     *
     * @param callName tells it apart in error messages
     * @throws RejectedExecutionException once closed, or if as many calls wait as may; then neither is ever called
     */
    public <T> Cancellable offload(
            String callName, Callable<? extends T> call, OffloadCompletion<? super T> completion) {
        OffloadedCall<T> offloaded = new OffloadedCall<>("offloaded call", callName, call, completion, null);
        parts.blockingCalls.submit(offloaded);
        return offloaded;
    }

    /** Sets how far busy polling may go; starts it over (S2). Any thread. */
    public void setPollParams(PollParams params) {
        parts.pollController.setParams(params);
        gate.notifyLoop();
    }

    /** How long the next turn may busy-poll, in nanoseconds. Home thread, or approximate. */
    public long pollNs() {
        return parts.pollController.pollNs();
    }

    /** What the context has counted so far: its turns, its waits, and what ended them. Any thread, also once closed. */
    public AioStats stats() {
        return parts.stats();
    }

    /** Holds back the handlers marked external until as many calls of {@link #enableExternal} (S40). Any thread. */
    public void disableExternal() {
        parts.fdHandlers.disableExternal();
    }

    /** Takes back one {@link #disableExternal}; throws {@link IllegalStateException} if there is none (S40). Any thread. */
    public void enableExternal() {
        parts.fdHandlers.enableExternal();
    }

    /**
     * Frees what the context took from the kernel; watched fds stay open, they are their owners'. Outstanding {@link
     * #requests}, {@link #files} and {@link #offload}ed calls are cancelled or waited for, and their callbacks run before
     * this returns; what these schedule does not. {@link TimerCallback}s hear that their timers are disarmed. Bottom halves
     * that are still queued never run, and the {@link AioErrorHandler} hears their names (S63). Idempotent. Home thread, not
     * inside a poll: else throws {@link IllegalStateException}.
     */
    @Override
    public void close() {
        if (parts.guard.close()) {
            HomeThreads.closed(this);
            parts.close();
        }
    }

    /** Disarms the armed timers whose callback is a {@link MovableTimer}, and tells them. Any thread. */
    public void evictTimers() {
        parts.timers.evict();
    }

    /** The home thread dies of a failure. Home thread; never throws. */
    void reportDeath(Throwable failure) {
        parts.callbacks.reportDeath(failure);
    }

    @Override
    public String toString() {
        return "AioContext(" + name() + ")";
    }
}
