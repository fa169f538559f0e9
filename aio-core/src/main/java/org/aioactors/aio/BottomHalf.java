// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work that the home thread runs soon: scheduled from any thread, run once however often it was scheduled
 * before it ran (S22 to S28). Made by {@link AioContext#newBottomHalf}. Any thread may call every method; none
 * blocks.
 */
public final class BottomHalf implements AutoCloseable {
    /** In the queue or in a slice. */
    static final int PENDING = 1;

    /** To be run. */
    static final int SCHEDULED = 1 << 1;

    /** Closed: never to be run again. */
    static final int DELETED = 1 << 2;

    /** Freed after its first run. */
    static final int ONESHOT = 1 << 3;

    /** Its run is no progress, and the loop may sleep up to 10 ms before it. */
    static final int IDLE = 1 << 4;

    private static final VarHandle FLAGS;

    static {
        try {
            FLAGS = MethodHandles.lookup().findVarHandle(BottomHalf.class, "flags", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String name;
    private final Runnable callback;
    private final BottomHalfQueue queue;

    /** The bits above. Changed atomically by any thread; the home thread clears PENDING before it looks at the rest. */
    private volatile int flags;

    /**
     * Link in the queue or slice. Written by the thread that set PENDING, then by the home thread that took the
     * queue.
     */
    @Nullable BottomHalf next;

    BottomHalf(String name, Runnable callback, BottomHalfQueue queue) {
        this.name = name;
        this.callback = callback;
        this.queue = queue;
    }

    /** The name given at creation, for error messages. */
    public String name() {
        return name;
    }

    /**
     * Has it run in the loop's next turn, or in this one if it is queued already. No effect after {@link #close} (S26).
     *
     * @return whether the loop has taken it: false once its context is closed
     */
    public boolean schedule() {
        return queue.enqueue(this, SCHEDULED);
    }

    /**
     * Has it run when the loop has a reason to wake up, at the latest after 10 ms; such a run is no progress (S20,
     * S28).
     *
     * @return whether the loop has taken it: false once its context is closed
     */
    public boolean scheduleIdle() {
        return queue.enqueue(this, SCHEDULED | IDLE);
    }

    /** Takes back a {@link #schedule} that did not run yet. A run that has begun is not stopped (S26). */
    public void cancel() {
        FLAGS.getAndBitwiseAnd(this, ~SCHEDULED);
    }

    /** Ends it: no run begins after this returns on the home thread. Idempotent (S26). */
    @Override
    public void close() {
        queue.enqueue(this, DELETED);
    }

    /** Sets flags and returns the former ones; a plain schedule outdoes an idle one, in either order (B11). */
    int set(int bits) {
        int before;
        int after;
        do {
            before = flags;
            after = before | bits;
            if (isPlain(bits) || isPlain(before)) {
                after &= ~IDLE;
            }
        } while (!FLAGS.compareAndSet(this, before, after));
        return before;
    }

    /** Sets flags and returns the former ones; none is cleared. */
    int add(int bits) {
        return (int) FLAGS.getAndBitwiseOr(this, bits);
    }

    private static boolean isPlain(int bits) {
        return (bits & (SCHEDULED | IDLE)) == SCHEDULED;
    }

    void markDeleted() {
        add(DELETED);
    }

    /**
     * Takes it out of the queue's books: returns the flags as they were, with PENDING, SCHEDULED and IDLE cleared
     * (S24).
     */
    int dequeue() {
        return (int) FLAGS.getAndBitwiseAnd(this, ~(PENDING | SCHEDULED | IDLE));
    }

    int flags() {
        return flags;
    }

    Runnable callback() {
        return callback;
    }

    @Override
    public String toString() {
        return "BottomHalf(" + name + ")";
    }
}
