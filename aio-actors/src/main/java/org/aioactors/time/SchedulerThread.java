// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.aioactors.aio.AioContext;
import org.aioactors.os.Cpus;

/**
 * The scheduler's own thread: polls a context, which has nothing but timers, until asked to stop. It is made by Akka's
 * thread factory, so it is a daemon or not, and handles what nobody catches, like the other threads of its actor
 * system.
 */
final class SchedulerThread implements Runnable {
    private final Supplier<AioContext> openContext;
    private final Runnable atEnd;

    /** Completed by the thread once its context is open, or with what kept it from opening. */
    private final CompletableFuture<AioContext> opened = new CompletableFuture<>();

    private final CountDownLatch ended = new CountDownLatch(1);

    /** Written by any thread, true once and for all; read by the thread between turns. */
    private volatile boolean stopRequested;

    private SchedulerThread(Supplier<AioContext> openContext, Runnable atEnd) {
        this.openContext = openContext;
        this.atEnd = atEnd;
    }

    /**
     * Starts it and waits until its context is open.
     *
     * @param openContext makes the context, on the thread; what it throws is thrown from here, and the thread ends
     * @param atEnd what the thread does last, once its context is closed
     */
    static SchedulerThread start(ThreadFactory threads, Supplier<AioContext> openContext, Runnable atEnd) {
        SchedulerThread started = new SchedulerThread(openContext, atEnd);
        Thread thread = threads.newThread(started);
        thread.setName(thread.getName().replaceFirst("-scheduler-\\d+$", "-aio-scheduler"));
        thread.start();
        try {
            started.opened.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
        return started;
    }

    /** The context. Any thread. */
    AioContext context() {
        return opened.join();
    }

    /** Whether the caller is this thread. */
    boolean isCurrent() {
        return context().inHomeThread();
    }

    /** Asks the thread to end; what is armed then is told by {@code contextClosed}. Any thread; does not block. */
    void requestStop() {
        stopRequested = true;
        context().notifyContext();
    }

    /** Waits until it has ended; returns whether it has. Any other thread; blocks. */
    boolean awaitEnd(Duration timeout) throws InterruptedException {
        return ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
        try {
            poll();
        } finally {
            ended.countDown();
        }
        atEnd.run();
    }

    private void poll() {
        AioContext context;
        try {
            Cpus.unpinThisThread(); // of a loop that made the actor system
            context = openContext.get();
        } catch (Throwable failure) {
            opened.completeExceptionally(failure);
            return;
        }
        try (context) {
            opened.complete(context);
            while (!stopRequested) {
                turn(context);
            }
        }
    }

    private static void turn(AioContext context) {
        try {
            context.poll(true);
        } catch (VirtualMachineError e) {
            // Akka decides whether it ends the JVM or the actor system; to end the latter takes a scheduler that runs.
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
