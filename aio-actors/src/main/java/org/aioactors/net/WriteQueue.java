// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Syscalls;

/**
 * The writes that a socket has not taken yet, in order. Many small ones leave in one system call. Loop thread only.
 */
final class WriteQueue {
    /** Bounds how long one connection whose peer reads as fast as we write may keep the others of its loop waiting. */
    private static final int MAX_WRITES_A_FLUSH = 16;

    private final Syscalls syscalls;
    private final long maxPendingBytes;
    private final Consumer<Object> acknowledge;
    private final ArrayDeque<Tcp.Write> writes = new ArrayDeque<>();

    /** What is left of the first write. */
    private ByteString headRest = ByteString.emptyByteString();

    private long pendingBytes;

    /** A queue that tells {@code acknowledge} the token of each write taken whole. */
    WriteQueue(Syscalls syscalls, long maxPendingBytes, Consumer<Object> acknowledge) {
        this.syscalls = syscalls;
        this.maxPendingBytes = maxPendingBytes;
        this.acknowledge = acknowledge;
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }

    long pendingBytes() {
        return pendingBytes;
    }

    /** Whether a write fits in; a write larger than the bound fits only into an empty queue. */
    boolean accepts(Tcp.Write write) {
        return writes.isEmpty() || pendingBytes + write.data().size() <= maxPendingBytes;
    }

    void add(Tcp.Write write) {
        if (writes.isEmpty()) {
            headRest = write.data();
        }
        writes.addLast(write);
        pendingBytes += write.data().size();
    }

    /** Forgets all that is pending. */
    void clear() {
        writes.clear();
        headRest = ByteString.emptyByteString();
        pendingBytes = 0;
    }

    /**
     * Writes as much as the socket takes, up to a bound.
     *
     * @return 0 if it took all that it was given: unless the queue is empty, the bound was reached; {@code -EAGAIN} if
     *     the rest must wait until the socket is writable; or another {@code -errno}
     */
    int flush(Fd socket, IoBuffers buffers) {
        for (int i = 0; i < MAX_WRITES_A_FLUSH && !writes.isEmpty(); i++) {
            int length = fill(buffers.emptyWriteBuffer());
            long written = length == 0 ? 0 : syscalls.write(socket.value(), buffers.writeAddress(), length);
            if (written >= 0) {
                consume((int) written);
                if (written < length) {
                    return -Errno.EAGAIN; // the socket's buffer is full: asking again would only confirm it
                }
            } else if (written != -Errno.EINTR) {
                return (int) written;
            }
        }
        return 0;
    }

    private int fill(ByteBuffer buffer) {
        headRest.copyToBuffer(buffer);
        boolean first = true;
        for (Tcp.Write write : writes) {
            if (!buffer.hasRemaining()) {
                break;
            }
            if (!first) {
                write.data().copyToBuffer(buffer);
            }
            first = false;
        }
        return buffer.position();
    }

    private void consume(int count) {
        int left = count;
        while (!writes.isEmpty() && left >= headRest.size()) {
            left -= headRest.size();
            pendingBytes -= headRest.size();
            Object token = writes.removeFirst().ack();
            Tcp.Write next = writes.peekFirst();
            headRest = next == null ? ByteString.emptyByteString() : next.data();
            if (token != null) {
                acknowledge.accept(token);
            }
        }
        if (left > 0) {
            headRest = headRest.drop(left);
            pendingBytes -= left;
        }
    }
}
