// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import java.nio.ByteBuffer;
import org.aioactors.aio.linux.SockAddr;
import org.jspecify.annotations.Nullable;

/**
 * One request: a typed method for each operation, which writes all fields but the user data.
 *
 * <p>{@link SubmissionQueue#next} returns it, and the next call of that makes it another request.
 * Nothing is checked here: what the kernel finds wrong comes back as the completion's result, as does
 * everything else; each method says what a good result is. Descriptors, addresses and lengths are those
 * of the system call of the same name. All memory that is named, {@link SockAddr}s included, is the
 * kernel's until the last completion of the request is taken. No method allocates or blocks; all are for
 * the ring's thread.
 */
public final class Sqe {
    /** Starts when all before it have completed, and those behind it start when it has. */
    public static final int IOSQE_IO_DRAIN = 1 << 1;
    /** The next request starts when this one has succeeded, and is cancelled if it has not. */
    public static final int IOSQE_IO_LINK = 1 << 2;
    /** The next request starts when this one has completed. */
    public static final int IOSQE_IO_HARDLINK = 1 << 3;
    /** Goes to a thread of the kernel at once, instead of being tried first. */
    public static final int IOSQE_ASYNC = 1 << 4;

    static final int IOSQE_BUFFER_SELECT = 1 << 5;

    /** The timeout is a point in time of its clock. */
    public static final int IORING_TIMEOUT_ABS = 1;
    /** The timeout's clock is {@code CLOCK_BOOTTIME} instead of {@code CLOCK_MONOTONIC} (Linux 5.15). */
    public static final int IORING_TIMEOUT_BOOTTIME = 1 << 2;
    /** The timeout's clock is {@code CLOCK_REALTIME} instead of {@code CLOCK_MONOTONIC} (Linux 5.15). */
    public static final int IORING_TIMEOUT_REALTIME = 1 << 3;

    static final int IORING_TIMEOUT_UPDATE = 1 << 1;

    static final int IORING_POLL_ADD_MULTI = 1;
    static final int IORING_POLL_UPDATE_EVENTS = 1 << 1;
    static final int IORING_POLL_UPDATE_USER_DATA = 1 << 2;

    static final int IORING_ASYNC_CANCEL_ALL = 1;
    static final int IORING_ASYNC_CANCEL_FD = 1 << 1;
    static final int IORING_ASYNC_CANCEL_ANY = 1 << 2;

    static final int IORING_ACCEPT_MULTISHOT = 1;
    static final int IORING_RECVSEND_POLL_FIRST = 1;
    static final int IORING_RECV_MULTISHOT = 1 << 1;
    static final int IORING_FSYNC_DATASYNC = 1;

