// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/** The layout of {@code struct timespec}, with which the calls that wait are told for how long. */
final class Timespec {
    /*
     * struct timespec {
     *     time_t tv_sec;
     *     long   tv_nsec;
     * };
     */
    static final int SIZE_TIMESPEC = 16;
    static final int OFFSET_TV_SEC = 0;
    static final int OFFSET_TV_NSEC = 8;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Timespec() {}

    /** Writes a timeout at the beginning of a block; returns its address, or 0, the null pointer, if it is infinite. */
    static long address(NativeMemory memory, long timeoutNs) {
        if (timeoutNs < 0) {
            return 0;
        }
        memory.buffer()
                .putLong(OFFSET_TV_SEC, timeoutNs / NANOS_PER_SECOND)
                .putLong(OFFSET_TV_NSEC, timeoutNs % NANOS_PER_SECOND);
        return memory.address();
    }
}
