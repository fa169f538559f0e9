// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import org.jspecify.annotations.Nullable;

/**
 * Requests on their way to the kernel.
 *
 * <p>A request is written into the {@link Sqe} that {@link #next} returns; {@link IoUring#submitAndWait}
 * hands all of them over. No method makes a system call, blocks or allocates; all are for the ring's
 * thread and throw {@link IllegalStateException} once the ring is closed.
 */
public final class SubmissionQueue {
    private final SharedMemory rings;
    private final Sqe sqe;
    private final int headOffset;
    private final int tailOffset;
    private final int entries;

    /** The index behind the newest request; what the kernel knows of it is the ring's copy. Wraps around. */
    private int tail;

    private long prepared;

    SubmissionQueue(SharedMemory rings, SharedMemory sqes, Timespecs timespecs, IoUringParams params) {
        this.rings = rings;
        this.sqe = new Sqe(sqes, timespecs);
        this.headOffset = params.submissionOffset(IoUringParams.OFFSET_SQ_HEAD);
        this.tailOffset = params.submissionOffset(IoUringParams.OFFSET_SQ_TAIL);
        this.entries = params.submissionEntries();
        this.tail = rings.getInt(tailOffset);
        // The queue proper has the indexes of requests; we always use the request of the same index.
        int array = params.submissionOffset(IoUringParams.OFFSET_SQ_ARRAY);
        for (int index = 0; index < entries; index++) {
            rings.buffer().putInt(array + index * Integer.BYTES, index);
        }
    }

    /** How many requests fit. */
    public int capacity() {
        return entries;
    }

    /** How many requests wait to be submitted. */
    public int size() {
        // Acquire: pairs with the kernel's release of the head after it has read a request.
        return tail - rings.getIntAcquire(headOffset);
    }

    /** How many requests can be added before the next submission. */
    public int remaining() {
        return entries - size();
    }

    /**
     * Adds a request, which does nothing ({@link Sqe#nop}) until another method of it is called.
     *
     * @param userData comes back with each of its completions
     * @return the request: the same object at each call, which is the newest request's; or null if the
     *     queue is full, and something has to be submitted first
     */
    public @Nullable Sqe next(long userData) {
        if (size() == entries) {
            return null;
        }
        sqe.moveTo(tail & (entries - 1), userData);
        tail++;
        prepared++;
        return sqe;
    }

    /**
     * Adds a request of whoever owns the ring, which belongs to no chain of a user's; there must be room.
     *
     * @param userData comes back with each of its completions
     * @return the request, as {@link #next} does
     */
    public Sqe nextUnchained(long userData) {
        endChain();
        Sqe added = next(userData);
        if (added == null) {
            throw new AssertionError("there is no room in the queue");
        }
        return added;
    }

    /** The request that {@link #next} added last, to look at what was written; the same object at each call. */
    public Sqe newest() {
        return sqe;
    }

    /**
     * Has no later request belong to the chain of the newest one, if that is linked ({@link Sqe#IOSQE_IO_LINK}) and not
     * submitted yet. The end of a submission ends a chain too ({@code io_uring_enter(2)}): this is for whoever adds
     * requests of another kind to the same submission.
     */
    public void endChain() {
        if (size() > 0) {
            sqe.unlink((tail - 1) & (entries - 1));
        }
    }

    /**
     * Takes the newest request back, as if {@link #next} had not been called.
     *
     * @throws IllegalStateException if it is submitted already, or there is none
     */
    public void withdraw() {
        if (size() == 0) {
            throw new IllegalStateException("there is no request that is not submitted yet");
        }
        tail--;
        prepared--;
    }

    /**
     * Shows the kernel all requests.
     *
     * @return how many wait to be submitted
     */
    int publish() {
        // Release: pairs with the kernel's acquire of the tail before it reads requests.
        rings.setIntRelease(tailOffset, tail);
        return size();
    }

    /** How many requests were added and not withdrawn. */
    long prepared() {
        return prepared;
    }
}
