// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A {@code struct mmsghdr[]} in native memory: the datagrams of one call of {@code recvmmsg(2)} or {@code sendmmsg(2)}. Each
 * has its bytes in one place, a peer's address and {@linkplain ControlMessages control messages}. Used again and again, by one
 * thread; allocates nothing once it is made. Only for calls that have returned before it is closed.
 */
public final class MmsgHdrs implements AutoCloseable {
    /** What the kernel takes at a time ({@code UIO_MAXIOV}). */
    public static final int MAX_MESSAGES = 1024;

    /*
     * struct mmsghdr {
     *     struct msghdr msg_hdr;
     *     unsigned int  msg_len;
     * };
     */
    static final int SIZE_MMSGHDR = 64;
    static final int OFFSET_LEN = 56;

    /** A sockaddr_in6, rounded up to whole words. */
    private static final int NAME_BYTES = 32;

    private static final int WORD_BYTES = Long.BYTES;

    private final NativeMemory memory;
    private final ByteBuffer buffer;
    private final long address;
    private final Message[] messages;

    private MmsgHdrs(int count, int controlBytes) {
        int iovecs = count * SIZE_MMSGHDR;
        int names = iovecs + count * MsgHdr.SIZE_IOVEC;
        int controls = names + count * NAME_BYTES;
        memory = NativeMemory.allocate(controls + (long) Math.max(1, count * controlBytes));
        buffer = memory.buffer();
        address = memory.address();
        messages = new Message[count];
        for (int i = 0; i < count; i++) {
            messages[i] = new Message(
                    i * SIZE_MMSGHDR,
                    iovecs + i * MsgHdr.SIZE_IOVEC,
                    names + i * NAME_BYTES,
                    controls + i * controlBytes,
                    controlBytes);
        }
    }

    /**
     * Allocates messages without bytes.
     *
     * @param count how many, from 1 to {@link #MAX_MESSAGES}
     * @param controlBytes room for the control messages of each, see {@link ControlMessages#space}: a multiple of 8
     * @throws IllegalArgumentException if a number is out of range
     * @throws OutOfMemoryError if there is no native memory left
     */
    public static MmsgHdrs allocate(int count, int controlBytes) {
        if (count < 1 || count > MAX_MESSAGES) {
            throw new IllegalArgumentException("from 1 to " + MAX_MESSAGES + " messages, not " + count);
        }
        if (controlBytes < 0 || controlBytes > 4096 || controlBytes % WORD_BYTES != 0) {
            throw new IllegalArgumentException(
                    "control messages have a multiple of 8 bytes from 0 to 4096, not " + controlBytes);
        }
        return new MmsgHdrs(count, controlBytes);
    }

    /** How many messages there are. */
    public int count() {
        return messages.length;
    }

    /** One of them: the same object at each call. */
    public Message get(int index) {
        return messages[index];
    }

    /** The address of one of them, from which on as many follow as there are behind it. */
    public long address(int index) {
        return address + (long) index * SIZE_MMSGHDR;
    }

    /** Frees the structures; idempotent. */
    @Override
    public void close() {
        memory.close();
    }

    /** One message. */
    public final class Message {
        private final int header;
        private final int iovec;
        private final int name;
        private final int control;
        private final ControlMessages controlMessages;

        private Message(int header, int iovec, int name, int control, int controlBytes) {
            this.header = header;
            this.iovec = iovec;
            this.name = name;
            this.control = control;
            this.controlMessages = new ControlMessages(new ControlOwner(this), control, controlBytes);
            buffer.putLong(header + MsgHdr.OFFSET_IOV, address + iovec).putLong(header + MsgHdr.OFFSET_IOVLEN, 1);
        }

        /** Where its bytes are, or are to be received. Nobody checks that the memory is there. */
        public void bytes(long bytesAddress, int length) {
            buffer.putLong(iovec + MsgHdr.OFFSET_IOV_BASE, bytesAddress).putLong(iovec + MsgHdr.OFFSET_IOV_LEN, length);
        }

        /** Makes room for the sender's address and for control messages: before each one that is received. */
        public void prepareToReceive() {
            buffer.putLong(header + MsgHdr.OFFSET_NAME, address + name)
                    .putInt(header + MsgHdr.OFFSET_NAMELEN, NAME_BYTES);
            controlLength(controlMessages.capacity());
        }

        /** Sets whom it is sent to; null on a socket that is connected. Removes the control messages. */
        public void prepareToSend(SockAddrCache.@Nullable Entry to) {
            if (to == null) {
                buffer.putLong(header + MsgHdr.OFFSET_NAME, 0).putInt(header + MsgHdr.OFFSET_NAMELEN, 0);
            } else {
                to.write(buffer, name);
                buffer.putLong(header + MsgHdr.OFFSET_NAME, address + name)
                        .putInt(header + MsgHdr.OFFSET_NAMELEN, to.length());
            }
            controlLength(0);
        }

        /** How many bytes were received, or sent; more than there was room for if it was received with {@code MSG_TRUNC}. */
        public int length() {
            return buffer.getInt(header + OFFSET_LEN);
        }

        /** The flags of one that was received, such as {@link MsgHdr#MSG_TRUNC}. */
        public int flags() {
            return buffer.getInt(header + MsgHdr.OFFSET_FLAGS);
        }

        /** The control messages: the same object at each call. */
        public ControlMessages control() {
            return controlMessages;
        }

        /** Whether a message that was received has control messages. */
        public boolean hasControl() {
            return controlLength() != 0;
        }

        int controlLength() {
            return (int) buffer.getLong(header + MsgHdr.OFFSET_CONTROLLEN);
        }

        void controlLength(int length) {
            buffer.putLong(header + MsgHdr.OFFSET_CONTROL, length == 0 ? 0 : address + control)
                    .putLong(header + MsgHdr.OFFSET_CONTROLLEN, length);
        }

        ByteBuffer buffer() {
            return buffer;
        }

        /** Where in {@link #buffer} the address of the peer is. */
        int nameOffset() {
            return name;
        }

        int nameLength() {
            return buffer.getInt(header + MsgHdr.OFFSET_NAMELEN);
        }
    }

    private record ControlOwner(Message message) implements ControlMessages.Message {
        @Override
        public ByteBuffer buffer() {
            return message.buffer();
        }

        @Override
        public int controlLength() {
            return message.controlLength();
        }

        @Override
        public void controlLength(int length) {
            message.controlLength(length);
        }

        @Override
        public void checkUnused() {}
    }
}
