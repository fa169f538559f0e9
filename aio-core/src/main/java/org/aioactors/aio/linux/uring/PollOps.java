// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

/** Waiting until a descriptor is ready, {@code poll(2)}. Each method writes a request, see {@link Sqe}. */
public final class PollOps {
    static final int IORING_POLL_ADD_MULTI = 1;
    static final int IORING_POLL_UPDATE_EVENTS = 1 << 1;
    static final int IORING_POLL_UPDATE_USER_DATA = 1 << 2;

    private PollOps() {}

    /** Whether it is a multishot poll or an update. */
    static boolean isOfLinux513(Sqe sqe) {
        int opcode = sqe.opcode();
        return (opcode == Opcode.IORING_OP_POLL_ADD || opcode == Opcode.IORING_OP_POLL_REMOVE) && sqe.length() != 0;
    }

    /** Whether it gives another request other user data. */
    public static boolean changesUserData(Sqe sqe) {
        return sqe.opcode() == Opcode.IORING_OP_POLL_REMOVE && (sqe.length() & IORING_POLL_UPDATE_USER_DATA) != 0;
    }

    /**
     * {@code poll(2)}, once; the events that have come.
     *
     * @param events such as {@link org.aioactors.aio.linux.PollFds#POLLIN}; errors and hang-ups are always watched
     */
    public static Sqe pollAdd(Sqe sqe, int fd, int events) {
        // On a big-endian machine the two halves of poll32_events would have to be swapped; we run on none.
        return sqe.operation(Opcode.IORING_OP_POLL_ADD, fd, 0, 0, 0, events);
    }

    /**
     * Like {@link #pollAdd}, with a completion whenever there is news (Linux 5.13): at once if the descriptor is ready, and
     * then each time it becomes so, whether or not it was in between.
     */
    public static Sqe pollAddMultishot(Sqe sqe, int fd, int events) {
        return sqe.operation(Opcode.IORING_OP_POLL_ADD, fd, 0, 0, IORING_POLL_ADD_MULTI, events);
    }

    /**
     * Ends a poll, which completes with {@code -ECANCELED}; 0. If there is no such poll, {@code -ENOENT}; if it is just
     * completing, {@code -EALREADY}.
     *
     * @param target the user data of the poll
     */
    public static Sqe pollRemove(Sqe sqe, long target) {
        return sqe.operation(Opcode.IORING_OP_POLL_REMOVE, Sqe.NO_FD, 0, target, 0, 0);
    }

    /**
     * Changes the events of a one-shot poll (Linux 5.13); 0, or as for {@link #pollRemove}.
     *
     * @param target the user data of the poll
     */
    public static Sqe pollUpdate(Sqe sqe, long target, int events) {
        return sqe.operation(Opcode.IORING_OP_POLL_REMOVE, Sqe.NO_FD, 0, target, IORING_POLL_UPDATE_EVENTS, events);
    }

    /**
     * Like {@link #pollUpdate(Sqe, long, int)}, and the poll goes on with other user data. For who owns the ring: the
     * requests of a context are known by their user data, which stays.
     */
    public static Sqe pollUpdate(Sqe sqe, long target, int events, long newUserData) {
        int what = IORING_POLL_UPDATE_EVENTS | IORING_POLL_UPDATE_USER_DATA;
        return sqe.operation(Opcode.IORING_OP_POLL_REMOVE, Sqe.NO_FD, newUserData, target, what, events);
    }

    /**
     * Changes the events of a multishot poll, which stays one (Linux 5.13); 0, or as for {@link #pollRemove}. It does not
     * make one of a one-shot poll, whatever the manual of the flag says.
     *
     * @param target the user data of the poll
     */
    public static Sqe pollUpdateMultishot(Sqe sqe, long target, int events) {
        int what = IORING_POLL_UPDATE_EVENTS | IORING_POLL_ADD_MULTI;
        return sqe.operation(Opcode.IORING_OP_POLL_REMOVE, Sqe.NO_FD, 0, target, what, events);
    }
}
