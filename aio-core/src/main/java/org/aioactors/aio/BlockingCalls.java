// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Calls that may block, which other threads run and of which the home thread hears.
 *
 * <pre>
 *   submit ──► executor ──► OffloadedCall.run ──► ended ──► one bottom half ──► completions
 *   any thread              a thread of the pool    stack                       home thread
 * </pre>
 *
 * <p>The stack is pushed on by any thread and taken whole by the home thread, so that there is no ABA. Only the push that
 * finds it empty schedules the bottom half: however many calls end before the home thread comes, it is woken once.
 */
final class BlockingCalls {
    private static final VarHandle ENDED;

    static {
        try {
            ENDED = MethodHandles.lookup().findVarHandle(BlockingCalls.class, "ended", OffloadedCall.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String contextName;
    private final Thread homeThread = Thread.currentThread();
    private final CallbackRunner callbacks;
    private final BottomHalf bottomHalf;
    private final Executor executor;

    /** Calls whose completions have not been called. Added to by any thread, removed from by the home thread. */
    private final Set<OffloadedCall<?>> outstanding = ConcurrentHashMap.newKeySet();

    /** The newest of those that have ended and were not taken. Partner of {@link #closed}, see {@link #ended}. */
    private volatile @Nullable OffloadedCall<?> ended;

    /** Taken from the stack, oldest first, completions not called: a nested poll goes on with them. Home thread only. */
    private @Nullable OffloadedCall<?> first;

    /** The last of {@link #first}, if that is not null. Home thread only. */
    private @Nullable OffloadedCall<?> last;

    /** Written by the home thread, true once and for all; read by all that submit or end a call. */
    private volatile boolean closed;

    /** Home thread. */
    BlockingCalls(CallbackRunner callbacks, BottomHalfQueue bottomHalves, Executor executor) {
        this.contextName = callbacks.contextName();
        this.callbacks = callbacks;
        this.executor = executor;
        this.bottomHalf = new BottomHalf("offloaded calls", this::completeEnded, bottomHalves);
    }

    /**
     * Gives a call to the executor. Any thread.
     *
     * @throws RejectedExecutionException once closed, or if the executor takes no more
     */
    void submit(OffloadedCall<?> call) {
        call.begin(this);
        outstanding.add(call); // before closed is read: who closes sees it, or it sees that
        try {
            if (closed) {
                throw new RejectedExecutionException(call + ": context '" + contextName + "' is closed");
            }
            executor.execute(call);
        } catch (Throwable refused) {
            if (call.cancel("refused")) {
                outstanding.remove(call);
                LockSupport.unpark(homeThread); // if it is closing, it must not wait for this one
                throw refused;
            }
            if (!(refused instanceof RejectedExecutionException)) {
                throw refused;
            } // else it was cancelled by close in between, and its completion hears of that
        }
    }

    /** A call was cancelled before it began: its completion is to hear of that. Any thread. */
    void cancelled(OffloadedCall<?> call) {
        if (executor instanceof OffloadPool pool) {
            pool.remove(call); // so that it does not take up room
        }
        ended(call);
    }

    /** A call's completion is to be called. Any thread. */
    void ended(OffloadedCall<?> call) {
        OffloadedCall<?> head;
        do {
            head = ended;
            call.next = head;
        } while (!ENDED.compareAndSet(this, head, call)); // releases the call; partner: the getAndSet in take
        // If this does not see closed, then the push came before it, and close sees the call.
        if (closed) {
            LockSupport.unpark(homeThread);
        } else if (head == null) {
            bottomHalf.schedule();
        }
    }

    /** Calls the completions of all that have ended before this. Home thread. */
    private void completeEnded() {
        take();
        for (OffloadedCall<?> call = first; call != null; call = first) {
            first = call.next;
            call.next = null;
            outstanding.remove(call);
            if (first != null) {
                bottomHalf.schedule(); // for a nested poll, which is to go on with the others
            }
            call.complete(callbacks);
        }
    }

    private void take() {
        OffloadedCall<?> newest = (OffloadedCall<?>) ENDED.getAndSet(this, null);
        if (newest == null) {
            return;
        }
        OffloadedCall<?> oldest = null;
        for (OffloadedCall<?> rest = newest; rest != null; ) {
            OffloadedCall<?> next = rest.next;
            rest.next = oldest;
            oldest = rest;
            rest = next;
        }
        OffloadedCall<?> before = last;
        if (first == null || before == null) {
            first = oldest;
        } else {
            before.next = oldest;
        }
        last = newest;
    }

    /** How many calls there are whose completions have not been called. Any thread, approximate. */
    int outstanding() {
        return outstanding.size();
    }

    /** From now on nothing is scheduled any more. Home thread, before the bottom halves are closed. */
    void closeBottomHalf() {
        bottomHalf.close();
    }

    /**
     * Cancels what waits, and waits for what runs; all completions are called before this returns. What runs for
     * longer is left to itself, with a warning. Home thread; blocks.
     */
    void close(Duration patience) {
        closed = true;
        try {
            for (OffloadedCall<?> call : outstanding) {
                if (call.cancel("context '" + contextName + "' was closed before it began")) {
                    call.neverRuns();
                    ended(call);
                }
            }
            if (executor instanceof OffloadPool pool) {
                pool.close();
            }
            await(System.nanoTime() + patience.toNanos());
            abandon();
        } finally {
            outstanding.clear();
        }
    }

    private void await(long deadlineNs) {
        boolean interrupted = false;
        completeEnded();
        long leftNs = deadlineNs - System.nanoTime();
        while (hasOutstanding() && leftNs > 0) {
            LockSupport.parkNanos(this, leftNs);
            interrupted |= Thread.interrupted(); // it would not park
            completeEnded();
            leftNs = deadlineNs - System.nanoTime();
        }
        if (interrupted) {
            homeThread.interrupt();
        }
    }

    /**
     * Whether there is any. The map's own count may be too low for a moment, since a call that is being added can be
     * removed before it is counted; what is in the map an iterator sees.
     */
    private boolean hasOutstanding() {
        return outstanding.iterator().hasNext();
    }

    private void abandon() {
        List<OffloadedCall<?>> left = new ArrayList<>();
        for (OffloadedCall<?> call : outstanding) {
            if (call.abandon(callbacks, "it was still running when context '" + contextName + "' was closed")) {
                left.add(call);
            }
        }
        left.forEach(outstanding::remove);
        while (hasOutstanding()) { // they have ended just now, and are about to be pushed
            Thread.onSpinWait();
            completeEnded();
        }
        if (!left.isEmpty()) {
            LoggerFactory.getLogger(BlockingCalls.class)
                    .warn(
                            "context '{}' is closed while {} calls still run on other threads; their results are"
                                    + " dropped: {}",
                            contextName,
                            left.size(),
                            Named.some(left));
        }
    }
}
