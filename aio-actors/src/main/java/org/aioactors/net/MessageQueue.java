// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.AioLoop;

/** What a message socket has to send: goes out at once if it can, else waits in order, up to a bound. Loop thread only. */
final class MessageQueue {
    /** What a message that waits costs beside its bytes. */
    private static final int MESSAGE_BYTES = 256;

    private final Syscalls syscalls;
    private final MessageBuffers buffers;
    private final int fd;
    private final boolean connection;
    private final long mostBytes;
    private final Consumer<? super UnixMessages.Event> handler;

    private final ArrayDeque<UnixMessages.Send> waiting = new ArrayDeque<>();
    private long waitingBytes;

    /**
     * A queue of a socket.
     *
     * @param connection whether it is a connection, which has no empty messages
     * @param mostBytes may wait
     * @param handler hears what became of each
     */
    MessageQueue(
            Syscalls syscalls,
            AioLoop loop,
            int fd,
            boolean connection,
            long mostBytes,
            Consumer<? super UnixMessages.Event> handler) {
        this.syscalls = syscalls;
        this.buffers = MessageBuffers.of(loop);
        this.fd = fd;
        this.connection = connection;
        this.mostBytes = mostBytes;
        this.handler = handler;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Sends it now, or when those before it are sent. */
    void add(UnixMessages.Send send) {
        if (connection && send.data().isEmpty()) {
            fail(
                    send,
                    false,
                    "a message on a connection has at least one byte: an empty one would be taken for its end");
        } else if (!waiting.isEmpty() || !sendNow(send)) {
            await(send);
        }
    }

    private void await(UnixMessages.Send send) {
        long bytes = bytesOf(send);
        if (waitingBytes + bytes > mostBytes) {
            fail(
                    send,
                    true,
                    waitingBytes + " bytes wait for room in the peer's queue already"
                            + " (MessageOptions.maxPendingBytes)");
        } else {
            waitingBytes += bytes;
            waiting.addLast(send);
        }
    }

    private static long bytesOf(UnixMessages.Send send) {
        return send.data().size() + (long) MESSAGE_BYTES;
    }

    /** There is room again. */
    void flush() {
        for (UnixMessages.Send next = waiting.peekFirst(); next != null && sendNow(next); next = waiting.peekFirst()) {
            waiting.removeFirst();
            waitingBytes -= bytesOf(next);
        }
    }

    /** Returns false if it has to wait. */
    private boolean sendNow(UnixMessages.Send send) {
        long result;
        try {
            do {
                result = buffers.send(syscalls, fd, send);
            } while (result == -Errno.EINTR);
        } catch (IllegalStateException | IllegalArgumentException unfit) {
            fail(send, false, String.valueOf(unfit.getMessage()));
            return true;
        }
        if (result >= 0) {
            send.fds().close();
            Object ack = send.ack();
            if (ack != null) {
                handler.accept(new UnixMessages.Ack(ack));
            }
            return true;
        }
        int errno = (int) -result;
        if (errno == Errno.EAGAIN && send.to() == null) {
            return false;
        }
        boolean full = errno == Errno.EAGAIN || errno == Errno.ENOBUFS;
        String call = send.to() == null ? "sendmsg" : "sendmsg(" + send.to() + ")";
        fail(send, full, String.valueOf(new SyscallException(call, fd, errno).getMessage()));
        return true;
    }

    private void fail(UnixMessages.Send send, boolean full, String cause) {
        send.fds().close();
        handler.accept(new UnixMessages.SendFailed(send, full, cause));
    }

    /** The socket is closed: what waits is lost. */
    void close(String cause) {
        for (UnixMessages.Send next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
            fail(next, false, cause);
        }
        waitingBytes = 0;
    }
}
