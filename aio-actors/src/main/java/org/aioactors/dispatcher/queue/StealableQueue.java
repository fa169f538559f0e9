// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.aioactors.aio.Fields;
import org.aioactors.aio.Padded;
import org.jspecify.annotations.Nullable;

/**
 * A queue with one owner, who adds at the tail, and many takers, of whom the owner is one: all take at the head, oldest
 * first. So who comes first is decided by one compare-and-set of the head, whether it is for one task or for a batch.
 *
 * <pre>
 *   slots      . . . a b c d e . .       head and tail only grow; a slot is their remainder
 *                    ▲         ▲
 *              head: all,      tail: the owner, by a release
 *              by compare-and-set
 * </pre>
 *
 * <p>A taker reads head, tail and slots, in this order, and then what stands in the slots from head on. If its
 * compare-and-set succeeds, head has not changed since it was read, and what it read is right: the owner overwrites a
 * slot only when head has passed it; and it never writes into an array that it has replaced, whether by a larger or by
 * a smaller one, so an array that is older than head or tail still holds the same tasks. If it fails, what was read is
 * forgotten. Head is a 64-bit number that never comes again, so there is no ABA.
 */
public final class StealableQueue extends Padded {
    private static final int INITIAL_SLOTS = 64;
    private static final VarHandle HEAD = Fields.handle(MethodHandles.lookup(), "head", long.class);
    private static final VarHandle TAIL = Fields.handle(MethodHandles.lookup(), "tail", long.class);
    private static final VarHandle SLOTS = Fields.handle(MethodHandles.lookup(), "slots", Object[].class);

    /** The number of the oldest task, or that of the next if there is none. Raised by takers, by compare-and-set. */
    @SuppressWarnings("unused") // through HEAD
    private long head;

    /** The number of the next task to be added. Written by the owner, with release; read by takers, with acquire. */
    private long tail;

    /** Replaced by the owner, with release. A power of two long. */
    private @Nullable Object[] slots = new @Nullable Object[INITIAL_SLOTS];

    /** A head that was read a while ago, which is enough to know that there is room. Owner only. */
    private long headSeen;

    /** How many the owner has taken itself, and how many others had when slots were last cleared. Owner only. */
    private long polled;

    private long stolenSeen;

    /** An empty queue. */
    public StealableQueue() {}

    /** One whose numbers start where a test wants them. */
    StealableQueue(long start) {
        head = start;
        tail = start;
        headSeen = start;
    }

    /** Appends a task. Owner. */
    public void add(LoopTask task) {
        long end = tail;
        @Nullable Object[] ring = roomFor(end, 1);
        ring[index(ring, end)] = task;
        TAIL.setRelease(this, end + 1); // partner: the getAcquire of takers
    }

    /** The array, after seeing to it that so many more have room. Owner. */
    private @Nullable Object[] roomFor(long end, int count) {
        @Nullable Object[] ring = slots;
        if (end + count - headSeen <= ring.length) {
            return ring;
        }
        headSeen = (long) HEAD.getAcquire(this); // partner: the compareAndSet of takers
        int length = ring.length;
        while (end + count - headSeen > length) {
            length *= 2;
        }
        return length == ring.length ? ring : replace(ring, headSeen, end, length);
    }

    private @Nullable Object[] replace(@Nullable Object[] ring, long from, long to, int length) {
        @Nullable Object[] next = new @Nullable Object[length];
        for (long number = from; number != to; number++) {
            next[index(next, number)] = ring[index(ring, number)];
        }
        SLOTS.setRelease(this, next); // before any tail that only it has; partner: the getAcquire of takers
        return next;
    }

    /** Removes and returns the oldest task, or null. Owner. */
    public @Nullable LoopTask poll() {
        for (long first = (long) HEAD.getAcquire(this); first != tail; first = (long) HEAD.getAcquire(this)) {
            @Nullable Object[] ring = slots;
            int index = index(ring, first);
            Object task = ring[index];
            if (HEAD.compareAndSet(this, first, first + 1)) {
                ring[index] = null; // the slot is the owner's again
                polled++;
                return (LoopTask) task;
            }
        }
        return null;
    }

    /** The same for another thread. */
    @Nullable LoopTask take() {
        while (true) {
            long first = (long) HEAD.getAcquire(this);
            if ((long) TAIL.getAcquire(this) <= first) {
                return null;
            }
            @Nullable Object[] ring = (@Nullable Object[]) SLOTS.getAcquire(this);
            Object task = ring[index(ring, first)];
            if (HEAD.compareAndSet(this, first, first + 1)) {
                return (LoopTask) task;
            }
        }
    }

    /**
     * Moves half of the tasks, one at least, at most {@code most}, to the end of another queue; returns how many. The
     * owner of the other one.
     */
    public int moveHalfTo(StealableQueue thief, int most) {
        while (true) {
            long first = (long) HEAD.getAcquire(this);
            long available = (long) TAIL.getAcquire(this) - first;
            if (available <= 0) {
                return 0;
            }
            int count = (int) Math.min(available - available / 2, most);
            @Nullable Object[] ring = (@Nullable Object[]) SLOTS.getAcquire(this);
            long end = thief.tail;
            @Nullable Object[] target = thief.roomFor(end, count);
            for (int i = 0; i < count; i++) {
                target[index(target, end + i)] = ring[index(ring, first + i)];
            }
            if (HEAD.compareAndSet(this, first, first + count)) {
                TAIL.setRelease(thief, end + count);
                return count;
            }
            for (int i = 0; i < count; i++) {
                target[index(target, end + i)] = null; // others have them
            }
        }
    }

    /** Lets go of what was taken by others, and of an array that has grown. Owner, of an empty queue. */
    public void trim() {
        @Nullable Object[] ring = slots;
        headSeen = tail;
        if (ring.length > INITIAL_SLOTS) {
            SLOTS.setRelease(this, new @Nullable Object[INITIAL_SLOTS]);
        } else if (tail - polled != stolenSeen) {
            Arrays.fill(ring, null);
        }
        stolenSeen = tail - polled;
    }

    /** As if it had grown, or not yet. Owner, for tests. */
    void shrinkForTest(int length) {
        replace(slots, (long) HEAD.getAcquire(this), tail, length);
    }

    /** How many there are, or were a moment ago. Any thread. */
    public int size() {
        long first = (long) HEAD.getAcquire(this);
        return (int) Math.max(0, (long) TAIL.getAcquire(this) - first);
    }

    /** Any thread; final if it is the owner that finds it empty. */
    public boolean isEmpty() {
        return size() == 0;
    }

    private static int index(@Nullable Object[] ring, long number) {
        return (int) number & (ring.length - 1);
    }
}
