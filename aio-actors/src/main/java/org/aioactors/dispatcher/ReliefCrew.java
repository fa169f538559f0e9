// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that relieve the loops of one dispatcher: made when needed, up to a limit, used again, and ended when
 * there has been nothing to do for a while. All methods may be called by any thread and don't block.
 *
 * <p>A thread is idle from the moment when it finds nothing to do, before it parks: so whoever hires finds it, and no
 * other is started in its place.
 */
final class ReliefCrew {
    private static final long KEEP_ALIVE_NS = TimeUnit.SECONDS.toNanos(5);

    private final LoopOwner owner;
    private final String name;
    private final int limit;

    /** How many threads there are. Guarded by this. */
    private int threads;

    /** How many threads there ever were. Guarded by this. */
    private int threadNumber;

    /** Those that have nothing to do, the last one first, so that the others end. Guarded by this. */
    private final Deque<ReliefThread> idle = new ArrayDeque<>();

    /** Loops for which there was no thread; while there are any, no thread is idle. Guarded by this. */
    private final Deque<Relief> waiting = new ArrayDeque<>();

    /** Whether idle threads end at once: from {@link #dismiss} until somebody hires again. Guarded by this. */
    private boolean dismissed;

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
        dismissed = false;
        ReliefThread rested = idle.poll();
        if (rested != null) {
            rested.setHiredFor(relief);
            LockSupport.unpark(rested);
            return true;
        }
        if (threads < limit && start(relief)) {
            return true;
        }
        if (!waiting.contains(relief)) {
            waiting.add(relief);
        }
        return false;
    }

    private boolean start(Relief relief) {
        try {
            threadNumber++;
            ReliefThread starting = new ReliefThread(this::work, name + "-" + threadNumber);
            starting.setHiredFor(relief);
            owner.wire(starting).start();
            threads++; // the thread can't end before: it takes this lock
            return true;
        } catch (Throwable e) {
            owner.onError("a thread to relieve " + relief.loop() + " could not start", e);
            return false;
        }
    }

    /** The life of a thread. */
    private void work() {
        ReliefThread thread = (ReliefThread) Thread.currentThread();
        Relief relief = awaitHire(thread);
        try {
            while (relief != null) {
                serve(relief, thread);
                relief = next(thread);
            }
        } finally {
            if (relief != null) {
                fail();
            }
        }
    }

    /** Goes on after a failure, for others may wait for the thread. */
    private void serve(Relief relief, ReliefThread thread) {
        try {
            relief.serve(thread);
        } catch (Throwable e) {
            owner.onError(thread + ", which relieved " + relief.loop(), e);
        }
    }

    /** A thread ends because not even its failure could be reported. */
    private synchronized void fail() {
        threads--;
    }

    private @Nullable Relief next(ReliefThread thread) {
        for (Relief relief = nextWaiting(thread); relief != null; relief = nextWaiting(thread)) {
            if (relief.volunteer()) {
                return relief;
            }
        }
        return awaitHire(thread);
    }

    /** The next loop that waits for a thread; if there is none, the caller is idle. */
    private synchronized @Nullable Relief nextWaiting(ReliefThread thread) {
        Relief next = waiting.poll();
        if (next == null) {
            idle.push(thread);
        }
        return next;
    }

    /** What an idle thread was hired for, or null if it is to end. */
    private @Nullable Relief awaitHire(ReliefThread thread) {
        long startNs = System.nanoTime();
        while (true) {
            long leftNs = KEEP_ALIVE_NS - (System.nanoTime() - startNs);
            synchronized (this) {
                Relief hiredFor = thread.takeHiredFor();
                if (hiredFor != null) {
                    return hiredFor;
                }
                if (dismissed || leftNs <= 0) {
                    idle.remove(thread);
                    threads--;
                    return null;
                }
            }
            LockSupport.parkNanos(this, leftNs);
            Thread.interrupted(); // nobody means it, and it would keep the thread from parking
        }
    }

    /** How many threads there are, busy or waiting for the next stall. */
    synchronized int size() {
        return threads;
    }

    /** Ends the threads that have nothing to do, and the others when they have finished. */
    synchronized void dismiss() {
        dismissed = true;
        idle.forEach(LockSupport::unpark);
    }
}
