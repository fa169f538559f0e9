// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import org.aioactors.aio.linux.NativeMemory;

/** The timeout of a wait as {@code io_uring_enter(2)} takes it with {@code IORING_ENTER_EXT_ARG}. */
final class WaitArgument implements AutoCloseable {
    /*
     * struct io_uring_getevents_arg {
     *     __u64 sigmask;                   // 0: the signal mask is left alone
     *     __u32 sigmask_sz;
     *     __u32 pad;
     *     __u64 ts;                        // a struct __kernel_timespec *
     * };
     */
    static final int SIZE_GETEVENTS_ARG = 24;
    static final int OFFSET_TS = 16;

    private final NativeMemory memory = NativeMemory.allocate(SIZE_GETEVENTS_ARG);
    private final Timespecs timeout;

    WaitArgument() {
        try {
            timeout = new Timespecs(1);
        } catch (Throwable failure) {
            memory.close();
            throw failure;
        }
    }

    /** The address of the argument for a relative timeout, which is not infinite. */
    long address(long timeoutNs) {
        memory.buffer().putLong(OFFSET_TS, timeout.set(0, timeoutNs));
        return memory.address();
    }

    @Override
    public void close() {
        memory.close();
        timeout.close();
    }
}
