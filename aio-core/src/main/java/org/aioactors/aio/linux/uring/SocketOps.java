// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

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
}
