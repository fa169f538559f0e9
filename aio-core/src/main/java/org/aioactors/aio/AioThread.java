// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A thread that owns an {@link AioContext} and does nothing but poll it. The context is opened on the new thread and
 * closed when the thread ends. Its timers are precise, see {@link AioContext.Builder#preciseTimers}.
 */
public final class AioThread extends Thread {
    private final AioContext.Builder builder;

    /** Completed by this thread once its context is open, or with what kept it from opening. */
    private final CompletableFuture<AioContext> opened = new CompletableFuture<>();

    /** Written by any thread, true once and for all; read by this thread between turns. */
    private volatile boolean stopRequested;

    /** A thread, not started yet, whose context will have the builder's options. */
    public AioThread(String name, AioContext.Builder builder) {
        super(name);
        this.builder = builder;
    }

    /**
     * Starts a thread and waits until its context is open. Any thread; blocks for that short time.
     *
     * @throws org.aioactors.aio.linux.SyscallException if the context can't be opened; the thread has ended then
     */
    public static AioThread start(String name, AioContext.Builder builder) {
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

    /** Polls until asked to stop. */
    @Override
    public void run() {
        AioContext context;
        try {
            context = builder.buildForThread(getName());
        } catch (Throwable failure) {
            opened.completeExceptionally(failure);
            return;
        }
        try (context) {
            opened.complete(context);
            while (!stopRequested) {
                context.poll(true);
            }
            context.poll(false); // what was queued before the request runs
        }
    }
}
