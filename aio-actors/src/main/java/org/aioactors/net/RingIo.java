// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.nio.ByteBuffer;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioRequests;
import org.aioactors.aio.Cancellable;
import org.aioactors.aio.Completion;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.uring.BufferRing;
import org.jspecify.annotations.Nullable;

/**
 * The memory through which all sockets of one loop exchange bytes with the kernel by its ring. What arrives comes in buffers
 * that the kernel chooses; a callback copies and gives back each at once, so that none is missing when the next
 * completion is looked at. What leaves is put side by side into one block until the turn's one system call, with which
 * sends that don't wait complete. Loop thread only.
 */
final class RingIo implements StreamRequests, AutoCloseable {
    /** Large enough that a completion's cost is small against that of the copy; 16 KiB were slower by a third. */
    private static final int BUFFER_BYTES = 64 * 1024;

    /**
     * The most of one send, and so of what a connection sends in a turn: less than may be written to it in one would have a
     * reader that keeps up refused.
     */
    private static final int SEND_BYTES = 512 * 1024;

    /** All sends of a turn together: what does not fit is sent in the next one. Not more than stays in a processor's cache. */
    private static final int SEND_ROOM_BYTES = 1024 * 1024;

    /** In place of a buffer. */
    private static final int NONE = -1;

    private final AioRequests requests;
    private final BufferRing buffers;
    private final NativeMemory sendMemory = NativeMemory.allocate(SEND_ROOM_BYTES);
    private final ByteBuffer sendBuffer = sendMemory.buffer().duplicate();

    /** Where the next send begins: what is before is the kernel's, if anything is. */
    private int sendFrom;

    /** The buffer that is being looked at. */
    private int taken = NONE;

    /** How many sends have not completed. */
    private int sending;

    /**
     * Memory for a loop.
     *
     * @param receiveBytes how much is there for what arrives
     * @throws UnsupportedOperationException if the context has no ring
     * @throws org.aioactors.aio.linux.SyscallException if the kernel has no such buffers, or no memory
     */
    RingIo(AioContext context, long receiveBytes) {
        this.requests = context.requests();
        boolean opened = false;
        try {
            this.buffers = requests.openBuffers(count(receiveBytes), BUFFER_BYTES);
            opened = true;
        } finally {
            if (!opened) {
                sendMemory.close();
            }
        }
    }

    /** The largest power of two of buffers that fits. */
    private static int count(long receiveBytes) {
        return Integer.highestOneBit((int) Math.max(1, Math.min(receiveBytes / BUFFER_BYTES, 1 << 15)));
    }

    @Override
    public Cancellable receive(int fd, Completion callback) {
        return requests.sockets().recvSelect(fd, buffers, callback);
    }

    @Override
    public Cancellable receiveMultishot(int fd, Completion callback) {
        return requests.sockets().recvMultishot(fd, buffers, callback);
    }

    @Override
    public Cancellable awaitReadable(int fd, Completion callback) {
        return requests.poll(fd, PollFds.POLLIN, callback);
    }

    @Override
    public int bufferBytes() {
        return BUFFER_BYTES;
    }

    @Override
    public ByteBuffer arrived(int flags) {
        taken = buffers.take(flags);
        return buffers.buffer(taken);
    }

    @Override
    public void giveBack(int flags) {
        if (buffers.isOpen()) {
            buffers.recycle(taken == NONE ? buffers.take(flags) : taken);
        }
        taken = NONE;
    }

    @Override
    public @Nullable ByteBuffer sendRoom() {
        if (sendFrom + SEND_BYTES > SEND_ROOM_BYTES) {
            return null;
        }
        return sendBuffer.limit(sendFrom + SEND_BYTES).position(sendFrom);
    }

    @Override
    public Cancellable send(int fd, Completion callback) {
        int length = sendBuffer.position() - sendFrom;
        Cancellable request = requests.sockets().send(fd, sendMemory, sendFrom, length, MsgHdr.MSG_DONTWAIT, callback);
        sending++;
        // The next one begins in another cache line.
        sendFrom += (length + NativeMemory.ALIGNMENT_BYTES - 1) & -NativeMemory.ALIGNMENT_BYTES;
        return request;
    }

    @Override
    public void sent() {
        sending--;
        if (sending == 0) {
            sendFrom = 0;
        }
    }

    @Override
    public Cancellable watch(int fd, int events, Completion callback) {
        return requests.pollMultishot(fd, events, callback);
    }

    @Override
    public void close() {
        buffers.close();
        sendMemory.close();
    }
}
