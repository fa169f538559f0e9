// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

/**
 * What the kernel has answered, oldest first.
 *
 * <pre>
 *   while (!completions.isEmpty()) {
 *       long userData = completions.userData();
 *       int result = completions.result();
 *       int flags = completions.flags();
 *       completions.advance();
 *       ... // may use the queue itself
 *   }
 * </pre>
 *
 * <p>No method makes a system call, blocks or allocates; all are for the ring's thread and throw {@link
 * IllegalStateException} once the ring is closed. With a {@code TASKRUN} option, and when the queue has
 * overflowed, completions are not here before {@link IoUring#submitAndWait} has fetched them: {@link
 * #needsEnter()} tells.
 */
public final class CompletionQueue {
    /** The upper 16 bits of the flags are the number of a buffer, see {@link BufferRing#take}. */
    public static final int IORING_CQE_F_BUFFER = 1;
    /** The request will have more completions; without it, this was the last. */
    public static final int IORING_CQE_F_MORE = 1 << 1;
    /** The socket had more data than was received. */
    public static final int IORING_CQE_F_SOCK_NONEMPTY = 1 << 2;

    /** The kernel no longer uses the memory of a {@link SocketOps#sendZc}, whose result has come before. */
    public static final int IORING_CQE_F_NOTIF = 1 << 3;

    static final int IORING_CQE_BUFFER_SHIFT = 16;

    static final int IORING_SQ_CQ_OVERFLOW = 1 << 1;
    static final int IORING_SQ_TASKRUN = 1 << 2;

    /*
     * struct io_uring_cqe {
     *     __u64 user_data;
     *     __s32 res;
     *     __u32 flags;
     * };
     */
    static final int SIZE_CQE = 16;
    static final int OFFSET_USER_DATA = 0;
    static final int OFFSET_RES = 8;
    static final int OFFSET_FLAGS = 12;

    private final SharedMemory rings;
    private final int headOffset;
    private final int tailOffset;
    private final int overflowOffset;
    private final int sqFlagsOffset;
    private final int cqesOffset;
    private final int entries;

    /** The index of the oldest completion; the ring has a copy, which only we write. Wraps around. */
    private int head;

    private long finished;

    CompletionQueue(SharedMemory rings, IoUringParams params) {
        this.rings = rings;
        this.headOffset = params.completionOffset(IoUringParams.OFFSET_CQ_HEAD);
        this.tailOffset = params.completionOffset(IoUringParams.OFFSET_CQ_TAIL);
        this.overflowOffset = params.completionOffset(IoUringParams.OFFSET_CQ_OVERFLOW);
        this.sqFlagsOffset = params.submissionOffset(IoUringParams.OFFSET_SQ_FLAGS);
        this.cqesOffset = params.completionOffset(IoUringParams.OFFSET_CQ_CQES);
        this.entries = params.completionEntries();
        this.head = rings.getInt(headOffset);
    }

    /** How many completions fit. */
    public int capacity() {
        return entries;
    }

    /** Whether there is no completion in the queue. */
    public boolean isEmpty() {
        return size() == 0;
    }

    /** How many completions are in the queue. */
    public int size() {
        // Acquire: pairs with the kernel's release of the tail after it has filled in the completion.
        return rings.getIntAcquire(tailOffset) - head;
    }

    /** The user data of the oldest completion's request. The queue must not be empty. */
    public long userData() {
        return rings.buffer().getLong(oldest() + OFFSET_USER_DATA);
    }

    /**
     * The result of the oldest completion: what the system call returns, or {@code -errno}. The
     * queue must not be empty.
     */
    public int result() {
        return rings.getInt(oldest() + OFFSET_RES);
    }

    /** The flags of the oldest completion, such as {@link #IORING_CQE_F_MORE}. The queue must not be empty. */
    public int flags() {
        return rings.getInt(oldest() + OFFSET_FLAGS);
    }

    /**
     * Takes the oldest completion off the queue, which must not be empty; the kernel may then write
     * over it.
     */
    public void advance() {
        if ((flags() & IORING_CQE_F_MORE) == 0) {
            finished++;
        }
        head++;
        // Release: pairs with the kernel's acquire of the head before it writes to the slot again; what we
        // have read of the completion was read before that.
        rings.setIntRelease(headOffset, head);
    }

    /**
     * Whether completions wait in the kernel, until {@link IoUring#submitAndWait} fetches them: work that
     * was put off ({@link IoUringOptions#IORING_SETUP_TASKRUN_FLAG}), or completions that did not fit.
     */
    public boolean needsEnter() {
        return (submissionFlags() & (IORING_SQ_TASKRUN | IORING_SQ_CQ_OVERFLOW)) != 0;
    }

    /** Whether completions wait in the kernel because they did not fit. */
    public boolean hasOverflowed() {
        return (submissionFlags() & IORING_SQ_CQ_OVERFLOW) != 0;
    }

    private int submissionFlags() {
        // Opaque: whoever spins sees the kernel's next store; what follows from it is read after a system call.
        return rings.getIntOpaque(sqFlagsOffset);
    }

    /**
     * How many completions the kernel has dropped because it had no memory for them: 0 unless the
     * machine is failing.
     */
    public int lost() {
        return rings.getIntOpaque(overflowOffset);
    }

    /** How many requests have had their last completion taken. */
    long finished() {
        return finished;
    }

    private int oldest() {
        assert !isEmpty() : "there is no completion";
        return cqesOffset + (head & (entries - 1)) * SIZE_CQE;
    }
}
