// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.nio.ByteBuffer;
import org.aioactors.aio.Completion;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.SyscallException;

/**
 * The output of a {@link RingSocket}: one send at a time, which does not wait; what the socket has not taken waits, in the
 * queue and not in the kernel's memory, until the socket is writable. Files leave by {@code sendfile(2)}, large pieces of
 * borrowed memory by {@code write(2)}, and so does all when it is much and was written because of what has just been
 * received: while it is in the processor's caches. Loop thread only.
 */
final class RingSender implements Completion {
    /** As {@link WriteQueue#MAX_WRITES_A_FLUSH}, for files. */
    private static final int MAX_WRITES_A_FLUSH = WriteQueue.MAX_WRITES_A_FLUSH;

    private final RingSocket socket;
    private final StreamRequests ring;
    private final WriteQueue queue;
    private final IoBuffers buffers;

    /** How much the kernel was given and has not answered for yet; 0 if nothing. */
    private int sending;

    /** The socket took less than it was given: the rest waits until it is writable. */
    private boolean blocked;

    /** Whether it was heard of room while a send was under way, which may have used it up or not. */
    private boolean roomHeardOf;

    RingSender(RingSocket socket, StreamRequests ring, WriteQueue queue, IoBuffers buffers) {
        this.socket = socket;
        this.ring = ring;
        this.queue = queue;
        this.buffers = buffers;
    }

    /** Whether a request is with the kernel. */
    boolean isSending() {
        return sending > 0;
    }

    /** Whether a completion will have it go on. */
    boolean isBusy() {
        return sending > 0 || blocked;
    }

    /** Gives the kernel what it may have now. */
    void flush() {
        boolean taken = false;
        for (int i = 0; i < MAX_WRITES_A_FLUSH && !queue.isEmpty() && !isBusy() && socket.isOpen(); i++) {
            if (queue.isDirectNext()) {
                called(queue.sendDirectly(socket.fd()));
                taken = true;
            } else if (!send()) {
                break;
            }
        }
        if (!socket.isOpen()) {
            return;
        }
        if (!queue.isEmpty() && !isBusy()) {
            socket.settleSoon();
        }
        if (taken) {
            socket.events().written();
        }
    }

    /** Sends what there is by system calls, if nothing is in the way. */
    void sendNow() {
        if (isBusy()) {
            return;
        }
        called(queue.flush(socket.fd(), buffers));
        if (socket.isOpen()) {
            if (!queue.isEmpty() && !isBusy()) {
                socket.settleSoon();
            }
            socket.events().written();
        }
    }

    /** Returns false if there is no room now. */
    private boolean send() {
        ByteBuffer room = ring.sendRoom();
        if (room == null) {
            return false;
        }
        int start = room.position();
        int length = queue.fill(room) - start;
        if (length > 0) {
            try {
                ring.send(socket.fd(), this);
            } catch (IllegalStateException | SyscallException refused) {
                socket.fail(refused);
                return false;
            }
            sending = length;
            roomHeardOf = false;
        } else {
            queue.taken(0); // empty writes
            socket.events().written();
        }
        return true;
    }

    /** A system call has ended like that. Whoever heard of an ack may have closed the socket. */
    private void called(int result) {
        if (!socket.isOpen()) {
            return;
        }
        if (result == -Errno.EAGAIN) {
            if (!queue.isCutShort()) {
                await(); // else the next call has it confirmed: only after that is the watch sure to hear of room
            }
        } else if (result == WriteQueue.FILE_TOO_SHORT) {
            socket.fail(WriteQueue.fileTooShort(socket.fd()));
        } else if (result < 0 && result != -Errno.EINTR) {
            socket.fail("write", -result);
        }
    }

    private void await() {
        blocked = true;
        socket.watch();
    }

    /** The loop's: what the kernel was given was sent, or not. */
    @Override
    public void onCompletion(int result, int flags) {
        int given = sending;
        sending = 0;
        ring.sent();
        if (socket.isOpen()) {
            if (result >= 0) {
                queue.taken(result);
            } else if (result != -Errno.EAGAIN && result != -Errno.EINTR && result != -Errno.ECANCELED) {
                socket.fail("write", -result);
            }
        }
        if (socket.isOpen()) {
            if (result < given && !roomHeardOf && !queue.isEmpty()) {
                await(); // less than it was given: asking again would only confirm it
            } else if (!queue.isEmpty()) {
                socket.settleSoon();
            }
        }
        if (socket.isOpen()) {
            socket.events().written();
        }
        socket.completed();
    }

    /** There is room, or an error for the next send to meet. */
    void writable() {
        roomHeardOf = true;
        if (blocked) {
            blocked = false;
            flush();
        }
    }
}
