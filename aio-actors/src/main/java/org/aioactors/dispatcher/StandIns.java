// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.dispatcher.queue.Crew;
import org.jspecify.annotations.Nullable;

/**
 * The threads that stand in for loops which are held up: made when needed, up to a limit, used again, and ended when
 * there has been nothing to do for a while. All methods may be called by any thread and don't block.
 */
final class StandIns implements Crew.Hiring {
    private static final long KEEP_ALIVE_S = 5;

    private final LoopGroup group;
    private final String name;
    private final int limit;
    private final AtomicInteger threadNumber = new AtomicInteger();

    /** Those at work. */
    private final List<StandIn> atWork = new CopyOnWriteArrayList<>();

    /** Null after {@link #dismiss} and before the first use. Guarded by this. */
    private @Nullable ThreadPoolExecutor pool;

    /** How many are at work, or on their way. Guarded by this. */
    private int busy;

    StandIns(LoopGroup group, String name, int limit) {
        this.group = group;
        this.name = name;
        this.limit = limit;
    }

    @Override
    public int hire(int most) {
        Throwable failure = null;
        int hired = 0;
        synchronized (this) {
            while (hired < most && busy < limit && failure == null) {
                try {
                    pool().execute(this::work);
                    busy++;
                    hired++;
                } catch (Throwable e) {
                    failure = e;
                }
            }
        }
        if (failure != null) { // told without the lock: whoever hears of it may need a thread himself
            group.owner()
                    .onShortage(
                            "no thread could be started to stand in for event loops that are held up; their actors"
                                    + " wait",
                            failure);
        }
        return hired;
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
        return group.owner().wire(new StandIn(group, work, name + "-" + threadNumber.incrementAndGet()));
    }

    private void work() {
        StandIn thread = (StandIn) Thread.currentThread();
        join(thread);
        boolean serving = true;
        while (serving) {
            try {
                thread.serve();
            } finally {
                leave(thread); // before the last look: who hired nobody, since this one was here, has queued before it
            }
            serving = group.crew().isShort() && group.crew().hasWork() && volunteer(thread);
        }
        group.checkDeserted();
    }

    private void join(StandIn thread) {
        atWork.add(thread);
        group.crew().join(thread.worker());
    }

    private void leave(StandIn thread) {
        group.crew().leave(thread.worker());
        atWork.remove(thread);
        synchronized (this) {
            busy--;
        }
    }

    /** Goes on, unless as many as may be are at work. */
    private boolean volunteer(StandIn thread) {
        synchronized (this) {
            if (busy >= limit) {
                return false;
            }
            busy++;
        }
        join(thread);
        group.crew().beginSearch();
        return true;
    }

    /** Those at work now. */
    List<StandIn> atWork() {
        return atWork;
    }

    /** How many threads there are, at work or waiting for the next stall. */
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
