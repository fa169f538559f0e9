// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.net.InetSocketAddress;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.uring.BufferRing;
import org.aioactors.aio.linux.uring.SocketOps;
import org.jspecify.annotations.Nullable;

/**
 * Requests on sockets, on the ring of a context. {@link AioRequests} says who may call these methods, what they throw, and
 * what becomes of memory and descriptors.
 */
public final class SocketRequests {
    private static final int SOCKET_FLAGS = Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC;

    private final RequestQueue queue;

    SocketRequests(RequestQueue queue) {
        this.queue = queue;
    }

    /**
     * {@code socket(2)} (Linux 5.19); the descriptor, which is non-blocking, close-on-exec, and the caller's to close.
     *
     * @param domain such as {@link Sockets#AF_INET}
     * @param type such as {@link Sockets#SOCK_STREAM}
     */
    public AioRequest socket(int domain, int type, int protocol, Completion callback) {
        QueuedRequest request = queue.request("socket", callback, null);
        SocketOps.socket(queue.begin(request), domain, type | SOCKET_FLAGS, protocol);
        return queue.queued(request);
    }

    /** {@code bind(2)} (Linux 6.11); 0. */
    public AioRequest bind(int fd, SockAddr address, Completion callback) {
        QueuedRequest request = queue.request("bind", fd, callback, address);
        SocketOps.bind(queue.begin(request), fd, address);
        return queue.queued(request);
    }

    /** Likewise; throws {@link IllegalArgumentException} if the address is unresolved. */
    public AioRequest bind(int fd, InetSocketAddress address, Completion callback) {
        try (SockAddr raw = SockAddr.allocate()) { // freed when the kernel is done with it
            raw.set(address);
            return bind(fd, raw, callback);
        }
    }

    /** {@code listen(2)} (Linux 6.11); 0. */
    public AioRequest listen(int fd, int backlog, Completion callback) {
        QueuedRequest request = queue.request("listen", fd, callback, null);
        SocketOps.listen(queue.begin(request), fd, backlog);
        return queue.queued(request);
    }

    /**
     * {@code accept4(2)}; the new descriptor, non-blocking and close-on-exec, the caller's to close.
     *
     * @param peer receives the peer's address; null if nobody wants to know
     */
    public AioRequest accept(int fd, @Nullable SockAddr peer, Completion callback) {
        QueuedRequest request = queue.request("accept", fd, callback, peer);
        SocketOps.accept(queue.begin(request), fd, peer, SOCKET_FLAGS);
        return queue.queued(request);
    }

    /** Like {@link #accept}, with a completion for each connection (Linux 5.19). */
    public AioRequest acceptMultishot(int fd, Completion callback) {
        QueuedRequest request = queue.request("accept", fd, callback, null);
        SocketOps.acceptMultishot(queue.begin(request), fd, SOCKET_FLAGS);
        return queue.queued(request);
    }

    /** {@code connect(2)}; 0 when connected, {@code -ECONNREFUSED} and the like when not. */
    public AioRequest connect(int fd, SockAddr address, Completion callback) {
        QueuedRequest request = queue.request("connect", fd, callback, address);
        SocketOps.connect(queue.begin(request), fd, address);
        return queue.queued(request);
    }

    /** Likewise; throws {@link IllegalArgumentException} if the address is unresolved. */
    public AioRequest connect(int fd, InetSocketAddress address, Completion callback) {
        try (SockAddr raw = SockAddr.allocate()) { // freed when the kernel is done with it
            raw.set(address);
            return connect(fd, raw, callback);
        }
    }

    /** {@code recv(2)}, which waits for something to come; the number of bytes, 0 at the end. */
    public AioRequest recv(int fd, NativeMemory memory, int offset, int length, Completion callback) {
        QueuedRequest request = queue.request("recv", fd, callback, memory);
        long address = MemoryUsed.address("recv", memory, offset, length);
        SocketOps.recv(queue.begin(request), fd, address, length, 0);
        return queue.queued(request);
    }

    /**
     * {@code recv(2)} again and again, into buffers that the kernel chooses, with a completion for each (Linux 6.0);
     * their callbacks {@linkplain BufferRing#take take} the buffers. It ends with the stream (0), with an error, or
     * with {@code -ENOBUFS} when no buffer is left.
     *
     * @param buffers of this context, see {@link AioRequests#openBuffers}
     */
    public AioRequest recvMultishot(int fd, BufferRing buffers, Completion callback) {
        checkOwn("recvMultishot", buffers);
        QueuedRequest request = queue.request("recv", fd, callback, buffers);
        SocketOps.recvMultishot(queue.begin(request), fd, buffers.group(), 0);
        return queue.queued(request);
    }

