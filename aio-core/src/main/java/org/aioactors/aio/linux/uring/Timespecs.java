// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import org.aioactors.aio.linux.NativeMemory;

/** Times for the kernel to read. */
final class Timespecs implements AutoCloseable {
    /*
     * struct __kernel_timespec {
     *     __kernel_time64_t tv_sec;        // 64 bits
     *     long long         tv_nsec;
     * };
     */
    static final int SIZE_TIMESPEC = 16;
    static final int OFFSET_TV_SEC = 0;
    static final int OFFSET_TV_NSEC = 8;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final NativeMemory memory;

    Timespecs(int count) {
        this.memory = NativeMemory.allocate((long) count * SIZE_TIMESPEC);
    }

    /** Writes a time, not negative, and returns its address. */
    long set(int index, long timeNs) {
        int offset = index * SIZE_TIMESPEC;
        memory.buffer()
                .putLong(offset + OFFSET_TV_SEC, timeNs / NANOS_PER_SECOND)
                .putLong(offset + OFFSET_TV_NSEC, timeNs % NANOS_PER_SECOND);
        return memory.address() + offset;
    }

    @Override
    public void close() {
        memory.close();
    }
}
