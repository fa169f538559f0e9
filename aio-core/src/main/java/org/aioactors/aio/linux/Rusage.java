// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.nio.ByteBuffer;

/**
 * A {@code struct rusage} in native memory: what a process has used, {@code getrusage(2)}. Used by one thread at a time; all
 * methods but {@link #close} throw {@link IllegalStateException} once it is closed.
 */
public final class Rusage extends NativeStruct {
    /*
     * struct rusage {
     *     struct timeval ru_utime;         // long seconds, long microseconds
     *     struct timeval ru_stime;
     *     long ru_maxrss;                  // KiB
     *     long ...                         // thirteen others
     * };
     */
    static final int SIZE_RUSAGE = 144;
    static final int OFFSET_UTIME = 0;
    static final int OFFSET_STIME = 16;
    static final int OFFSET_MAXRSS = 32;
    static final int OFFSET_TV_USEC = 8;

    private static final long US_PER_S = 1_000_000;

    private Rusage() {
        super(SIZE_RUSAGE);
    }

    /**
     * Allocates an empty one.
     *
     * @throws OutOfMemoryError if there is no native memory left
     */
    public static Rusage allocate() {
        return new Rusage();
    }

    /** How long it has computed, in microseconds. */
    public long userUs() {
        return timeUs(OFFSET_UTIME);
    }

    /** How long the kernel has worked for it, in microseconds. */
    public long systemUs() {
        return timeUs(OFFSET_STIME);
    }

    /** How much memory it had at most, in KiB. */
    public long maxResidentKib() {
        return buffer().getLong(OFFSET_MAXRSS);
    }

    private long timeUs(int offset) {
        ByteBuffer buffer = buffer();
        return buffer.getLong(offset) * US_PER_S + buffer.getLong(offset + OFFSET_TV_USEC);
    }
}