    /**
     * {@code recv(2)}, once, into a buffer that the kernel chooses when something has come (Linux 5.19); the callback
     * {@linkplain BufferRing#take takes} it. With no buffer left, {@code -ENOBUFS}.
     *
     * @param buffers of this context, see {@link AioRequests#openBuffers}
     */
    public AioRequest recvSelect(int fd, BufferRing buffers, Completion callback) {
        checkOwn("recvSelect", buffers);
        QueuedRequest request = queue.request("recv", fd, callback, buffers);
        SocketOps.recvSelect(queue.begin(request), fd, buffers.group(), 0, 0);
        return queue.queued(request);
    }

    private void checkOwn(String operation, BufferRing buffers) {
        if (!queue.ring(operation).buffers().owns(buffers)) {
            throw new IllegalArgumentException(operation + ": these buffers are not of context '" + queue.contextName()
                    + "'; get some by openBuffers");
        }
    }

    /** Whether this kernel has {@link #recvMultishot}, so that whoever can do without chooses beforehand. */
    public boolean hasRecvMultishot() {
        return queue.ring("hasRecvMultishot").probe().supportsMultishotReceive();
    }

    /**
     * {@code recvmsg(2)}, which waits for something to come; the number of bytes, 0 at the end of a stream. Descriptors that
     * come with it are close-on-exec.
     *
     * @param message has room for the bytes; this prepares it for the sender's address and control messages
     * @param flags 0, or such as {@link MsgHdr#MSG_PEEK}
     * @throws IllegalStateException if another request uses the message
     */
    public AioRequest recvmsg(int fd, MsgHdr message, int flags, Completion callback) {
        QueuedRequest request = queue.request("recvmsg", fd, callback, message);
        message.prepareToReceive();
        SocketOps.recvmsg(queue.begin(request), fd, message, flags | MsgHdr.MSG_CMSG_CLOEXEC);
        return queue.queued(request);
    }

    /** {@code send(2)}, which waits for room; the number of bytes, which may be fewer than asked. */
    public AioRequest send(int fd, NativeMemory memory, int offset, int length, Completion callback) {
        return send(fd, memory, offset, length, 0, callback);
    }

    /**
     * The same with flags.
     *
     * @param flags 0, or such as {@link MsgHdr#MSG_DONTWAIT}: what the socket has no room for now is left
     */
    public AioRequest send(int fd, NativeMemory memory, int offset, int length, int flags, Completion callback) {
        QueuedRequest request = queue.request("send", fd, callback, memory);
        long address = MemoryUsed.address("send", memory, offset, length);
        SocketOps.send(queue.begin(request), fd, address, length, flags);
        return queue.queued(request);
    }

    /**
     * Like {@link #send}, over TCP or UDP, from the memory itself instead of from a copy (Linux 6.0), which pays for large
     * messages only. There are two completions, unless the first one has no {@link
     * org.aioactors.aio.linux.uring.CompletionQueue#IORING_CQE_F_MORE}: the result, and one with {@link
     * org.aioactors.aio.linux.uring.CompletionQueue#IORING_CQE_F_NOTIF} when the kernel no longer uses the memory, which may
     * last until the peer has received all. Until then its contents must not change.
     */
    public AioRequest sendZc(int fd, NativeMemory memory, int offset, int length, Completion callback) {
        QueuedRequest request = queue.request("sendZc", fd, callback, memory);
        long address = MemoryUsed.address("sendZc", memory, offset, length);
        SocketOps.sendZc(queue.begin(request), fd, address, length, 0);
        return queue.queued(request);
    }

    /**
     * {@code sendmsg(2)}, which waits for room; the number of bytes, which may be fewer than asked.
     *
     * @param flags 0, or such as {@link MsgHdr#MSG_DONTWAIT}
     */
    public AioRequest sendmsg(int fd, MsgHdr message, int flags, Completion callback) {
        QueuedRequest request = queue.request("sendmsg", fd, callback, message);
        SocketOps.sendmsg(queue.begin(request), fd, message, flags);
        return queue.queued(request);
    }

    /**
     * {@code shutdown(2)}; 0.
     *
     * @param how such as {@link Sockets#SHUT_WR}
     */
    public AioRequest shutdown(int fd, int how, Completion callback) {
        QueuedRequest request = queue.request("shutdown", fd, callback, null);
        SocketOps.shutdown(queue.begin(request), fd, how);
        return queue.queued(request);
    }
}
