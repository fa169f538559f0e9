// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.nio.ByteBuffer;

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

    /** Writes a duration, which must not be negative, at an offset. */
    static void put(ByteBuffer memory, int offset, long durationNs) {
        memory.putLong(offset + OFFSET_TV_SEC, durationNs / NANOS_PER_SECOND)
                .putLong(offset + OFFSET_TV_NSEC, durationNs % NANOS_PER_SECOND);
    }
}
