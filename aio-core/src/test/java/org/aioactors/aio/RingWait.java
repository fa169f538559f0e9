// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Syscalls;

/** The wait in {@code io_uring_enter(2)}: reads its timeout, and makes one with another. */
final class RingWait {
    static final int IORING_ENTER_GETEVENTS = 1;
    static final int IORING_ENTER_EXT_ARG = 1 << 3;

    /** {@code struct io_uring_getevents_arg}: signal mask, its size, and at 16 the address of a {@code __kernel_timespec}. */
    static final int ARGUMENT_SIZE = 24;

    private static final int OFFSET_TIMESPEC = 16;
    private static final long NS_PER_S = Duration.ofSeconds(1).toNanos();

    /** An argument with its timespec right behind it. Never freed: one for all tests of a thread. */
    private static final ThreadLocal<NativeMemory> ARGUMENT =
            ThreadLocal.withInitial(() -> NativeMemory.allocate(ARGUMENT_SIZE + 2 * Long.BYTES));

    private RingWait() {}

    /** The timeout of a call; -1 is infinite. */
    static long timeoutNs(int flags, long argumentAddress) {
        if ((flags & IORING_ENTER_EXT_ARG) == 0) {
            return Syscalls.INFINITE;
        }
        long address = NativeMemory.view(argumentAddress, ARGUMENT_SIZE).getLong(OFFSET_TIMESPEC);
        ByteBuffer timespec = NativeMemory.view(address, 2L * Long.BYTES);
        return timespec.getLong(0) * NS_PER_S + timespec.getLong(Long.BYTES);
    }

    /** Waits for completions and submits nothing; returns {@code -ETIME} if there are none in time. */
    static int await(Syscalls syscalls, int ring, int minComplete, long timeoutNs) {
        NativeMemory argument = ARGUMENT.get();
        argument.buffer()
                .putLong(OFFSET_TIMESPEC, argument.address() + ARGUMENT_SIZE)
                .putLong(ARGUMENT_SIZE, timeoutNs / NS_PER_S)
                .putLong(ARGUMENT_SIZE + Long.BYTES, timeoutNs % NS_PER_S);
        return syscalls.ioUringEnter(
                ring, 0, minComplete, IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG, argument.address(), ARGUMENT_SIZE);
    }
}
