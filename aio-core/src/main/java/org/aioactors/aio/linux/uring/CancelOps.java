// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

/** Ending other requests of the ring, {@code io_uring_enter(2)}. Each method writes a request, see {@link Sqe}. */
public final class CancelOps {
    static final int IORING_ASYNC_CANCEL_ALL = 1;
    static final int IORING_ASYNC_CANCEL_FD = 1 << 1;
    static final int IORING_ASYNC_CANCEL_ANY = 1 << 2;

    private CancelOps() {}

    /**
     * Cancels a request, which completes with {@code -ECANCELED} or {@code -EINTR} if it could be; 0. If there is no such
     * request, {@code -ENOENT}; if it is under way, and may or may not complete, {@code -EALREADY}.
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
