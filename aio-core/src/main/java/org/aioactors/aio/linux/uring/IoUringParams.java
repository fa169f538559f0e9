// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Syscalls;

/** The argument of {@code io_uring_setup(2)}: what we want, and then what we got and where it is. */
final class IoUringParams implements AutoCloseable {
    /*
     * struct io_uring_params {
     *     __u32 sq_entries;                    // out
     *     __u32 cq_entries;                    // in and out
     *     __u32 flags;                         // in and out
     *     __u32 sq_thread_cpu;
     *     __u32 sq_thread_idle;
     *     __u32 features;                      // out
     *     __u32 wq_fd;
     *     __u32 resv[3];                       // 0
     *     struct io_sqring_offsets sq_off;     // out
     *     struct io_cqring_offsets cq_off;     // out
     * };
     * struct io_sqring_offsets {           struct io_cqring_offsets {
     *     __u32 head;                          __u32 head;
     *     __u32 tail;                          __u32 tail;
     *     __u32 ring_mask;                     __u32 ring_mask;
     *     __u32 ring_entries;                  __u32 ring_entries;
     *     __u32 flags;                         __u32 overflow;
     *     __u32 dropped;                       __u32 cqes;
     *     __u32 array;                         __u32 flags;
     *     __u32 resv1;                         __u32 resv1;
     *     __u64 resv2;                         __u64 resv2;
     * };                                   };
     */
    static final int SIZE_IO_URING_PARAMS = 120;
    static final int OFFSET_SQ_ENTRIES = 0;
    static final int OFFSET_CQ_ENTRIES = 4;
    static final int OFFSET_FLAGS = 8;
    static final int OFFSET_FEATURES = 20;
    static final int OFFSET_SQ_OFF = 40;
    static final int OFFSET_CQ_OFF = 80;
    static final int OFFSET_SQ_HEAD = 0;
    static final int OFFSET_SQ_TAIL = 4;
    static final int OFFSET_SQ_FLAGS = 16;
    static final int OFFSET_SQ_ARRAY = 24;
    static final int OFFSET_CQ_HEAD = 0;
    static final int OFFSET_CQ_TAIL = 4;
    static final int OFFSET_CQ_OVERFLOW = 16;
    static final int OFFSET_CQ_CQES = 20;

    private final NativeMemory memory = NativeMemory.allocate(SIZE_IO_URING_PARAMS);

    /**
     * Makes a ring, with fewer wishes if the kernel does not know all of them.
     *
     * @return its descriptor or {@code -errno}
     */
    int setUp(Syscalls syscalls, IoUringOptions options) {
        IoUringOptions attempt = options;
        int result = setUpExactly(syscalls, attempt);
        while (result == -Errno.EINVAL && attempt.wishes() != 0) {
            attempt = attempt.withoutNewestWish();
            result = setUpExactly(syscalls, attempt);
        }
        return result;
    }

    private int setUpExactly(Syscalls syscalls, IoUringOptions options) {
        for (int offset = 0; offset < SIZE_IO_URING_PARAMS; offset += Long.BYTES) {
            memory.buffer().putLong(offset, 0);
        }
        memory.buffer()
                .putInt(OFFSET_FLAGS, options.setupFlags())
                .putInt(OFFSET_CQ_ENTRIES, options.completionEntries());
        return syscalls.ioUringSetup(options.entries(), memory.address());
    }

    int flags() {
        return memory.buffer().getInt(OFFSET_FLAGS);
    }

    int features() {
        return memory.buffer().getInt(OFFSET_FEATURES);
    }

    int submissionEntries() {
        return memory.buffer().getInt(OFFSET_SQ_ENTRIES);
    }

    int completionEntries() {
        return memory.buffer().getInt(OFFSET_CQ_ENTRIES);
    }

    /** Where in the mapped rings a field of the submission queue is. */
    int submissionOffset(int field) {
        return memory.buffer().getInt(OFFSET_SQ_OFF + field);
    }

    /** Where in the mapped rings a field of the completion queue is. */
    int completionOffset(int field) {
        return memory.buffer().getInt(OFFSET_CQ_OFF + field);
    }

    /** The size of both rings, which are one mapping. */
    long ringsSize() {
        long submissions = submissionOffset(OFFSET_SQ_ARRAY) + (long) submissionEntries() * Integer.BYTES;
        long completions = completionOffset(OFFSET_CQ_CQES) + (long) completionEntries() * CompletionQueue.SIZE_CQE;
        return Math.max(submissions, completions);
    }

    /** The size of the submissions, which are a mapping of their own. */
    long sqesSize() {
        return (long) submissionEntries() * Sqe.SIZE_SQE;
    }

    @Override
    public void close() {
        memory.close();
    }
}
