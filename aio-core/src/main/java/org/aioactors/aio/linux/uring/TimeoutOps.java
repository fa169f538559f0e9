// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

/** Timers of the ring, {@code io_uring_enter(2)}. Each method writes a request, see {@link Sqe}. */
public final class TimeoutOps {
    /** The timeout is a point in time of its clock. */
    public static final int IORING_TIMEOUT_ABS = 1;
    /** The timeout's clock is {@code CLOCK_BOOTTIME} instead of {@code CLOCK_MONOTONIC} (Linux 5.15). */
    public static final int IORING_TIMEOUT_BOOTTIME = 1 << 2;
    /** The timeout's clock is {@code CLOCK_REALTIME} instead of {@code CLOCK_MONOTONIC} (Linux 5.15). */
    public static final int IORING_TIMEOUT_REALTIME = 1 << 3;

    static final int IORING_TIMEOUT_UPDATE = 1 << 1;

    private TimeoutOps() {}

    /**
     * A timer; {@code -ETIME} when it expires, or 0 if enough others have completed before.
     *
     * @param timeoutNs in nanoseconds, relative unless the flags say otherwise; nothing has to be kept in memory for it
     * @param completions how many other completions end it; 0 if they do not count
     * @param flags 0 or {@code IORING_TIMEOUT_} constants
     */
    public static Sqe timeout(Sqe sqe, long timeoutNs, int completions, int flags) {
        return sqe.operation(Opcode.IORING_OP_TIMEOUT, Sqe.NO_FD, completions, sqe.timespec(timeoutNs), 1, flags);
    }

    /**
     * Cancels the request before it, which must be linked to this one ({@link Sqe#IOSQE_IO_LINK}), unless that completes in
     * time; {@code -ETIME} if it did not, {@code -ECANCELED} if it did.
     *
     * @param timeoutNs in nanoseconds, from when that request starts unless the flags say otherwise
     * @param flags 0 or {@code IORING_TIMEOUT_} constants
     */
    public static Sqe linkTimeout(Sqe sqe, long timeoutNs, int flags) {
        return sqe.operation(Opcode.IORING_OP_LINK_TIMEOUT, Sqe.NO_FD, 0, sqe.timespec(timeoutNs), 1, flags);
    }

    /**
     * Ends a timeout, which completes with {@code -ECANCELED}; 0. If there is no such timeout, {@code -ENOENT}; if it is
     * just expiring, {@code -EBUSY} or {@code -EALREADY}.
     *
     * @param target the user data of the timeout
     */
    public static Sqe timeoutRemove(Sqe sqe, long target) {
        return sqe.operation(Opcode.IORING_OP_TIMEOUT_REMOVE, Sqe.NO_FD, 0, target, 0, 0);
    }

    /**
     * Gives a timeout another time; 0, or as for {@link #timeoutRemove}.
     *
     * @param target the user data of the timeout
     * @param timeoutNs in nanoseconds, from now unless the flags say otherwise
     * @param flags 0 or {@link #IORING_TIMEOUT_ABS}
     */
    public static Sqe timeoutUpdate(Sqe sqe, long target, long timeoutNs, int flags) {
        int opFlags = IORING_TIMEOUT_UPDATE | flags;
        return sqe.operation(Opcode.IORING_OP_TIMEOUT_REMOVE, Sqe.NO_FD, sqe.timespec(timeoutNs), target, 0, opFlags);
    }
}
