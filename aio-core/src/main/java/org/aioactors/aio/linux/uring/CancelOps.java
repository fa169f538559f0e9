// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

/** Ending other requests of the ring, {@code io_uring_enter(2)}. Each method writes a request, see {@link Sqe}. */
public final class CancelOps {
    static final int IORING_ASYNC_CANCEL_ALL = 1;
    static final int IORING_ASYNC_CANCEL_FD = 1 << 1;
    static final int IORING_ASYNC_CANCEL_ANY = 1 << 2;

    /** Linux 6.6. */
    static final int IORING_ASYNC_CANCEL_USERDATA = 1 << 4;

    /** Linux 6.6. */
    static final int IORING_ASYNC_CANCEL_OP = 1 << 5;

    private CancelOps() {}

    /** Whether it cancels otherwise than by user data alone. */
    static boolean isOfLinux519(Sqe sqe) {
        return sqe.opcode() == Opcode.IORING_OP_ASYNC_CANCEL && sqe.opFlags() != 0;
    }

    /** Whether the {@link Sqe#address} of a request is the user data of another one, which it ends or changes. */
    public static boolean hasTarget(Sqe sqe) {
        return switch (sqe.opcode()) {
            case Opcode.IORING_OP_POLL_REMOVE, Opcode.IORING_OP_TIMEOUT_REMOVE -> true;
            case Opcode.IORING_OP_ASYNC_CANCEL -> cancelsByUserData(sqe.opFlags());
            default -> false;
        };
    }

    /** By what the kernel finds requests to cancel: anything goes, or each of what the flags say must be the same. */
    private static boolean cancelsByUserData(int flags) {
        if ((flags & IORING_ASYNC_CANCEL_ANY) != 0) {
            return false;
        }
        return (flags & IORING_ASYNC_CANCEL_USERDATA) != 0
                || (flags & (IORING_ASYNC_CANCEL_FD | IORING_ASYNC_CANCEL_OP)) == 0;
    }

    /**
     * Cancels a request, which completes with {@code -ECANCELED} or {@code -EINTR} if it could be; 0, and 1 for one that
     * waits for a futex or a child (Linux 6.18). If there is no such request, {@code -ENOENT}; if it is under way, and may
     * or may not complete, {@code -EALREADY}.
     *
     * @param target the user data of the request; of several with the same, one is cancelled
     */
    public static Sqe cancel(Sqe sqe, long target) {
        return sqe.operation(Opcode.IORING_OP_ASYNC_CANCEL, Sqe.NO_FD, 0, target, 0, 0);
    }

    /**
     * Cancels all requests for a descriptor (Linux 5.19); how many there were. The poll request by which a loop watches the
     * descriptor is one of them: the loop makes another, so that this does not stop the watching.
     */
    public static Sqe cancelFd(Sqe sqe, int fd) {
        int flags = IORING_ASYNC_CANCEL_FD | IORING_ASYNC_CANCEL_ALL;
        return sqe.operation(Opcode.IORING_OP_ASYNC_CANCEL, fd, 0, 0, 0, flags);
    }

    /**
     * Cancels all requests of the ring (Linux 5.19); how many there were. The poll requests by which a loop watches its fds
     * are among them: the loop makes them anew. So are its requests in use by other parts of a program.
     */
    public static Sqe cancelAny(Sqe sqe) {
        int flags = IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL;
        return sqe.operation(Opcode.IORING_OP_ASYNC_CANCEL, Sqe.NO_FD, 0, 0, 0, flags);
    }
}
