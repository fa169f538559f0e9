// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bottom halves that wait to run: a stack that any thread pushes on, and the slices that the home thread has
 * taken from it and not finished, oldest first (S22 to S27).
 */
class BottomHalfQueue extends Padded {
    /** How long the loop may sleep when only idle bottom halves wait (S20). */
    static final long IDLE_TIMEOUT_NS = 10_000_000;

    private static final VarHandle STACK;

    static {
        try {
            STACK = MethodHandles.lookup().findVarHandle(BottomHalfQueue.class, "stack", BottomHalf.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What one run took from the stack and is working off. Home thread only. */
    private static final class Slice {
        @Nullable BottomHalf first;
    }

    /** Bottom of the stack once the queue is closed: nothing is pushed on it. */
    private final BottomHalf closedMark = new BottomHalf("closed", () -> {}, this);

    private final Thread homeThread;
    private final NotifyGate gate;
    private final CallbackRunner callbacks;

    /** Newest first. Pushed on by any thread, taken whole by the home thread: so no ABA. */
    private volatile @Nullable BottomHalf stack;

    /** What every turn asks for work. Home thread only. */
    private PolledWork polled = PolledWork.NONE;

    /** Unfinished slices, oldest first: more than one only while runs are nested. Home thread only. */
    private final ArrayDeque<Slice> slices = new ArrayDeque<>();

    /** Emptied slices for reuse. Home thread only. */
    private final ArrayDeque<Slice> spare = new ArrayDeque<>();

    BottomHalfQueue(Thread homeThread, NotifyGate gate, CallbackRunner callbacks) {
        this.homeThread = homeThread;
        this.gate = gate;
        this.callbacks = callbacks;
    }

    /** From now on every turn asks this for work. Home thread. */
    void setPolled(PolledWork work) {
        polled = work;
    }

    /**
     * Sets flags; queues it unless it is queued already; notifies (S22). Returns whether it is queued: false once closed.
     * Any thread.
     */
    final boolean enqueue(BottomHalf bottomHalf, int bits) {
        int before = mark(bottomHalf, bits | BottomHalf.PENDING);
        if ((before & BottomHalf.PENDING) == 0) {
            BottomHalf head;
            do {
                head = stack;
                if (head == closedMark) {
                    return false; // its loop has ended
                }
                bottomHalf.next = head;
            } while (!STACK.compareAndSet(this, head, bottomHalf)); // releases next; partner: the getAndSet in run
        } else if (stack == closedMark) {
            return false;
        }
        if (mustNotify(bits)) {
            gate.notifyLoop();
        }
        return true;
    }

    /** Sets flags and returns the former ones: a plain schedule outdoes an idle one, in either order (B11). */
    int mark(BottomHalf bottomHalf, int bits) {
        return bottomHalf.set(bits);
    }

    /** An idle one that the loop itself schedules must not keep it from sleeping (B11). Any thread. */
    boolean mustNotify(int bits) {
        return (bits & BottomHalf.IDLE) == 0 || Thread.currentThread() != homeThread;
    }

    /** What was taken, newest first, in the order in which it is to run: the oldest first (B11). */
    @Nullable BottomHalf inOrder(@Nullable BottomHalf newestFirst) {
        return reverse(newestFirst);
    }

    /** Whether one with these flags that is queued at the end should have run: it was scheduled and not closed (S63). */
    boolean isLeftBehind(int flags) {
        return (flags & (BottomHalf.SCHEDULED | BottomHalf.DELETED)) == BottomHalf.SCHEDULED;
    }

    /**
     * Runs all that was scheduled before this call, older slices first; returns whether there was progress. Home
     * thread.
     */
    boolean run() {
        boolean progress = runQueued();
        if (hasPolledWork()) {
            polled.run(callbacks);
            return true;
        }
        return progress;
    }

    /** Whether there is any of {@link #setPolled}. Home thread. */
    boolean hasPolledWork() {
        return polled.isReady(callbacks);
    }

    private boolean runQueued() {
        BottomHalf taken = stack == null ? null : (BottomHalf) STACK.getAndSet(this, null);
        if (taken == null && slices.isEmpty()) {
            return false;
        }
        Slice added = spare.isEmpty() ? new Slice() : spare.pop();
        added.first = inOrder(taken);
        slices.addLast(added);
        boolean progress = false;
        for (Slice slice = slices.peekFirst(); slice != null; slice = slices.peekFirst()) {
            BottomHalf bottomHalf = slice.first;
            if (bottomHalf == null) {
                spare.push(slices.removeFirst());
            } else {
                slice.first = bottomHalf.next;
                bottomHalf.next = null;
                progress |= runOne(bottomHalf);
            }
        }
        return progress;
    }

    private boolean runOne(BottomHalf bottomHalf) {
        int flags = bottomHalf.dequeue();
        if ((flags & (BottomHalf.SCHEDULED | BottomHalf.DELETED)) != BottomHalf.SCHEDULED) {
            return false;
        }
        if ((flags & BottomHalf.ONESHOT) != 0) {
            bottomHalf.markDeleted();
        }
        callbacks.run("bottom half", bottomHalf.name(), bottomHalf.callback());
        return (flags & BottomHalf.IDLE) == 0;
    }

    private static @Nullable BottomHalf reverse(@Nullable BottomHalf newestFirst) {
        BottomHalf reversed = null;
        BottomHalf rest = newestFirst;
        while (rest != null) {
            BottomHalf next = rest.next;
            rest.next = reversed;
            reversed = rest;
            rest = next;
        }
        return reversed;
    }

    /**
     * Ends it: nothing runs any more, what is scheduled from now on is forgotten. Returns the names of those that were
     * {@linkplain #isLeftBehind left behind}, oldest first (S63). Home thread, outside {@link #run}.
     */
    List<String> close() {
        List<String> leaked = new ArrayList<>();
        BottomHalf rest = reverse((BottomHalf) STACK.getAndSet(this, closedMark));
        for (; rest != null; rest = rest.next) {
            if (isLeftBehind(rest.flags())) {
                leaked.add(rest.name());
            }
        }
        return leaked;
    }

    /** 0 if something is to run now, 10 ms if only idle ones wait, else -1 (S20). Home thread. */
    long timeoutNs() {
        if (hasPolledWork()) {
            return 0;
        }
        long timeoutNs = timeoutNs(stack, Timeouts.INFINITE);
        if (!slices.isEmpty()) { // only in a nested poll
            for (Slice slice : slices) {
                timeoutNs = timeoutNs == 0 ? 0 : timeoutNs(slice.first, timeoutNs);
            }
        }
        return timeoutNs;
    }

    private static long timeoutNs(@Nullable BottomHalf first, long otherwise) {
        long timeoutNs = otherwise;
        for (BottomHalf bottomHalf = first; bottomHalf != null; bottomHalf = bottomHalf.next) {
            int flags = bottomHalf.flags();
            if ((flags & (BottomHalf.SCHEDULED | BottomHalf.DELETED)) == BottomHalf.SCHEDULED) {
                if ((flags & BottomHalf.IDLE) == 0) {
                    return 0;
                }
                timeoutNs = IDLE_TIMEOUT_NS;
            }
        }
        return timeoutNs;
    }
}
