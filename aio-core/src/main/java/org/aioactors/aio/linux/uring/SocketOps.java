// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.SockAddr;
import org.jspecify.annotations.Nullable;

/**
 * Sockets. Each method writes a request, see {@link Sqe}; descriptors, addresses and lengths are those of the system call of
 * the same name. A {@link SockAddr} that is named is the kernel's until the last completion.
 */
public final class SocketOps {
    static final int IORING_ACCEPT_MULTISHOT = 1;
    static final int IORING_RECVSEND_POLL_FIRST = 1;
    static final int IORING_RECV_MULTISHOT = 1 << 1;

    private SocketOps() {}

    /** Whether it is a multishot accept, or has the kernel poll first. */
    static boolean isOfLinux519(Sqe sqe) {
        return switch (sqe.opcode()) {
            case Opcode.IORING_OP_ACCEPT -> (sqe.ioprio() & IORING_ACCEPT_MULTISHOT) != 0;
            case Opcode.IORING_OP_SEND, Opcode.IORING_OP_SENDMSG, Opcode.IORING_OP_RECV, Opcode.IORING_OP_RECVMSG ->
                sqe.ioprio() != 0;
            default -> false;
        };
    }

    static boolean isMultishotReceive(Sqe sqe) {
        int opcode = sqe.opcode();
        return (opcode == Opcode.IORING_OP_RECV || opcode == Opcode.IORING_OP_RECVMSG)
                && (sqe.ioprio() & IORING_RECV_MULTISHOT) != 0;
    }

    /**
     * {@code accept4(2)}; the new descriptor.
     *
     * @param peer receives the address of the peer; null if nobody wants to know
     * @param flags such as {@link org.aioactors.aio.linux.Sockets#SOCK_CLOEXEC}, which is not implied
     */
    public static Sqe accept(Sqe sqe, int fd, @Nullable SockAddr peer, int flags) {
        long address = peer == null ? 0 : peer.address();
        long lengthAddress = peer == null ? 0 : peer.lengthAddressForKernel();
        return sqe.operation(Opcode.IORING_OP_ACCEPT, fd, lengthAddress, address, 0, flags);
    }

    /** Like {@link #accept}, with a completion for each connection (Linux 5.19). */
    public static Sqe acceptMultishot(Sqe sqe, int fd, int flags) {
        return accept(sqe, fd, null, flags).ioprio(IORING_ACCEPT_MULTISHOT);
    }

    /** {@code connect(2)}; 0 when connected, {@code -ECONNREFUSED} and the like when not. */
    public static Sqe connect(Sqe sqe, int fd, SockAddr address) {
        return sqe.operation(Opcode.IORING_OP_CONNECT, fd, address.length(), address.address(), 0, 0);
    }

    /** {@code recv(2)}; the number of bytes, 0 at the end. */
    public static Sqe recv(Sqe sqe, int fd, long address, int length, int messageFlags) {
        return sqe.operation(Opcode.IORING_OP_RECV, fd, 0, address, length, messageFlags);
    }

    /**
     * Like {@link #recv}, into a buffer that the kernel chooses when there is something to receive. The completion tells
     * which ({@link BufferRing#take}); with none left its result is {@code -ENOBUFS}.
     *
     * @param group of a {@link BufferRing}
     * @param length at most; 0 if the whole buffer may be filled
     */
    public static Sqe recvSelect(Sqe sqe, int fd, int group, int length, int messageFlags) {
        return recv(sqe, fd, 0, length, messageFlags).selectFrom(group);
    }

    /**
     * Like {@link #recvSelect}, with a completion, and a buffer, for each piece of data (Linux 6.0). It ends with the
     * stream, with an error, or with {@code -ENOBUFS}.
     */
    public static Sqe recvMultishot(Sqe sqe, int fd, int group, int messageFlags) {
        return recvSelect(sqe, fd, group, 0, messageFlags).ioprio(IORING_RECV_MULTISHOT);
    }

    /**
     * {@code send(2)}; the number of bytes, which may be fewer than asked. {@code MSG_NOSIGNAL} is not needed in a JVM.
     */
    public static Sqe send(Sqe sqe, int fd, long address, int length, int messageFlags) {
        return sqe.operation(Opcode.IORING_OP_SEND, fd, 0, address, length, messageFlags);
    }

    /**
     * Waits for the socket to become ready before a receive or send is tried, which saves the try if it is not; call it
     * after the operation's method (Linux 5.19).
     */
    public static Sqe pollFirst(Sqe sqe) {
        return sqe.addToIoprio(IORING_RECVSEND_POLL_FIRST);
    }

    /** {@code shutdown(2)}; 0. */
    public static Sqe shutdown(Sqe sqe, int fd, int how) {
        return sqe.operation(Opcode.IORING_OP_SHUTDOWN, fd, 0, 0, how, 0);
    }

    /**
     * {@code socket(2)} (Linux 5.19); the descriptor.
     *
     * @param type with flags such as {@link org.aioactors.aio.linux.Sockets#SOCK_CLOEXEC}, which is not implied
     */
    public static Sqe socket(Sqe sqe, int domain, int type, int protocol) {
        return sqe.operation(Opcode.IORING_OP_SOCKET, domain, type, 0, protocol, 0);
    }

    /** {@code bind(2)} (Linux 6.11); 0. */
    public static Sqe bind(Sqe sqe, int fd, SockAddr address) {
        return sqe.operation(Opcode.IORING_OP_BIND, fd, address.length(), address.address(), 0, 0);
    }

    /** {@code listen(2)} (Linux 6.11); 0. */
    public static Sqe listen(Sqe sqe, int fd, int backlog) {
        return sqe.operation(Opcode.IORING_OP_LISTEN, fd, 0, 0, backlog, 0);
    }

    /** {@code sendmsg(2)}; the number of bytes, which may be fewer than asked. */
    public static Sqe sendmsg(Sqe sqe, int fd, MsgHdr message, int messageFlags) {
        return sqe.operation(Opcode.IORING_OP_SENDMSG, fd, 0, message.address(), 1, messageFlags);
    }

    /**
     * {@code recvmsg(2)}; the number of bytes, 0 at the end of a stream.
     *
     * @param message which is {@linkplain MsgHdr#prepareToReceive prepared}
     */
    public static Sqe recvmsg(Sqe sqe, int fd, MsgHdr message, int messageFlags) {
        return sqe.operation(Opcode.IORING_OP_RECVMSG, fd, 0, message.address(), 1, messageFlags);
    }

    /**
     * Like {@link #send}, and the kernel sends from the memory itself instead of from a copy (Linux 6.0), which pays for
     * large messages only. If the result has {@link CompletionQueue#IORING_CQE_F_MORE} there is a second completion, with
     * {@link CompletionQueue#IORING_CQE_F_NOTIF}, and the memory is the kernel's until then, which may last until the peer
     * has received all. TCP and UDP only: others answer {@code -EOPNOTSUPP}.
     */
    public static Sqe sendZc(Sqe sqe, int fd, long address, int length, int messageFlags) {
        return sqe.operation(Opcode.IORING_OP_SEND_ZC, fd, 0, address, length, messageFlags);
    }
}
