// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import java.util.HashMap;
import java.util.Map;

/**
 * The operations of a {@link Sqe} by their numbers, for {@link IoUringProbe#supports}: {@code enum io_uring_op} in {@code
 * linux/io_uring.h}. The versions are those of {@code io_uring_enter(2)} and of the manual pages of liburing; what has
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
    /** {@link SocketOps#sendmsg}; Linux 5.3. */
    public static final int IORING_OP_SENDMSG = 9;
    /** {@link SocketOps#recvmsg}; Linux 5.3. */
    public static final int IORING_OP_RECVMSG = 10;
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
    /** {@link FileOps#statx}; Linux 5.6. */
    public static final int IORING_OP_STATX = 21;
    /** {@link FileOps#read}; Linux 5.6. */
    public static final int IORING_OP_READ = 22;
    /** {@link FileOps#write}; Linux 5.6. */
    public static final int IORING_OP_WRITE = 23;
    /** {@link SocketOps#send}; Linux 5.6. */
    public static final int IORING_OP_SEND = 26;
    /** {@link SocketOps#recv}; Linux 5.6. */
    public static final int IORING_OP_RECV = 27;
    /** {@link FileOps#splice}; Linux 5.7. */
    public static final int IORING_OP_SPLICE = 30;
    /** {@link SocketOps#shutdown}; Linux 5.11. */
    public static final int IORING_OP_SHUTDOWN = 34;
    /** {@link SocketOps#socket}; Linux 5.19, as multishot accept. */
    public static final int IORING_OP_SOCKET = 45;
    /** {@link SocketOps#sendZc}; Linux 6.0, as multishot receive. */
    public static final int IORING_OP_SEND_ZC = 47;
    /** {@link ProcessOps#waitid}; Linux 6.7. */
    public static final int IORING_OP_WAITID = 50;
    /** {@link FutexOps#futexWait}; Linux 6.7. */
    public static final int IORING_OP_FUTEX_WAIT = 51;
    /** {@link FutexOps#futexWake}; Linux 6.7. */
    public static final int IORING_OP_FUTEX_WAKE = 52;
    /** {@link FileOps#ftruncate}; Linux 6.9. */
    public static final int IORING_OP_FTRUNCATE = 55;
    /** {@link SocketOps#bind}; Linux 6.11. */
    public static final int IORING_OP_BIND = 56;
    /** {@link SocketOps#listen}; Linux 6.11. */
    public static final int IORING_OP_LISTEN = 57;

    /** What to say of operations that a kernel which has io_uring may lack. */
    private static final Map<Integer, String> YOUNGER = new HashMap<>();

    static {
        YOUNGER.put(IORING_OP_SENDMSG, "IORING_OP_SENDMSG: Linux 5.3");
        YOUNGER.put(IORING_OP_RECVMSG, "IORING_OP_RECVMSG: Linux 5.3");
        YOUNGER.put(IORING_OP_STATX, "IORING_OP_STATX: Linux 5.6");
        YOUNGER.put(IORING_OP_SPLICE, "IORING_OP_SPLICE: Linux 5.7");
        YOUNGER.put(IORING_OP_SHUTDOWN, "IORING_OP_SHUTDOWN: Linux 5.11");
        YOUNGER.put(IORING_OP_SOCKET, "IORING_OP_SOCKET: Linux 5.19");
        YOUNGER.put(IORING_OP_SEND_ZC, "IORING_OP_SEND_ZC: Linux 6.0");
        YOUNGER.put(IORING_OP_WAITID, "IORING_OP_WAITID: Linux 6.7");
        YOUNGER.put(IORING_OP_FUTEX_WAIT, "IORING_OP_FUTEX_WAIT: Linux 6.7");
        YOUNGER.put(IORING_OP_FUTEX_WAKE, "IORING_OP_FUTEX_WAKE: Linux 6.7");
        YOUNGER.put(IORING_OP_FTRUNCATE, "IORING_OP_FTRUNCATE: Linux 6.9");
        YOUNGER.put(IORING_OP_BIND, "IORING_OP_BIND: Linux 6.11");
        YOUNGER.put(IORING_OP_LISTEN, "IORING_OP_LISTEN: Linux 6.11");
    }

    private Opcode() {}

    /** An operation that a kernel lacks, and the kernel that has it, for messages. */
    static String lacking(int opcode) {
        String known = YOUNGER.get(opcode);
        return known != null ? known + " is needed" : "operation " + opcode + ": a newer one is needed";
    }
}
