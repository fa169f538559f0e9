// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.aioactors.aio.Padded;
import org.jspecify.annotations.Nullable;

/**
 * What a loop's own thread queues: one thread adds, one takes, and most of the time it is the same. While that thread
 * is relieved, another one takes, and neither waits for the other nor executes an atomic operation.
 *
 * <p>A ring of slots; null is a free one. A full ring is continued by one of twice the size, to which {@link #JUMP}
 * leads, so in the long run nothing is allocated. An array and not a list through the tasks, because the last task of
 * such a list can't be taken out while another thread may append to it.
 *
 * <p>Beside the ring there is room for one task that may be taken before the others.
 */
final class LocalQueue extends Padded {
    private static final int INITIAL_SLOTS = 64;
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final VarHandle NEXT;

    static {
        try {
            NEXT = MethodHandles.lookup().findVarHandle(LocalQueue.class, "next", LoopTask.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** In place of a task: go on with the next ring, which is behind the last slot. */
    private static final Object JUMP = new Object();

    /** The ring to add to, and one more element for the ring after it. Adding thread only. */
    private @Nullable Object[] tail = new @Nullable Object[INITIAL_SLOTS + 1];

    /** The slot to fill next. Adding thread only. */
    private int tailIndex;

    /** How many were added, and how many taken; they wrap around. Each is of its thread only. */
    private int added;

    private int taken;

    /** The ring to take from. Taking thread only. */
    private @Nullable Object[] head = tail;

    /** The slot to empty next. Taking thread only. */
    private int headIndex;

    /** What may come before the ring, or null. Set by the adding thread, cleared by the taking one. */
    @SuppressWarnings("unused") // through NEXT
    private @Nullable LoopTask next;

    /** Appends a task. The adding thread. */
    void add(LoopTask task) {
        added++;
        @Nullable Object[] ring = tail;
        int index = tailIndex;
        int next = following(ring, index);
        if (SLOTS.getAcquire(ring, next) != null) { // partner: the setRelease of poll
            grow(ring, index, task);
            return;
        }
        tailIndex = next;
        SLOTS.setRelease(ring, index, task); // partner: the getAcquire of poll
    }

    /** Uses the last free slot for the jump, so that there always is one. */
    private void grow(@Nullable Object[] ring, int index, LoopTask task) {
        int slots = ring.length - 1;
        @Nullable Object[] next = new @Nullable Object[2 * slots + 1];
        next[0] = task;
        tail = next;
        tailIndex = 1;
        ring[slots] = next;
        SLOTS.setRelease(ring, index, JUMP);
    }

    /** Has a task come before the others, or appends it if another one already does. The adding thread. */
    void addNext(LoopTask task) {
        if (NEXT.getAcquire(this) != null) { // partner: the setRelease of pollNext
            add(task);
            return;
        }
        added++;
        NEXT.setRelease(this, task); // partner: the getAcquire of pollNext
    }

    /** Takes out what is to come before the others, or returns null. The taking thread. */
    @Nullable LoopTask pollNext() {
        LoopTask found = (LoopTask) NEXT.getAcquire(this);
        if (found != null) {
            NEXT.setRelease(this, (LoopTask) null); // partner: the getAcquire of addNext
            taken++;
        }
        return found;
    }

    /** Takes out the oldest task of the others, or returns null. The taking thread. */
    @Nullable LoopTask poll() {
        Object found = SLOTS.getAcquire(head, headIndex);
        if (found == null) {
            return null;
        }
        if (found == JUMP) {
            return pollNextRing();
        }
        SLOTS.setRelease(head, headIndex, (Object) null); // partner: the getAcquire of add
        headIndex = following(head, headIndex);
        taken++;
        return (LoopTask) found;
    }

    private @Nullable LoopTask pollNextRing() {
        @Nullable Object[] next = (@Nullable Object[]) head[head.length - 1];
        if (next == null) {
            throw new AssertionError("a jump to nowhere");
        }
        head = next;
        headIndex = 0;
        return poll();
    }

    /** Whether there is nothing to take. The taking thread. */
    boolean isEmpty() {
        return SLOTS.getAcquire(head, headIndex) == null && NEXT.getAcquire(this) == null;
    }

    /** How many there are to take. A thread that is the adding and the taking one. */
    int size() {
        return added - taken;
    }

    private static int following(@Nullable Object[] ring, int index) {
        return (index + 1) & (ring.length - 2); // the number of slots is a power of two
    }
}
