// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

/**
 * The operations of a {@link Sqe} by their numbers, for {@link IoUringProbe#supports}: {@code enum
 * io_uring_op} in {@code linux/io_uring.h}. The versions are those of {@code io_uring_enter(2)}; what has
 * none is as old as io_uring.
 */
public final class Opcode {
    /** {@link Sqe#nop}. */
    public static final int IORING_OP_NOP = 0;
    /** {@link FileOps#fsync}. */
    public static final int IORING_OP_FSYNC = 3;
    /** {@link PollOps#pollAdd}. */
    public static final int IORING_OP_POLL_ADD = 6;
    /** {@link PollOps#pollRemove} and {@link PollOps#pollUpdate}. */
    public static final int IORING_OP_POLL_REMOVE = 7;
    /** {@link TimeoutOps#timeout}; Linux 5.4. */
    public static final int IORING_OP_TIMEOUT = 11;
    /** {@link TimeoutOps#timeoutRemove}; Linux 5.5. */
    public static final int IORING_OP_TIMEOUT_REMOVE = 12;
    /** {@link SocketOps#accept}; Linux 5.5. */
    public static final int IORING_OP_ACCEPT = 13;
    /** {@link CancelOps#cancel}; Linux 5.5. */
    public static final int IORING_OP_ASYNC_CANCEL = 14;
    /** {@link TimeoutOps#linkTimeout}; Linux 5.5. */
    public static final int IORING_OP_LINK_TIMEOUT = 15;
    /** {@link SocketOps#connect}; Linux 5.5. */
    public static final int IORING_OP_CONNECT = 16;
    /** {@link FileOps#openat}; Linux 5.6. */
    public static final int IORING_OP_OPENAT = 18;
    /** {@link FileOps#close}; Linux 5.6. */
    public static final int IORING_OP_CLOSE = 19;
    /** {@link FileOps#read}; Linux 5.6. */
    public static final int IORING_OP_READ = 22;
    /** {@link FileOps#write}; Linux 5.6. */
    public static final int IORING_OP_WRITE = 23;
    /** {@link SocketOps#send}; Linux 5.6. */
    public static final int IORING_OP_SEND = 26;
    /** {@link SocketOps#recv}; Linux 5.6. */
    public static final int IORING_OP_RECV = 27;
    /** {@link SocketOps#shutdown}; Linux 5.11. */
    public static final int IORING_OP_SHUTDOWN = 34;

    /** Not used; it came with Linux 5.19, as multishot accept did. */
    static final int IORING_OP_SOCKET = 45;
    /** Not used; it came with Linux 6.0, as multishot receive did. */
    static final int IORING_OP_SEND_ZC = 47;

    private Opcode() {}
}
