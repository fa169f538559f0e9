// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that relieve the loops of one dispatcher: made when needed, up to a limit, used again, and ended when
 * there has been nothing to do for a while. All methods may be called by any thread and don't block.
 */
final class ReliefCrew {
    private static final long KEEP_ALIVE_S = 5;

    private final LoopOwner owner;
    private final String name;
    private final int limit;
    private final AtomicInteger threadNumber = new AtomicInteger();

    /** Null after {@link #dismiss} and before the first use. Guarded by this. */
    private @Nullable ThreadPoolExecutor pool;

    /** How many threads are at work. Guarded by this. */
    private int busy;

    /** Loops for which there was no thread. Guarded by this. */
    private final Deque<Relief> waiting = new ArrayDeque<>();

    ReliefCrew(LoopOwner owner, String name, int limit) {
        this.owner = owner;
        this.name = name;
        this.limit = limit;
    }

    /**
     * Has a thread {@link Relief#serve}. Returns false if there is none to be had: then the first that ends its work
     * elsewhere looks after it.
     */
    synchronized boolean hire(Relief relief) {
        if (busy < limit) {
            try {
                pool().execute(() -> work(relief));
                busy++;
                return true;
            } catch (Throwable e) {
                owner.onError("a thread to relieve " + relief.loop() + " could not start", e);
            }
        }
        if (!waiting.contains(relief)) {
            waiting.add(relief);
        }
        return false;
    }

    private ThreadPoolExecutor pool() {
        ThreadPoolExecutor present = pool;
        if (present == null) {
            present = new ThreadPoolExecutor(
                    0, Integer.MAX_VALUE, KEEP_ALIVE_S, TimeUnit.SECONDS, new SynchronousQueue<>(), this::newThread);
            pool = present;
        }
        return present;
    }

    private Thread newThread(Runnable work) {
        return owner.wire(new ReliefThread(work, name + "-" + threadNumber.incrementAndGet()));
    }

    private void work(Relief first) {
        ReliefThread thread = (ReliefThread) Thread.currentThread();
        Relief relief = first;
        try {
            first.serve(thread);
            relief = nextWaiting();
            while (relief != null) {
                if (relief.volunteer()) {
                    relief.serve(thread);
                }
                relief = nextWaiting();
            }
        } finally {
            if (relief != null) {
                release(); // it failed
            }
        }
    }

    /** The next loop that waits for a thread; if there is none, the caller is not busy any more. */
    private synchronized @Nullable Relief nextWaiting() {
        Relief next = waiting.poll();
        if (next == null) {
            busy--;
        }
        return next;
    }

    private synchronized void release() {
        busy--;
    }

    /** How many threads there are, busy or waiting for the next stall. */
    synchronized int size() {
        return pool == null ? 0 : pool.getPoolSize();
    }

    /** Ends the threads that have nothing to do, and the others when they have finished. */
    synchronized void dismiss() {
        if (pool != null) {
            pool.shutdown();
            pool = null;
        }
    }
}
