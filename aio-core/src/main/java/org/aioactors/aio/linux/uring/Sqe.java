// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import java.nio.ByteBuffer;

/**
 * One request as the kernel reads it: any operation, by {@link #operation}, and what can be added to it.
 *
 * <p>The classes {@link FileOps}, {@link SocketOps}, {@link PollOps}, {@link TimeoutOps}, {@link CancelOps}, {@link FutexOps} and {@link ProcessOps}
 * have a method for each usual operation, which takes the request and writes it, as in
 * {@code FileOps.read(sqe, fd, address, length, 0).with(IOSQE_IO_LINK)}. Each writes all fields but the user data, so
 * that nothing is left of what was there; what is to be added comes after it.
 *
 * <p>{@link SubmissionQueue#next} returns it, and the next call of that makes it another request. Only what would break
 * the ring is checked here: what the kernel finds wrong comes back as the completion's result, as does everything else.
 * All memory that is named is the kernel's until the last completion of the request is taken. No method allocates or
 * blocks; all are for the ring's thread.
 */
public final class Sqe {
    /** The descriptor is an index into the ring's table of registered files. */
    public static final int IOSQE_FIXED_FILE = 1;
    /** Starts when all before it have completed, and those behind it start when it has. */
    public static final int IOSQE_IO_DRAIN = 1 << 1;
    /** The next request starts when this one has succeeded, and is cancelled if it has not. */
    public static final int IOSQE_IO_LINK = 1 << 2;
    /** The next request starts when this one has completed. */
    public static final int IOSQE_IO_HARDLINK = 1 << 3;
    /** Goes to a thread of the kernel at once, instead of being tried first. */
    public static final int IOSQE_ASYNC = 1 << 4;

    static final int IOSQE_BUFFER_SELECT = 1 << 5;
    static final int IOSQE_CQE_SKIP_SUCCESS = 1 << 6;

    /** For {@link #fileIndex}: any free place of the ring's table, which the result names. */
    public static final int IORING_FILE_INDEX_ALLOC = ~0;

    private static final int SETTABLE_FLAGS =
            IOSQE_FIXED_FILE | IOSQE_IO_DRAIN | IOSQE_IO_LINK | IOSQE_IO_HARDLINK | IOSQE_ASYNC;

    /*
     * struct io_uring_sqe {                // the members of unions that we use
     *     __u8  opcode;
     *     __u8  flags;                     // IOSQE_
     *     __u16 ioprio;                    // IORING_ACCEPT_, IORING_RECVSEND_, IORING_RECV_
     *     __s32 fd;
     *     __u64 off;                       // or addr2
     *     __u64 addr;                      // or splice_off_in
     *     __u32 len;
     *     __u32 poll32_events;             // or fsync_, msg_, timeout_, accept_, cancel_, open_flags and the like
     *     __u64 user_data;
     *     __u16 buf_group;                 // or buf_index
     *     __u16 personality;
     *     __u32 file_index;                // or splice_fd_in
     *     __u64 addr3;
     *     __u64 __pad2[1];
     * };
     */
    static final int SIZE_SQE = 64;
    static final int OFFSET_OPCODE = 0;
    static final int OFFSET_FLAGS = 1;
    static final int OFFSET_IOPRIO = 2;
    static final int OFFSET_FD = 4;
    static final int OFFSET_OFF = 8;
    static final int OFFSET_ADDR = 16;
    static final int OFFSET_LEN = 24;
    static final int OFFSET_OP_FLAGS = 28;
    static final int OFFSET_USER_DATA = 32;
    static final int OFFSET_BUF_GROUP = 40;
    static final int OFFSET_PERSONALITY = 42;
    static final int OFFSET_FILE_INDEX = 44;
    static final int OFFSET_ADDR3 = 48;

    /** A descriptor for operations that have none: whatever uses it by mistake gets {@code EBADF}. */
    static final int NO_FD = -1;

    private static final int MAX_OPCODE = 255;

    private final SharedMemory sqes;

    /**
     * The times of timeouts, one for each request: the kernel reads it when it takes the request ({@code
     * IORING_FEAT_SUBMIT_STABLE} in {@code io_uring_setup(2)}), and we write it again only after that.
     */
    private final Timespecs timespecs;

    private int index;

    Sqe(SharedMemory sqes, Timespecs timespecs) {
        this.sqes = sqes;
        this.timespecs = timespecs;
    }

    /** Becomes the request at the given index: a nop. */
    void moveTo(int newIndex, long userData) {
        index = newIndex;
        nop();
        sqes.buffer().putLong(at(OFFSET_USER_DATA), userData);
    }

    /** Takes the links off the request at the given index. */
    void unlink(int linkedIndex) {
        int offset = linkedIndex * SIZE_SQE + OFFSET_FLAGS;
        sqes.buffer().put(offset, (byte) (sqes.buffer().get(offset) & ~(IOSQE_IO_LINK | IOSQE_IO_HARDLINK)));
    }

    private int at(int offset) {
        return index * SIZE_SQE + offset;
    }

    /** Does nothing; 0. */
    public Sqe nop() {
        return operation(Opcode.IORING_OP_NOP, NO_FD, 0, 0, 0, 0);
    }

