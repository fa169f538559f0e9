// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A {@code struct msghdr} in native memory: a message of {@code sendmsg(2)} and {@code recvmsg(2)}, whose bytes lie in
 * several places, with a peer's address and {@linkplain ControlMessages control messages}. Used again and again: {@link
 * #clear}, then what it consists of, then {@link #prepareToReceive} if something is to be received into it.
 *
 * <p>Retaining it retains the memory of its bytes as well. While the kernel uses it nothing of it can be changed. Used by
 * one thread at a time, but released by any; all methods but {@link #close} throw {@link IllegalStateException} once it is
 * closed. Closing it does not close the memory of its bytes.
 */
public final class MsgHdr implements KernelMemory, AutoCloseable {
    /** Flag of both: looks at what has come, and leaves it there. */
    public static final int MSG_PEEK = 2;
    /** Flag of a received message: control messages were lost, for which there was no room. */
    public static final int MSG_CTRUNC = 8;
    /** Flag of a received message: the end of a datagram was lost, for which there was no room. */
    public static final int MSG_TRUNC = 0x20;
    /** Flag of both: does not wait. */
    public static final int MSG_DONTWAIT = 0x40;
    /** Flag of receiving: waits until there is enough to fill all the memory. */
    public static final int MSG_WAITALL = 0x100;
    /** Flag of receiving: descriptors that come with the message are closed when the process executes another program. */
    public static final int MSG_CMSG_CLOEXEC = 0x40000000;

    /*
     * struct msghdr {                      struct iovec {
     *     void         *msg_name;              void  *iov_base;
     *     socklen_t     msg_namelen;           size_t iov_len;
     *     struct iovec *msg_iov;           };
     *     size_t        msg_iovlen;
     *     void         *msg_control;
     *     size_t        msg_controllen;
     *     int           msg_flags;
     * };
     */
    static final int SIZE_MSGHDR = 56;
    static final int OFFSET_NAME = 0;
    static final int OFFSET_NAMELEN = 8;
    static final int OFFSET_IOV = 16;
    static final int OFFSET_IOVLEN = 24;
    static final int OFFSET_CONTROL = 32;
    static final int OFFSET_CONTROLLEN = 40;
    static final int OFFSET_FLAGS = 48;
    static final int SIZE_IOVEC = 16;
    static final int OFFSET_IOV_BASE = 0;
    static final int OFFSET_IOV_LEN = 8;

    /** {@code UIO_MAXIOV}: the kernel refuses more ({@code EMSGSIZE}). */
    private static final int MAX_PIECES = 1024;

    private static final int MAX_CONTROL_BYTES = 1 << 20;

    private final int maxPieces;

    /** The header, behind it the pieces, and behind these the control messages. */
    private final NativeMemory memory;

    private final SockAddr name;
    private final ControlMessages control;

    /** The memory of the pieces: the first {@code msg_iovlen} count. */
    private final List<NativeMemory> pieces = new ArrayList<>();

    /** All memory that the kernel uses with this message; null when that has changed. */
    private @Nullable KernelMemory all;

    /** How many times it is retained; changed by any thread, since whoever completes a request releases it. */
    private final AtomicInteger uses = new AtomicInteger();

    private MsgHdr(int maxPieces, int controlBytes) {
        this.maxPieces = maxPieces;
        int controlOffset = SIZE_MSGHDR + maxPieces * SIZE_IOVEC; // a multiple of 8, as control messages have to be
        memory = NativeMemory.allocate(controlOffset + Math.max(controlBytes, 1));
        try {
            name = SockAddr.allocate();
        } catch (Throwable failure) {
            memory.close();
            throw failure;
        }
        control = new ControlMessages(new ControlOwner(), controlOffset, controlBytes);
        clear();
    }

    /**
     * Allocates an empty message.
     *
     * @param maxPieces in how many places its bytes can lie, from 1 to 1024
     * @param controlBytes room for control messages, see {@link ControlMessages#space}; 0 if there are none
     * @throws IllegalArgumentException if a number is out of range
     * @throws OutOfMemoryError if there is no native memory left
     */
    public static MsgHdr allocate(int maxPieces, int controlBytes) {
        if (maxPieces < 1 || maxPieces > MAX_PIECES) {
            throw new IllegalArgumentException("a message has from 1 to " + MAX_PIECES + " pieces, not " + maxPieces);
        }
        if (controlBytes < 0 || controlBytes > MAX_CONTROL_BYTES) {
            throw new IllegalArgumentException(
                    "control messages have from 0 to " + MAX_CONTROL_BYTES + " bytes, not " + controlBytes);
        }
        return new MsgHdr(maxPieces, controlBytes);
    }

    /** Forgets all that it consists of: no bytes, no address, no control messages. */
    public MsgHdr clear() {
        checkUnused();
        pieces.clear();
        all = null;
        memory.buffer()
                .putLong(OFFSET_NAME, 0)
                .putInt(OFFSET_NAMELEN, 0)
                .putLong(OFFSET_IOV, memory.address() + SIZE_MSGHDR)
                .putLong(OFFSET_IOVLEN, 0)
                .putInt(OFFSET_FLAGS, 0);
        controlLength(0);
        return this;
    }

    /**
     * Adds bytes, behind those added before: to be sent, or to be filled by what is received.
     *
     * @throws IndexOutOfBoundsException if they are not within the memory
     * @throws IllegalStateException if there are as many pieces as it can have, or the memory is closed
     */
    public MsgHdr add(NativeMemory bytes, int offset, int length) {
        checkUnused();
        if (offset < 0 || length < 0 || offset > bytes.size() - length) {
            throw new IndexOutOfBoundsException(length + " bytes from offset " + offset + " on are not within the "
                    + bytes.size() + " bytes of " + bytes);
        }
        if (pieces.size() == maxPieces) {
            throw new IllegalStateException("the message has room for " + maxPieces + " pieces");
        }
        int at = SIZE_MSGHDR + pieces.size() * SIZE_IOVEC;
        memory.buffer().putLong(at + OFFSET_IOV_BASE, bytes.address() + offset).putLong(at + OFFSET_IOV_LEN, length);
        pieces.add(bytes);
        memory.buffer().putLong(OFFSET_IOVLEN, pieces.size());
        all = null;
        return this;
    }

    /**
     * Sets whom it is sent to, over a socket that is not connected.
     *
     * @throws IllegalArgumentException if the address is unresolved
     */
    public MsgHdr name(InetSocketAddress address) {
        checkUnused();
        name.set(address);
        memory.buffer().putLong(OFFSET_NAME, name.address()).putInt(OFFSET_NAMELEN, name.length());
        return this;
    }

    /** The same for a Unix socket. */
    public MsgHdr name(UnixAddress address) {
        checkUnused();
        name.set(address);
        memory.buffer().putLong(OFFSET_NAME, name.address()).putInt(OFFSET_NAMELEN, name.length());
        return this;
    }

    /** Makes room for the sender's address and for control messages: before each message that is received. */
    public MsgHdr prepareToReceive() {
        checkUnused();
        name.lengthAddressForKernel();
        memory.buffer()
                .putLong(OFFSET_NAME, name.address())
                .putInt(OFFSET_NAMELEN, SockAddr.SIZE_SOCKADDR_STORAGE)
                .putInt(OFFSET_FLAGS, 0);
        controlLength(control.capacity());
        return this;
    }

    /**
     * Who has sent the message that was received.
     *
     * @throws IllegalStateException if there is no address, as on a connected socket, or none of IPv4 or IPv6
     */
    public InetSocketAddress name() {
        name.length(memory.buffer().getInt(OFFSET_NAMELEN));
        return name.toInetSocketAddress();
    }

    /**
     * Who has sent the message that was received by a Unix socket; {@link UnixAddress#UNNAMED} on a connected one, or if the
     * sender is bound to nothing.
     *
     * @throws IllegalStateException if it is an address of another kind
     */
    public UnixAddress unixName() {
        name.length(memory.buffer().getInt(OFFSET_NAMELEN));
        return name.toUnixAddress();
    }

    /** The control messages: the same object at each call. */
    public ControlMessages control() {
        return control;
    }

    /** The flags of the message that was received, such as {@link #MSG_TRUNC}. */
    public int flags() {
        return memory.buffer().getInt(OFFSET_FLAGS);
    }

    /** The address of the structure. */
    public long address() {
        return memory.address();
    }

    ByteBuffer buffer() {
        return memory.buffer();
    }

    int controlLength() {
        return (int) memory.buffer().getLong(OFFSET_CONTROLLEN);
    }

    void controlLength(int length) {
        memory.buffer()
                .putLong(OFFSET_CONTROL, length == 0 ? 0 : memory.address() + control.start())
                .putLong(OFFSET_CONTROLLEN, length);
    }

    /** Throws {@link IllegalStateException} while the kernel uses it. */
    void checkUnused() {
        if (uses.get() != 0) {
            throw new IllegalStateException(
                    "the message is in use by the kernel, and can't be changed until its request" + " has completed");
        }
    }

    @Override
    public void retain() {
        KernelMemory parts = all;
        if (parts == null) {
            List<KernelMemory> list = new ArrayList<>(pieces);
            list.add(memory);
            list.add(name);
            parts = KernelMemory.all(list.toArray(new KernelMemory[0]));
            all = parts;
        }
        parts.retain();
        uses.incrementAndGet();
    }

    @Override
    public void release() {
        KernelMemory parts = all;
        if (parts == null) {
            throw new IllegalStateException("released more often than retained");
        }
        parts.release();
        uses.decrementAndGet();
    }

    /** Frees the structure, once nobody retains it; does nothing if it is closed already. */
    @Override
    public void close() {
        memory.close();
        name.close();
    }

    private final class ControlOwner implements ControlMessages.Message {
        @Override
        public ByteBuffer buffer() {
            return MsgHdr.this.buffer();
        }

        @Override
        public int controlLength() {
            return MsgHdr.this.controlLength();
        }

        @Override
        public void controlLength(int length) {
            MsgHdr.this.controlLength(length);
        }

        @Override
        public void checkUnused() {
            MsgHdr.this.checkUnused();
        }
    }
}