    /*
     * struct io_uring_sqe {                // the members of unions that we use
     *     __u8  opcode;
     *     __u8  flags;                     // IOSQE_
     *     __u16 ioprio;                    // IORING_ACCEPT_, IORING_RECVSEND_, IORING_RECV_
     *     __s32 fd;
     *     __u64 off;                       // or addr2
     *     __u64 addr;
     *     __u32 len;
     *     __u32 poll32_events;             // or fsync_, msg_, timeout_, accept_, cancel_, open_flags
     *     __u64 user_data;
     *     __u16 buf_group;
     *     __u16 personality;
     *     __u32 file_index;
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
    static final int OFFSET_ADDR3 = 48;

    /** A descriptor for operations that have none: whatever uses it by mistake gets {@code EBADF}. */
    private static final int NO_FD = -1;

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
        prepare(Opcode.IORING_OP_NOP, NO_FD);
        putLong(OFFSET_USER_DATA, userData);
    }

    /** Takes the links off the request at the given index. */
    void unlink(int linkedIndex) {
        int offset = linkedIndex * SIZE_SQE + OFFSET_FLAGS;
        sqes.buffer().put(offset, (byte) (sqes.buffer().get(offset) & ~(IOSQE_IO_LINK | IOSQE_IO_HARDLINK)));
    }

    private Sqe prepare(int opcode, int fd) {
        ByteBuffer buffer = sqes.buffer();
        int base = index * SIZE_SQE;
        buffer.putLong(base, 0)
                .put(base + OFFSET_OPCODE, (byte) opcode)
                .putInt(base + OFFSET_FD, fd)
                .putLong(base + OFFSET_OFF, 0)
                .putLong(base + OFFSET_ADDR, 0)
                .putLong(base + OFFSET_LEN, 0)
                .putLong(base + OFFSET_BUF_GROUP, 0)
                .putLong(base + OFFSET_ADDR3, 0)
                .putLong(base + OFFSET_ADDR3 + Long.BYTES, 0);
        return this;
    }

    private Sqe memory(long address, int length) {
        putLong(OFFSET_ADDR, address);
        return putInt(OFFSET_LEN, length);
    }

    private Sqe putLong(int offset, long value) {
        sqes.buffer().putLong(index * SIZE_SQE + offset, value);
        return this;
    }

    private Sqe putInt(int offset, int value) {
        sqes.buffer().putInt(index * SIZE_SQE + offset, value);
        return this;
    }

    private Sqe putShort(int offset, int value) {
        sqes.buffer().putShort(index * SIZE_SQE + offset, (short) value);
        return this;
    }

    private Sqe addFlags(int flags) {
        int offset = index * SIZE_SQE + OFFSET_FLAGS;
        sqes.buffer().put(offset, (byte) (sqes.buffer().get(offset) | flags));
        return this;
    }

    /**
     * Adds flags to the request; call it after the operation's method.
     *
     * @param flags any of the {@code IOSQE_} constants of this class
     * @throws IllegalArgumentException if there are others among them
     */
    public Sqe with(int flags) {
        if ((flags & ~(IOSQE_IO_DRAIN | IOSQE_IO_LINK | IOSQE_IO_HARDLINK | IOSQE_ASYNC)) != 0) {
            throw new IllegalArgumentException("not a flag of a request: 0x" + Integer.toHexString(flags));
        }
        return addFlags(flags);
    }

    /** Whether the request has all of these {@code IOSQE_} flags. */
    public boolean has(int flags) {
        return (sqes.buffer().get(index * SIZE_SQE + OFFSET_FLAGS) & flags) == flags;
    }

    /** Does nothing; 0. */
    public Sqe nop() {
        return prepare(Opcode.IORING_OP_NOP, NO_FD);
    }

    /**
     * {@code poll(2)}, once; the events that have come.
     *
     * @param events such as {@link org.aioactors.aio.linux.PollFds#POLLIN}; errors and hang-ups are always watched
     */
    public Sqe pollAdd(int fd, int events) {
        // On a big-endian machine the two halves of poll32_events would have to be swapped; we run on none.
        return prepare(Opcode.IORING_OP_POLL_ADD, fd).putInt(OFFSET_OP_FLAGS, events);
    }

    /**
     * Like {@link #pollAdd}, with a completion whenever there is news (Linux 5.13): at once if the
     * descriptor is ready, and then each time it becomes so, whether or not it was in between.
     */
    public Sqe pollAddMultishot(int fd, int events) {
        return pollAdd(fd, events).putInt(OFFSET_LEN, IORING_POLL_ADD_MULTI);
    }

    /**
     * Ends a poll, which completes with {@code -ECANCELED}; 0. If there is no such poll, {@code -ENOENT};
     * if it is just completing, {@code -EALREADY}.
     *
     * @param target the user data of the poll
     */
    public Sqe pollRemove(long target) {
        return prepare(Opcode.IORING_OP_POLL_REMOVE, NO_FD).putLong(OFFSET_ADDR, target);
    }

    /**
     * Changes the events of a one-shot poll (Linux 5.13); 0, or as for {@link #pollRemove}.
     *
     * @param target the user data of the poll
     */
    public Sqe pollUpdate(long target, int events) {
        return pollRemove(target).putInt(OFFSET_LEN, IORING_POLL_UPDATE_EVENTS).putInt(OFFSET_OP_FLAGS, events);
    }

    /** Like {@link #pollUpdate(long, int)}, and the poll goes on with other user data. */
    public Sqe pollUpdate(long target, int events, long newUserData) {
        return pollUpdate(target, events)
                .putInt(OFFSET_LEN, IORING_POLL_UPDATE_EVENTS | IORING_POLL_UPDATE_USER_DATA)
                .putLong(OFFSET_OFF, newUserData);
    }

    /**
     * Changes the events of a multishot poll, which stays one (Linux 5.13); 0, or as for {@link
     * #pollRemove}. It does not make one of a one-shot poll, whatever the manual of the flag says.
     *
     * @param target the user data of the poll
     */
    public Sqe pollUpdateMultishot(long target, int events) {
        return pollUpdate(target, events).putInt(OFFSET_LEN, IORING_POLL_UPDATE_EVENTS | IORING_POLL_ADD_MULTI);
    }

    /**
     * A timer; {@code -ETIME} when it expires, or 0 if enough others have completed before.
     *
     * @param timeoutNs in nanoseconds, relative unless the flags say otherwise; nothing has to be kept in memory for it
     * @param completions how many other completions end it; 0 if they do not count
     * @param flags 0 or {@code IORING_TIMEOUT_} constants
     */
    public Sqe timeout(long timeoutNs, int completions, int flags) {
        return prepare(Opcode.IORING_OP_TIMEOUT, NO_FD)
                .memory(timespecs.set(index, timeoutNs), 1)
                .putLong(OFFSET_OFF, completions)
                .putInt(OFFSET_OP_FLAGS, flags);
    }

    /**
     * Ends a timeout, which completes with {@code -ECANCELED}; 0. If there is no such timeout, {@code
     * -ENOENT}; if it is just expiring, {@code -EBUSY} or {@code -EALREADY}.
     *
     * @param target the user data of the timeout
     */
    public Sqe timeoutRemove(long target) {
        return prepare(Opcode.IORING_OP_TIMEOUT_REMOVE, NO_FD).putLong(OFFSET_ADDR, target);
    }

    /**
     * Gives a timeout another time; 0, or as for {@link #timeoutRemove}.
     *
     * @param target the user data of the timeout
     * @param timeoutNs in nanoseconds, from now unless the flags say otherwise
     * @param flags 0 or {@link #IORING_TIMEOUT_ABS}
     */
    public Sqe timeoutUpdate(long target, long timeoutNs, int flags) {
        return timeoutRemove(target)
                .putLong(OFFSET_OFF, timespecs.set(index, timeoutNs))
                .putInt(OFFSET_OP_FLAGS, IORING_TIMEOUT_UPDATE | flags);
    }

    /**
     * {@code pread(2)}; the number of bytes, 0 at the end.
     *
     * @param offset where in the file; -1, the only one for what has no position, is the current position
     */
    public Sqe read(int fd, long address, int length, long offset) {
        return prepare(Opcode.IORING_OP_READ, fd).memory(address, length).putLong(OFFSET_OFF, offset);
    }

    /** Like {@link #read}, into a buffer that the kernel chooses, see {@link #recvSelect}. */
    public Sqe readSelect(int fd, int group, int length, long offset) {
        return read(fd, 0, length, offset).selectFrom(group);
    }

    /**
     * {@code pwrite(2)}; the number of bytes, which may be fewer than asked. The offset is as for
     * {@link #read}.
     */
    public Sqe write(int fd, long address, int length, long offset) {
        return prepare(Opcode.IORING_OP_WRITE, fd).memory(address, length).putLong(OFFSET_OFF, offset);
    }

    /**
     * {@code fsync(2)}; 0. It does not wait for writes that have not completed.
     *
     * @param dataOnly {@code fdatasync(2)} instead
     */
    public Sqe fsync(int fd, boolean dataOnly) {
        return prepare(Opcode.IORING_OP_FSYNC, fd).putInt(OFFSET_OP_FLAGS, dataOnly ? IORING_FSYNC_DATASYNC : 0);
    }

    /**
     * {@code openat(2)}; the descriptor.
     *
     * @param directory the descriptor of a directory, or {@link org.aioactors.aio.linux.Fcntl#AT_FDCWD}
     * @param pathAddress of the path, which ends with a zero byte
     * @param flags such as {@link org.aioactors.aio.linux.Fcntl#O_CLOEXEC}, which is not implied
     * @param mode the permissions of a file that is made
     */
    public Sqe openat(int directory, long pathAddress, int flags, int mode) {
        return prepare(Opcode.IORING_OP_OPENAT, directory)
                .memory(pathAddress, mode)
                .putInt(OFFSET_OP_FLAGS, flags);
    }

    /** {@code close(2)}; 0. */
    public Sqe close(int fd) {
        return prepare(Opcode.IORING_OP_CLOSE, fd);
    }

    /**
     * {@code accept4(2)}; the new descriptor.
     *
     * @param peer receives the address of the peer; null if nobody wants to know
     * @param flags such as {@link org.aioactors.aio.linux.Sockets#SOCK_CLOEXEC}, which is not implied
     */
    public Sqe accept(int fd, @Nullable SockAddr peer, int flags) {
        return prepare(Opcode.IORING_OP_ACCEPT, fd)
                .putLong(OFFSET_ADDR, peer == null ? 0 : peer.address())
                .putLong(OFFSET_OFF, peer == null ? 0 : peer.lengthAddressForKernel())
                .putInt(OFFSET_OP_FLAGS, flags);
    }

    /** Like {@link #accept}, with a completion for each connection (Linux 5.19). */
    public Sqe acceptMultishot(int fd, int flags) {
        return accept(fd, null, flags).putShort(OFFSET_IOPRIO, IORING_ACCEPT_MULTISHOT);
    }

    /** {@code connect(2)}; 0 when connected, {@code -ECONNREFUSED} and the like when not. */
    public Sqe connect(int fd, SockAddr address) {
        return prepare(Opcode.IORING_OP_CONNECT, fd)
                .putLong(OFFSET_ADDR, address.address())
                .putLong(OFFSET_OFF, address.length());
    }

    /** {@code recv(2)}; the number of bytes, 0 at the end. */
    public Sqe recv(int fd, long address, int length, int messageFlags) {
        return prepare(Opcode.IORING_OP_RECV, fd).memory(address, length).putInt(OFFSET_OP_FLAGS, messageFlags);
    }

    /**
     * Like {@link #recv}, into a buffer that the kernel chooses when there is something to receive. The
     * completion tells which ({@link BufferRing#take}); with none left its result is {@code -ENOBUFS}.
     *
     * @param group of a {@link BufferRing}
     * @param length at most; 0 if the whole buffer may be filled
     */
    public Sqe recvSelect(int fd, int group, int length, int messageFlags) {
        return recv(fd, 0, length, messageFlags).selectFrom(group);
    }

    /**
     * Like {@link #recvSelect}, with a completion, and a buffer, for each piece of data (Linux 6.0). It
     * ends with the stream, with an error, or with {@code -ENOBUFS}.
     */
    public Sqe recvMultishot(int fd, int group, int messageFlags) {
        return recvSelect(fd, group, 0, messageFlags).putShort(OFFSET_IOPRIO, IORING_RECV_MULTISHOT);
    }

    /**
     * {@code send(2)}; the number of bytes, which may be fewer than asked. {@code MSG_NOSIGNAL} is
     * not needed in a JVM.
     */
    public Sqe send(int fd, long address, int length, int messageFlags) {
        return prepare(Opcode.IORING_OP_SEND, fd).memory(address, length).putInt(OFFSET_OP_FLAGS, messageFlags);
    }

    /**
     * Waits for the socket to become ready before a receive or send is tried, which saves the try if it
     * is not; call it after the operation's method (Linux 5.19).
     */
    public Sqe pollFirst() {
        int offset = index * SIZE_SQE + OFFSET_IOPRIO;
        return putShort(OFFSET_IOPRIO, sqes.buffer().getShort(offset) | IORING_RECVSEND_POLL_FIRST);
    }

    /** {@code shutdown(2)}; 0. */
    public Sqe shutdown(int fd, int how) {
        return prepare(Opcode.IORING_OP_SHUTDOWN, fd).putInt(OFFSET_LEN, how);
    }

    /**
     * Cancels a request, which completes with {@code -ECANCELED} or {@code -EINTR} if it could be; 0. If
     * there is no such request, {@code -ENOENT}; if it is under way, and may or may not complete, {@code
     * -EALREADY}.
     *
     * @param target the user data of the request; of several with the same, one is cancelled
     */
    public Sqe cancel(long target) {
        return prepare(Opcode.IORING_OP_ASYNC_CANCEL, NO_FD).putLong(OFFSET_ADDR, target);
    }

    /**
     * Cancels all requests for a descriptor (Linux 5.19); how many there were. The poll request by which a loop watches
     * the descriptor is one of them: the loop makes another, so that this does not stop the watching.
     */
    public Sqe cancelFd(int fd) {
        return prepare(Opcode.IORING_OP_ASYNC_CANCEL, fd)
                .putInt(OFFSET_OP_FLAGS, IORING_ASYNC_CANCEL_FD | IORING_ASYNC_CANCEL_ALL);
    }

    /**
     * Cancels all requests of the ring (Linux 5.19); how many there were. The poll requests by which a loop watches its
     * fds are among them: the loop makes them anew. So are its requests in use by other parts of a program.
     */
    public Sqe cancelAny() {
        return prepare(Opcode.IORING_OP_ASYNC_CANCEL, NO_FD)
                .putInt(OFFSET_OP_FLAGS, IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL);
    }

    private Sqe selectFrom(int group) {
        return putShort(OFFSET_BUF_GROUP, group).addFlags(IOSQE_BUFFER_SELECT);
    }
}
