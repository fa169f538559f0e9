// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.nio.ByteBuffer;

/**
 * The control messages of a {@link MsgHdr} or of one of {@link MmsgHdrs}, {@code cmsg(3)}: what goes with the bytes of a message, such as descriptors
 * ({@code unix(7)}) or packet information ({@code ip(7)}). Each has a level, a type and some bytes, and is known by where
 * in the {@link #buffer} it begins:
 *
 * <pre>
 *   for (int at = control.first(); at != ControlMessages.NONE; at = control.next(at)) {
 *       if (control.level(at) == level &amp;&amp; control.type(at) == type) ...  control.buffer().getInt(control.data(at))
 *   }
 * </pre>
 *
 * Used by one thread at a time; throws {@link IllegalStateException} once the message is closed.
 */
public final class ControlMessages {
    /** There is no control message. */
    public static final int NONE = -1;

    /** Type, of level {@link Sockets#SOL_SOCKET}: descriptors. */
    public static final int SCM_RIGHTS = 1;

    /*
     * struct cmsghdr {
     *     size_t cmsg_len;                 // of all this and the bytes behind it
     *     int    cmsg_level;
     *     int    cmsg_type;
     * };
     */
    static final int SIZE_CMSGHDR = 16;
    static final int OFFSET_LEN = 0;
    static final int OFFSET_LEVEL = 8;
    static final int OFFSET_TYPE = 12;

    /** Control messages begin at multiples of this. */
    private static final int ALIGNMENT_BYTES = Long.BYTES;

    /** The message that they go with. */
    interface Message {
        /** Where they are, in native byte order. */
        ByteBuffer buffer();

        /** How many bytes of them there are. */
        int controlLength();

        void controlLength(int length);

        /** Throws {@link IllegalStateException} while the kernel uses it. */
        void checkUnused();
    }

    private final Message message;
    private final int start;
    private final int capacity;

    ControlMessages(Message message, int start, int capacity) {
        this.message = message;
        this.start = start;
        this.capacity = capacity;
    }

    /** How much room a control message takes that has so many bytes ({@code CMSG_SPACE}). */
    public static int space(int dataBytes) {
        return SIZE_CMSGHDR + (dataBytes + ALIGNMENT_BYTES - 1 & -ALIGNMENT_BYTES);
    }

    int start() {
        return start;
    }

    int capacity() {
        return capacity;
    }

    /** What {@link #data} says where in: the same buffer at each call, so use its absolute methods. */
    public ByteBuffer buffer() {
        return message.buffer();
    }

    /**
     * Adds a control message to one that is to be sent; the caller writes its bytes, which are undefined.
     *
     * @return where it begins, for {@link #data}
     * @throws IllegalArgumentException if there is no room for it
     * @throws IllegalStateException while the kernel uses the message
     */
    public int add(int level, int type, int dataBytes) {
        message.checkUnused();
        int used = message.controlLength();
        if (dataBytes < 0 || dataBytes > capacity || space(dataBytes) > capacity - used) {
            throw new IllegalArgumentException("there is no room for a control message of " + dataBytes + " bytes: "
                    + used + " of " + capacity + " bytes are in use");
        }
        int at = start + used;
        buffer().putLong(at + OFFSET_LEN, SIZE_CMSGHDR + dataBytes)
                .putInt(at + OFFSET_LEVEL, level)
                .putInt(at + OFFSET_TYPE, type);
        message.controlLength(used + space(dataBytes));
        return at;
    }

    /** The first control message, or {@link #NONE}. */
    public int first() {
        return checked(start);
    }

    /** The one behind it, or {@link #NONE}. */
    public int next(int at) {
        return checked(at + space(length(at)));
    }

    private int checked(int at) {
        int left = start + message.controlLength() - at;
        if (left < SIZE_CMSGHDR) {
            return NONE;
        }
        long length = buffer().getLong(at + OFFSET_LEN);
        return length >= SIZE_CMSGHDR && length <= left ? at : NONE;
    }

    /** Whose it is, such as {@link Sockets#SOL_SOCKET}. */
    public int level(int at) {
        return buffer().getInt(at + OFFSET_LEVEL);
    }

    /** What it is, for its level. */
    public int type(int at) {
        return buffer().getInt(at + OFFSET_TYPE);
    }

    /** Where its bytes begin, in {@link #buffer}. */
    public int data(int at) {
        return at + SIZE_CMSGHDR;
    }

    /** How many bytes it has. */
    public int length(int at) {
        return (int) buffer().getLong(at + OFFSET_LEN) - SIZE_CMSGHDR;
    }

    /**
     * Adds descriptors, which the receiver gets duplicates of ({@code SCM_RIGHTS}); they stay the caller's, and have to
     * be open when the kernel takes the message.
     *
     * @throws IllegalArgumentException if there is no room for them
     * @throws IllegalStateException while the kernel uses the message
     */
    public void addRights(int... fds) {
        int data = data(add(Sockets.SOL_SOCKET, SCM_RIGHTS, fds.length * Integer.BYTES));
        for (int i = 0; i < fds.length; i++) {
            buffer().putInt(data + i * Integer.BYTES, fds[i]);
        }
    }

    /** The descriptors that came with the message, which are the caller's to close; none if there are none. */
    public int[] rights() {
        for (int at = first(); at != NONE; at = next(at)) {
            if (level(at) == Sockets.SOL_SOCKET && type(at) == SCM_RIGHTS) {
                int[] fds = new int[length(at) / Integer.BYTES];
                for (int i = 0; i < fds.length; i++) {
                    fds[i] = buffer().getInt(data(at) + i * Integer.BYTES);
                }
                return fds;
            }
        }
        return new int[0];
    }
}
