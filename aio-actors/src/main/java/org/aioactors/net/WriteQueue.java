// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * What a socket has not taken yet, in order. Many small writes leave in one system call, a file without entering the
 * JVM. Loop thread only.
 */
final class WriteQueue {
    /** In place of a result of {@link #flush}: a file has ended before its time. Beyond all errno. */
    static final int FILE_TOO_SHORT = -1_000_000;

    /** Bounds how long one connection whose peer reads as fast as we write may keep the others of its loop waiting. */
    static final int MAX_WRITES_A_FLUSH = 16;

    /** A queue has room for so many from the beginning: there are many connections, and most write little at a time. */
    private static final int USUAL_WRITES = 3;

    private final Syscalls syscalls;
    private final Consumer<Object> acknowledge;
    private final ArrayDeque<Outgoing> queue = new ArrayDeque<>(USUAL_WRITES);

    /** What is left of the first one, if it is bytes. */
    private ByteString headRest = ByteString.emptyByteString();

    /** How much of the first one was sent, if it is something else. */
    private long headSent;

    /** How much of the first one's memory counts no more. */
    private long headFreed;

    private long pendingBytes;
    private long sentBytes;

    /** Whether the last system call took some of what it was given, and not all. */
    private boolean cutShort;

    /** A queue that tells {@code acknowledge} the token of each write taken whole. */
    WriteQueue(Syscalls syscalls, Consumer<Object> acknowledge) {
        this.syscalls = syscalls;
        this.acknowledge = acknowledge;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** How much memory is held. */
    long pendingBytes() {
        return pendingBytes;
    }

    /** How much was sent so far. */
    long sentBytes() {
        return sentBytes;
    }

    void add(Outgoing next) {
        queue.addLast(next);
        pendingBytes += Outgoing.memoryBytes(next);
        if (queue.size() == 1) {
            beginHead();
        }
    }

    private void beginHead() {
        headRest = queue.peekFirst() instanceof Tcp.Write bytes ? bytes.data() : ByteString.emptyByteString();
        headSent = 0;
        headFreed = 0;
    }

    /** What to tell of {@link #FILE_TOO_SHORT}. */
    static String fileTooShort(int socket) {
        return "sendfile(fd=" + socket + "): the file is shorter than was to be written";
    }

    /** Forgets all that is pending. */
    void clear() {
        queue.forEach(Outgoing::drop);
        queue.clear();
        beginHead();
        pendingBytes = 0;
    }

    /**
     * Writes as much as the socket takes, up to a bound.
     *
     * @return 0 if it took all that it was given: unless the queue is empty, the bound was reached; {@code -EAGAIN} if
     *     the rest must wait until the socket is writable; {@link #FILE_TOO_SHORT}; or another {@code -errno}
     */
    int flush(int socket, IoBuffers buffers) {
        for (int i = 0; i < MAX_WRITES_A_FLUSH; i++) {
            if (queue.isEmpty()) {
                return 0;
            }
            int result = isDirectNext() ? sendDirectly(socket) : sendBytes(socket, buffers);
            if (result < 0 && result != -Errno.EINTR) {
                return result;
            }
        }
        return 0;
    }

    private int sendBytes(int socket, IoBuffers buffers) {
        int length = fill(buffers.emptyWriteBuffer());
        cutShort = false;
        long written = length == 0 ? 0 : syscalls.write(socket, buffers.writeAddress(), length);
        if (written < 0) {
            return (int) written;
        }
        cutShort = written < length;
        taken((int) written);
        // Less than it was given: the socket's buffer is full, and asking again would only confirm it.
        return written < length ? -Errno.EAGAIN : 0;
    }

    /** Whether {@code -EAGAIN} was concluded from a call that took some, and not what the kernel has said. */
    boolean isCutShort() {
        return cutShort;
    }

    /** Whether what is next is sent from where it is: a file, or a large piece of borrowed memory. */
    boolean isDirectNext() {
        return isDirect(queue.peekFirst());
    }

    private static boolean isDirect(@Nullable Outgoing each) {
        return each instanceof Tcp.WriteBuffer write ? write.data().isLarge() : each instanceof Outgoing.FilePart;
    }

    /**
     * Sends some of that, to a socket by its fd.
     *
     * @return 0, or a negative one as {@link #flush}
     */
    int sendDirectly(int socket) {
        Outgoing head = queue.peekFirst();
        if (head instanceof Tcp.WriteBuffer write) {
            return sendBuffer(socket, write.data());
        }
        return head instanceof Outgoing.FilePart part ? sendFile(socket, part) : 0;
    }

    private int sendBuffer(int socket, ReceivedBuffer data) {
        long sent = syscalls.write(socket, data.address() + headSent, data.length() - headSent);
        cutShort = sent > 0 && sent < data.length() - headSent;
        if (sent < 0) {
            return (int) sent;
        }
        headSent += sent;
        sentBytes += sent;
        if (headSent < data.length()) {
            return -Errno.EAGAIN;
        }
        removeHead();
        return 0;
    }

    private int sendFile(int socket, Outgoing.FilePart part) {
        cutShort = false;
        long left = part.length() - headSent;
        if (left > 0) {
            long sent = syscalls.sendfile(
                    socket, part.file().value(), part.position() + headSent, Math.min(left, IoBuffers.SIZE));
            if (sent < 0) {
                return (int) sent;
            }
            if (sent == 0) {
                return FILE_TOO_SHORT;
            }
            headSent += sent;
            sentBytes += sent;
            left -= sent;
        }
        if (left == 0) {
            removeHead();
        }
        return 0;
    }

    /** Copies what stands before the first that is sent directly, as much as fits; returns the buffer's position. */
    int fill(ByteBuffer buffer) {
        boolean first = true;
        for (Outgoing each : queue) {
            if (!buffer.hasRemaining() || isDirect(each)) {
                break;
            }
            if (each instanceof Tcp.WriteBuffer write) {
                write.data().copyTo(buffer, first ? (int) headSent : 0);
            } else if (each instanceof Tcp.Write bytes) {
                (first ? headRest : bytes.data()).copyToBuffer(buffer);
            }
            first = false;
        }
        return buffer.position();
    }

    /** So many bytes of what {@link #fill} has copied were sent; also empty writes next to them. */
    void taken(int count) {
        sentBytes += count;
        int left = count;
        while (!queue.isEmpty() && !isDirectNext() && left >= headLeft()) {
            left -= headLeft();
            removeHead(); // acknowledges last: whoever waits for that may write again at once
        }
        if (left > 0) {
            takenOfHead(left);
        }
    }

    /** How much is left of the first one, if it is not sent directly. */
    private int headLeft() {
        return queue.peekFirst() instanceof Tcp.WriteBuffer write
                ? write.data().length() - (int) headSent
                : headRest.size();
    }

    private void takenOfHead(int count) {
        if (queue.peekFirst() instanceof Tcp.WriteBuffer) {
            headSent += count;
        } else {
            headRest = headRest.drop(count);
            headFreed += count;
            pendingBytes -= count;
        }
    }

    private void removeHead() {
        Outgoing head = queue.removeFirst();
        pendingBytes -= Outgoing.memoryBytes(head) - headFreed;
        Outgoing.drop(head);
        beginHead();
        Object token = head.ack();
        if (token != null) {
            acknowledge.accept(token);
        }
    }
}