    /**
     * Any operation, by the fields of {@code struct io_uring_sqe}: {@code io_uring_enter(2)} says what each operation
     * reads from which. All others are zero, until the methods below set them.
     *
     * @param opcode such as a constant of {@link Opcode}
     * @param fd the descriptor, or -1 for an operation that has none
     * @param off an offset, or a second address
     * @param addr an address, or the field that the kernel calls {@code splice_off_in}
     * @param len a length in bytes for most
     * @param opFlags the flags of the operation, such as {@code rw_flags} or {@code msg_flags}
     * @throws IllegalArgumentException if the opcode does not fit into a byte
     */
    public Sqe operation(int opcode, int fd, long off, long addr, int len, int opFlags) {
        if (opcode < 0 || opcode > MAX_OPCODE) {
            throw new IllegalArgumentException("an opcode is from 0 to " + MAX_OPCODE + ", not " + opcode);
        }
        ByteBuffer buffer = sqes.buffer();
        int base = at(0);
        buffer.putLong(base, 0)
                .put(base + OFFSET_OPCODE, (byte) opcode)
                .putInt(base + OFFSET_FD, fd)
                .putLong(base + OFFSET_OFF, off)
                .putLong(base + OFFSET_ADDR, addr)
                .putInt(base + OFFSET_LEN, len)
                .putInt(base + OFFSET_OP_FLAGS, opFlags)
                .putLong(base + OFFSET_BUF_GROUP, 0)
                .putLong(base + OFFSET_ADDR3, 0)
                .putLong(base + OFFSET_ADDR3 + Long.BYTES, 0);
        return this;
    }

    /**
     * Adds flags to the request; call it after the operation's method.
     *
     * @param flags any of the public {@code IOSQE_} constants of this class
     * @throws IllegalArgumentException if there are others among them, such as {@code IOSQE_CQE_SKIP_SUCCESS}
     */
    public Sqe with(int flags) {
        if ((flags & IOSQE_CQE_SKIP_SUCCESS) != 0) {
            throw new IllegalArgumentException("IOSQE_CQE_SKIP_SUCCESS is refused: a request that has no completion"
                    + " never ends, and what it uses is never given back");
        }
        if ((flags & IOSQE_BUFFER_SELECT) != 0) {
            throw new IllegalArgumentException("IOSQE_BUFFER_SELECT comes with a group of buffers: call selectFrom");
        }
        if ((flags & ~SETTABLE_FLAGS) != 0) {
            throw new IllegalArgumentException("not a flag of a request: 0x" + Integer.toHexString(flags));
        }
        return addFlags(flags);
    }

    private Sqe addFlags(int flags) {
        sqes.buffer().put(at(OFFSET_FLAGS), (byte) (sqes.buffer().get(at(OFFSET_FLAGS)) | flags));
        return this;
    }

    /** Whether the request has all of these {@code IOSQE_} flags. */
    public boolean has(int flags) {
        return (sqes.buffer().get(at(OFFSET_FLAGS)) & flags) == flags;
    }

    /** Sets the field {@code ioprio}: a priority, {@code ioprio_set(2)}, or more flags of some operations. */
    public Sqe ioprio(int value) {
        sqes.buffer().putShort(at(OFFSET_IOPRIO), (short) value);
        return this;
    }

    Sqe addToIoprio(int flags) {
        return ioprio(ioprio() | flags);
    }

    /**
     * Has the kernel choose a buffer of a group ({@code IOSQE_BUFFER_SELECT}) in place of the one that was named.
     *
     * @param group of a {@link BufferRing}
     */
    public Sqe selectFrom(int group) {
        sqes.buffer().putShort(at(OFFSET_BUF_GROUP), (short) group);
        return addFlags(IOSQE_BUFFER_SELECT);
    }

    /** Sets the index of a registered buffer, for the operations that use one; not with {@link #selectFrom}. */
    public Sqe bufferIndex(int fixedBuffer) {
        sqes.buffer().putShort(at(OFFSET_BUF_GROUP), (short) fixedBuffer);
        return this;
    }

    /**
     * Sets the field {@code file_index}, where operations that make a descriptor are told to put it into the ring's table
     * of registered files instead.
     *
     * @param value 1 + the index, or {@link #IORING_FILE_INDEX_ALLOC}; 0 makes an ordinary descriptor
     */
    public Sqe fileIndex(int value) {
        sqes.buffer().putInt(at(OFFSET_FILE_INDEX), value);
        return this;
    }

    /** Sets whose rights the request has: registered credentials, {@code io_uring_register(2)}; 0 are the own. */
    public Sqe personality(int id) {
        sqes.buffer().putShort(at(OFFSET_PERSONALITY), (short) id);
        return this;
    }

    /** Sets the field {@code addr3}, which few operations have. */
    public Sqe address3(long value) {
        sqes.buffer().putLong(at(OFFSET_ADDR3), value);
        return this;
    }

    /** The address of a time that the kernel has read by the time when this request's place is used again. */
    long timespec(long timeNs) {
        return timespecs.set(index, timeNs);
    }

    /** Which operation it is. */
    int opcode() {
        return sqes.buffer().get(at(OFFSET_OPCODE)) & MAX_OPCODE;
    }

    /** The field {@code ioprio}. */
    int ioprio() {
        return sqes.buffer().getShort(at(OFFSET_IOPRIO)) & 0xffff;
    }

    /** The field {@code addr}: an address, or the user data of another request. */
    public long address() {
        return sqes.buffer().getLong(at(OFFSET_ADDR));
    }

    /** The field {@code len}. */
    int length() {
        return sqes.buffer().getInt(at(OFFSET_LEN));
    }

    /** The flags of the operation. */
    int opFlags() {
        return sqes.buffer().getInt(at(OFFSET_OP_FLAGS));
    }
}
