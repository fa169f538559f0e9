// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.aioactors.dispatcher.queue.Crew;
import org.aioactors.dispatcher.queue.Worker;
import org.aioactors.os.Cpus;

/**
 * The threads that stand in for loops which are held up: made when needed, up to a limit, used again, and ended when
 * there has been nothing to do for a while. All methods may be called by any thread and don't block.
 *
 * <p>A thread is idle before it looks for the last time whether it is needed. So whoever can hire nobody, since as many
 * as may be are at work, has queued before that look.
 */
public final class StandIns implements Crew.Hiring {
    private static final long KEEP_ALIVE_NS = TimeUnit.SECONDS.toNanos(5);

    private final LoopGroup group;
    private final String name;
    private final int limit;

    /** Those at work. */
    private final List<StandIn> atWork = new CopyOnWriteArrayList<>();

    /** How many threads there are. Guarded by this. */
    private int threads;

    /** How many threads there ever were. Guarded by this. */
    private int threadNumber;

    /** Those that have nothing to do, the last one first, so that the others end. Guarded by this. */
    private final Deque<StandIn> idle = new ArrayDeque<>();

    /** Whether idle threads end at once: from {@link #dismiss} until somebody hires again. Guarded by this. */
    private boolean dismissed;

    StandIns(LoopGroup group, String name, int limit) {
        this.group = group;
        this.name = name;
        this.limit = limit;
    }

    @Override
    public int hire(int most) {
        int hired = 0;
        try {
            while (hired < most && hireOne()) {
                hired++;
            }
        } catch (Throwable e) { // told without the lock: whoever hears of it may need a thread himself
            group.owner()
                    .onShortage(
                            "no thread could be started to stand in for event loops that are held up; their actors"
                                    + " wait",
                            e);
        }
        return hired;
    }

    private synchronized boolean hireOne() {
        dismissed = false;
        StandIn rested = idle.poll();
        if (rested != null) {
            rested.hired = true;
            LockSupport.unpark(rested);
            return true;
        }
        if (threads == limit) {
            return false;
        }
        threadNumber++;
        StandIn starting = group.owner()
                .wire(new StandIn(group, new Worker(group.succession()), this::work, name + "-" + threadNumber));
        starting.hired = true;
        starting.start();
        threads++; // it can't end before: it takes this lock
        return true;
    }

    /** The life of a thread. */
    private void work() {
        StandIn thread = (StandIn) Thread.currentThread();
        boolean failed = true;
        try {
            Cpus.unpinThisThread(group.owner()); // of the loop that hired it
            thread.started();
            while (awaitHire(thread)) {
                do {
                    serve(thread);
                } while (group.crew().hands().isShort() && group.crew().hands().hasWork() && volunteer(thread));
                group.checkDeserted();
            }
            failed = false;
        } finally {
            if (failed) {
                fail(thread);
            }
        }
    }

    /** One service, and idle again. A failure is reported, for others may wait for the thread. */
    private void serve(StandIn thread) {
        boolean searches = false;
        try {
            atWork.add(thread);
            group.crew().hands().join(thread.worker());
            searches = true;
            thread.serve();
        } catch (Throwable e) {
            group.owner().onError(thread.getName() + ", which stands in for event loops", e);
        } finally {
            group.crew().hands().leave(thread.worker());
            atWork.remove(thread);
            if (!searches) {
                group.crew().endSearch(false);
            }
        }
        synchronized (this) {
            idle.push(thread);
        }
    }

    /** Goes on, unless it was hired meanwhile. */
    private synchronized boolean volunteer(StandIn thread) {
        if (idle.remove(thread)) {
            group.crew().beginSearch();
            return true;
        }
        return false;
    }

    /** Waits until the thread is hired; returns false if it is to end. */
    private boolean awaitHire(StandIn thread) {
        long startNs = System.nanoTime();
        while (true) {
            long leftNs = KEEP_ALIVE_NS - (System.nanoTime() - startNs);
            synchronized (this) {
                if (thread.hired) {
                    thread.hired = false;
                    return true;
                }
                if (dismissed || leftNs <= 0) {
                    idle.remove(thread);
                    threads--;
                    return false;
                }
            }
            LockSupport.parkNanos(this, leftNs);
            Thread.interrupted(); // nobody means it, and it would keep the thread from parking
        }
    }

    /** A thread ends because not even its failure could be reported. */
    private void fail(StandIn thread) {
        boolean hired;
        synchronized (this) {
            idle.remove(thread);
            threads--;
            hired = thread.hired;
        }
        if (hired) {
            group.crew().endSearch(false); // it counts as searching
        }
    }

    /** Those at work now. */
    List<StandIn> atWork() {
        return atWork;
    }

    /** How many threads there are, at work or waiting for the next stall. */
    public synchronized int size() {
        return threads;
    }

    /** Ends the threads that have nothing to do, and the others when they have finished. */
    synchronized void dismiss() {
        dismissed = true;
        idle.forEach(LockSupport::unpark);
    }
}
