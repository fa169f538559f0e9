// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * The memory of someone else's ring, seen from where the kernel sees it: the requests that are about to be submitted and the
 * completions that are not taken yet. A test may also change them on their way. For the ring's thread, within its calls: the
 * kernel writes here only while this thread is in it.
 */
public final class RingMirror implements AutoCloseable {
    private static final int IORING_REGISTER_SYNC_CANCEL = 24;

    /*
     * struct io_uring_sync_cancel_reg {
     *     __u64 addr;                      // the user data of the request
     *     __s32 fd;
     *     __u32 flags;
     *     struct __kernel_timespec timeout; // -1, -1: none
     *     __u64 pad[4];
     * };
     */
    private static final int SIZE_SYNC_CANCEL_REG = 64;
    private static final int OFFSET_CANCEL_TIMEOUT = 16;

    /** A request that is not submitted yet. */
    public record Request(int opcode, int fd, int events, long offset, long address, long userData) {}

    /** A completion that is not taken yet. */
    public record Completion(long userData, int result) {}

    private final Syscalls syscalls;
    private final int ring;
    private final int flags;
    private final int submissionEntries;
    private final int completionEntries;
    private final int submissionHead;
    private final int completionHead;
    private final int completionTail;
    private final int completions;
    private final NativeMemory cancelArgument = NativeMemory.allocate(SIZE_SYNC_CANCEL_REG);

    /** Null until the owner has mapped them. */
    private @Nullable ByteBuffer rings;

    private @Nullable ByteBuffer sqes;

    /** Mirrors a ring that was set up just now; {@code paramsAddress} is what the kernel has filled in. */
    public RingMirror(Syscalls syscalls, int ring, long paramsAddress) {
        this.syscalls = syscalls;
        this.ring = ring;
        ByteBuffer params = memory(paramsAddress, IoUringParams.SIZE_IO_URING_PARAMS);
        this.flags = params.getInt(IoUringParams.OFFSET_FLAGS);
        this.submissionEntries = params.getInt(IoUringParams.OFFSET_SQ_ENTRIES);
        this.completionEntries = params.getInt(IoUringParams.OFFSET_CQ_ENTRIES);
        this.submissionHead = params.getInt(IoUringParams.OFFSET_SQ_OFF + IoUringParams.OFFSET_SQ_HEAD);
        this.completionHead = params.getInt(IoUringParams.OFFSET_CQ_OFF + IoUringParams.OFFSET_CQ_HEAD);
        this.completionTail = params.getInt(IoUringParams.OFFSET_CQ_OFF + IoUringParams.OFFSET_CQ_TAIL);
        this.completions = params.getInt(IoUringParams.OFFSET_CQ_OFF + IoUringParams.OFFSET_CQ_CQES);
    }

    private static ByteBuffer memory(long address, long size) {
        return NativeMemory.view(address, size);
    }

    /** The ring's owner has mapped a part of it. */
    public void mapped(long fileOffset, long address, long length) {
        if (fileOffset == IoUring.IORING_OFF_SQ_RING) {
            rings = memory(address, length);
        } else if (fileOffset == IoUring.IORING_OFF_SQES) {
            sqes = memory(address, length);
        }
    }

    /** Whether this is the ring. */
    public boolean isOf(int fd) {
        return fd == ring;
    }

    /** How many requests fit. */
    public int entries() {
        return submissionEntries;
    }

    /** The setup flags, but for the one that only says what becomes of sizes above the kernel's maximum. */
    public int flags() {
        return flags & ~IoUringOptions.IORING_SETUP_CLAMP;
    }

    /** Whether a call with these flags fetches completions, instead of submitting only. */
    public static boolean getsEvents(int enterFlags) {
        return (enterFlags & IoUring.IORING_ENTER_GETEVENTS) != 0;
    }

    /** Enters the kernel without waiting. */
    public int enter(int toSubmit, int enterFlags) {
        return syscalls.ioUringEnter(ring, toSubmit, 0, enterFlags, 0, 0);
    }

    /** Has the kernel process what it has put off; returns how many completions there are then. */
    public int look() {
        SyscallException.check(enter(0, IoUring.IORING_ENTER_GETEVENTS), "io_uring_enter", ring);
        return completionCount();
    }

