// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import org.aioactors.aio.linux.ControlMessages;
import org.aioactors.aio.linux.MmsgHdrs;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Syscalls;

/** The memory into which all sockets of a loop receive, each datagram into a piece of its own. Loop thread only. */
final class ReceiveBatch implements AutoCloseable {
    /** Where a datagram came in, how long the parts are of which it consists, how many were dropped. */
    private static final int CONTROL_BYTES =
            ControlMessages.space(20) + ControlMessages.space(Integer.BYTES) + ControlMessages.space(Integer.BYTES);

    private static final int LINE_BYTES = 64;

    private final MmsgHdrs messages;
    private final NativeMemory memory;
    private final ByteBuffer buffer;

    /** From the beginning of one piece to that of the next. */
    private final int stride;

    /** How long pieces are now. */
    private int pieceBytes;

    /** How many of the messages the kernel has changed. */
    private int used;

    ReceiveBatch(int count, int maxDatagramBytes) {
        // An odd number of cache lines, so that the beginnings of pieces don't all want the same few places of the
        // caches.
        stride = ((maxDatagramBytes + LINE_BYTES - 1) / LINE_BYTES * LINE_BYTES) | LINE_BYTES;
        memory = NativeMemory.allocate((long) count * stride);
        try {
            messages = MmsgHdrs.allocate(count, CONTROL_BYTES);
        } catch (Throwable failure) {
            memory.close();
            throw failure;
        }
        buffer = memory.buffer();
        used = count;
    }

    int count() {
        return messages.count();
    }

    /**
     * Receives what has come ({@code recvmmsg(2)}), each datagram as far as it has room.
     *
     * @return how many, fewer than {@link #count} if there are no more; or {@code -errno}
     */
    int receive(Syscalls syscalls, int fd, int most) {
        if (pieceBytes != most) {
            pieceBytes = most;
            for (int i = 0; i < messages.count(); i++) {
                messages.get(i).bytes(memory.address() + (long) i * stride, most);
            }
        }
        for (int i = 0; i < used; i++) {
            messages.get(i).prepareToReceive();
        }
        int received =
                syscalls.recvmmsg(fd, messages.address(0), messages.count(), MsgHdr.MSG_DONTWAIT | MsgHdr.MSG_TRUNC);
        // A call that fails has changed no more than the first.
        used = Math.max(1, received);
        return received;
    }

    MmsgHdrs.Message message(int index) {
        return messages.get(index);
    }

    /** Some bytes of a message, copied. */
    ByteString copy(int index, int from, int length) {
        byte[] bytes = new byte[length];
        buffer.get(index * stride + from, bytes);
        return ByteString.fromArrayUnsafe(bytes);
    }

    @Override
    public void close() {
        messages.close();
        memory.close();
    }
}
