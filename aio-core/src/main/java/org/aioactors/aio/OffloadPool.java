// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that run a context's blocking calls, if it was given no others: daemons, started one for each call until
 * there are as many as allowed, and ended when they have had nothing to do for a while. What finds none free waits in the
 * order of submission. Holds nothing of the context but its name. Any thread.
 */
final class OffloadPool extends ThreadPoolExecutor {
    /** How many threads if nobody says. */
    static final int DEFAULT_THREADS = 4;

    /** How many calls may wait for one, if nobody says. */
    static final int DEFAULT_WAITING = Integer.MAX_VALUE;

    /** How long a thread has nothing to do before it ends. */
    static final Duration IDLE_TIME = Duration.ofSeconds(10);

    OffloadPool(String contextName, int maxThreads, int maxWaiting, Duration idleTime) {
        super(
                maxThreads,
                maxThreads,
                idleTime.toNanos(),
                TimeUnit.NANOSECONDS,
                new LinkedBlockingQueue<>(maxWaiting),
                new Threads(contextName),
                (call, pool) -> refuse(contextName, call, pool));
        allowCoreThreadTimeOut(true);
    }

    private static void refuse(String contextName, Runnable call, ThreadPoolExecutor pool) {
        String context = "context '" + contextName + "'";
        throw new RejectedExecutionException(
                pool.isShutdown()
                        ? call + ": " + context + " is closed"
                        : call + ": the threads of " + context + " (" + pool.getMaximumPoolSize()
                                + ") are all busy, and as many calls wait for them as may ("
                                + pool.getQueue().size()
                                + "); see AioContextBuilder.offloadLimits");
    }

    /** Nothing begins any more, and the threads end: those that run something, after that. */
    void close() {
        getQueue().clear();
        shutdown();
    }

    private static final class Threads implements ThreadFactory {
        private final String contextName;
        private final AtomicInteger started = new AtomicInteger();

        Threads(String contextName) {
            this.contextName = contextName;
        }

        /** Without the inheritable thread locals of whoever needs it first: they are not for the others. */
        @Override
        public Thread newThread(Runnable body) {
            String name = contextName + "-offload-" + started.incrementAndGet();
            Thread thread = new Thread(null, body, name, 0, false);
            thread.setDaemon(true);
            return thread;
        }
    }
}