    /** The oldest {@code count} requests that are not submitted. */
    public List<Request> requests(int count) {
        ByteBuffer buffer = sqes();
        return IntStream.range(0, count)
                .map(this::requestAt)
                .mapToObj(at -> new Request(
                        buffer.get(at + Sqe.OFFSET_OPCODE),
                        buffer.getInt(at + Sqe.OFFSET_FD),
                        buffer.getInt(at + Sqe.OFFSET_OP_FLAGS),
                        buffer.getLong(at + Sqe.OFFSET_OFF),
                        buffer.getLong(at + Sqe.OFFSET_ADDR),
                        buffer.getLong(at + Sqe.OFFSET_USER_DATA)))
                .toList();
    }

    /** Changes the user data of the request of that index in {@link #requests}. */
    public void setRequestUserData(int index, long userData) {
        sqes().putLong(requestAt(index) + Sqe.OFFSET_USER_DATA, userData);
    }

    /** We never use the array of indexes for anything but the identity: {@link SubmissionQueue}. */
    private int requestAt(int index) {
        int position = rings().getInt(submissionHead) + index;
        return (position & (submissionEntries - 1)) * Sqe.SIZE_SQE;
    }

    /** The time of a timeout request. */
    public static long timeNs(Request timeout) {
        ByteBuffer timespec = memory(timeout.address, Timespecs.SIZE_TIMESPEC);
        return Math.addExact(
                Math.multiplyExact(timespec.getLong(Timespecs.OFFSET_TV_SEC), 1_000_000_000L),
                timespec.getLong(Timespecs.OFFSET_TV_NSEC));
    }

    /** Changes the time of a timeout request that is not submitted yet. */
    public static void setTimeSeconds(Request timeout, long seconds) {
        memory(timeout.address, Timespecs.SIZE_TIMESPEC)
                .putLong(Timespecs.OFFSET_TV_SEC, seconds)
                .putLong(Timespecs.OFFSET_TV_NSEC, 0);
    }

    /** The completions that are not taken, oldest first. */
    public List<Completion> completions() {
        ByteBuffer buffer = rings();
        List<Completion> all = new ArrayList<>();
        for (int i = 0; i < completionCount(); i++) {
            int at = completionAt(i);
            all.add(new Completion(
                    buffer.getLong(at + CompletionQueue.OFFSET_USER_DATA),
                    buffer.getInt(at + CompletionQueue.OFFSET_RES)));
        }
        return all;
    }

    /** Changes the completion of that index in {@link #completions}. */
    public void setCompletion(int index, long userData, int result) {
        int at = completionAt(index);
        rings().putLong(at + CompletionQueue.OFFSET_USER_DATA, userData)
                .putInt(at + CompletionQueue.OFFSET_RES, result);
    }

    private int completionCount() {
        return rings().getInt(completionTail) - rings().getInt(completionHead);
    }

    private int completionAt(int index) {
        int position = rings().getInt(completionHead) + index;
        return completions + (position & (completionEntries - 1)) * CompletionQueue.SIZE_CQE;
    }

    /** Cancels the request with that user data without a request of our own (Linux 6.0). */
    public void cancel(long userData) {
        cancelArgument
                .buffer()
                .putLong(0, userData)
                .putLong(OFFSET_CANCEL_TIMEOUT + Timespecs.OFFSET_TV_SEC, -1)
                .putLong(OFFSET_CANCEL_TIMEOUT + Timespecs.OFFSET_TV_NSEC, -1);
        int result = syscalls.ioUringRegister(ring, IORING_REGISTER_SYNC_CANCEL, cancelArgument.address(), 1);
        SyscallException.check(result, "io_uring_register(SYNC_CANCEL)", ring);
    }

    private ByteBuffer rings() {
        return Objects.requireNonNull(rings, "the rings are not mapped");
    }

    private ByteBuffer sqes() {
        return Objects.requireNonNull(sqes, "the requests are not mapped");
    }

    @Override
    public void close() {
        cancelArgument.close();
    }
}
