// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A thread that owns an {@link AioContext} and does nothing but poll it. The context is opened on the new thread and
 * closed when the thread ends. Its timers are precise, see {@link AioContextBuilder#preciseTimers}.
 */
public final class AioThread extends Thread {
    private final AioContextBuilder builder;

    /** Completed by this thread once its context is open, or with what kept it from opening. */
    private final CompletableFuture<AioContext> opened = new CompletableFuture<>();

    /** Completed by this thread as the last thing it does. */
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    /** Written by any thread, true once and for all; read by this thread between turns. */
    private volatile boolean stopRequested;

    /** A thread, not started yet, whose context will have the builder's options. */
    public AioThread(String name, AioContextBuilder builder) {
        super(name);
        this.builder = builder;
    }

    /**
     * Starts a thread and waits until its context is open. Any thread; blocks for that short time.
     *
     * @throws org.aioactors.aio.linux.SyscallException if the context can't be opened; the thread has ended then
     */
    public static AioThread start(String name, AioContextBuilder builder) {
        AioThread thread = new AioThread(name, builder);
        thread.start();
        thread.context();
        return thread;
    }

    /** The context; waits until it is open, or throws what kept it from opening. Any thread, once started. */
    public AioContext context() {
        try {
            return opened.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
    }

    /**
     * Asks the thread to end once it has run what is queued by now; {@link #join()} waits for it. Any thread; does not
     * block.
     */
    public void requestStop() {
        stopRequested = true;
        if (opened.isDone() && !opened.isCompletedExceptionally()) {
            opened.join().notifyContext();
        }
    }

    /**
     * Ends when the thread does, its context being closed: normally after {@link #requestStop}, else exceptionally with what
     * it died of, which the context's {@link AioErrorHandler} has heard before; also with what kept the context from
     * opening. What follows it runs on this thread, or on the caller's if it has ended. Any thread; does not block.
     */
    public CompletionStage<@Nullable Void> termination() {
        return ended.minimalCompletionStage();
    }

    /** Polls until asked to stop. What it dies of goes to the uncaught exception handler as well. */
    @Override
    public void run() {
        AioContext context;
        try {
            context = builder.buildForThread(getName());
        } catch (Throwable failure) {
            opened.completeExceptionally(failure);
            ended.completeExceptionally(failure);
            return;
        }
        try {
            pollUntilStopped(context);
        } catch (Throwable failure) {
            context.reportDeath(failure);
            ended.completeExceptionally(failure);
            throw failure;
        }
        ended.complete(null);
    }

    private void pollUntilStopped(AioContext context) {
        try (context) {
            opened.complete(context);
            while (!stopRequested) {
                context.poll(true);
            }
            context.poll(false); // what was queued before the request runs
        }
    }
}
