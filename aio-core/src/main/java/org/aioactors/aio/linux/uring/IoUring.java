// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * An io_uring: the owner of its descriptor and of the memory that it shares with the kernel.
 *
 * <p>It belongs to the thread that opens it, and all methods are for that thread: with {@link
 * IoUringOptions#IORING_SETUP_SINGLE_ISSUER} the kernel refuses others ({@code EEXIST}), and otherwise
 * nothing stops them from corrupting it. Open it where it will be used; a disabled ring ({@code
 * IORING_SETUP_R_DISABLED}) that is handed over is not supported. When that thread ends, the kernel
 * cancels its requests.
 *
 * <p>{@link #submitAndWait} is one system call and may block, {@link #submit} is one and does not; nothing
 * else is or does but {@link #open}, {@link #probe} and {@link #close}, which are for beginning and end.
 */
public final class IoUring implements AutoCloseable {
    /** The timeout that never expires. */
    public static final long INFINITE = Syscalls.INFINITE;

    static final int IORING_FEAT_SINGLE_MMAP = 1;
    static final int IORING_FEAT_NODROP = 1 << 1;
    static final int IORING_FEAT_SUBMIT_STABLE = 1 << 2;
    static final int IORING_FEAT_EXT_ARG = 1 << 8;
    static final int IORING_FEAT_RSRC_TAGS = 1 << 10;

    /** Linux 6.15. */
    static final int IORING_FEAT_NO_IOWAIT = 1 << 17;

    static final int IORING_ENTER_GETEVENTS = 1;
    static final int IORING_ENTER_EXT_ARG = 1 << 3;
    static final int IORING_ENTER_NO_IOWAIT = 1 << 7;

    static final long IORING_OFF_SQ_RING = 0;
    static final long IORING_OFF_SQES = 0x10000000L;

    /** What we do not want to live without; the youngest of them came with Linux 5.11. */
    private static final int NEEDED_FEATURES =
            IORING_FEAT_SINGLE_MMAP | IORING_FEAT_NODROP | IORING_FEAT_SUBMIT_STABLE | IORING_FEAT_EXT_ARG;

    private final Syscalls syscalls;
    private final Resources resources;
    private final Fd fd;
    private final int setupFlags;
    private final int features;

    /**
     * What a wait adds to its flags. A thread that waits with requests pending, as a loop that watches fds always has,
     * counts as waiting for a disk unless told otherwise: the machine seems busy, and its processors don't sleep deeply.
     */
    private final int waitFlags;

    private final WaitArgument waitArgument;
    private final SubmissionQueue submissions;
    private final CompletionQueue completions;

    /** What this kernel has; null until somebody asks. */
    private @Nullable IoUringProbe probe;

    /** Adds what it takes to the resources, which the caller closes if this throws. */
    private IoUring(Syscalls syscalls, int number, IoUringParams params, Resources resources) {
        this.syscalls = syscalls;
        this.resources = resources;
        fd = Fd.adopt(syscalls, number, "io_uring");
        // The mappings go before the descriptor, so that closing it is what ends the ring.
        resources.add(fd::close);
        setupFlags = params.flags();
        features = params.features();
        if ((features & NEEDED_FEATURES) != NEEDED_FEATURES) {
            throw new SyscallException(
                    "io_uring_setup(features=0x" + Integer.toHexString(features) + ")", number, Errno.EOPNOTSUPP);
        }
        waitFlags = IORING_ENTER_GETEVENTS | ((features & IORING_FEAT_NO_IOWAIT) != 0 ? IORING_ENTER_NO_IOWAIT : 0);
        SharedMemory rings =
                SharedMemory.ofRing(syscalls, number, IORING_OFF_SQ_RING, params.ringsSize(), "rings of an io_uring");
        resources.add(rings::close);
        SharedMemory sqes =
                SharedMemory.ofRing(syscalls, number, IORING_OFF_SQES, params.sqesSize(), "requests of an io_uring");
        resources.add(sqes::close);
        Timespecs timespecs = new Timespecs(params.submissionEntries());
        resources.add(timespecs::close);
        waitArgument = new WaitArgument();
        resources.add(waitArgument::close);
        submissions = new SubmissionQueue(rings, sqes, timespecs, params);
        completions = new CompletionQueue(rings, params);
    }

    /**
     * Makes a ring ({@code io_uring_setup(2)}) for the calling thread, without those wishes that the kernel
     * does not know.
     *
     * @throws SyscallException if there is none to be had; {@link #explain} says why
     * @throws OutOfMemoryError if there is no native memory left
     */
    public static IoUring open(Syscalls syscalls, IoUringOptions options) {
        Resources resources = new Resources();
        try (IoUringParams params = new IoUringParams()) {
            int result = params.setUp(syscalls, options);
            SyscallException.check(result, "io_uring_setup(entries=" + options.entries() + ")");
            return new IoUring(syscalls, result, params, resources);
        } catch (RuntimeException | Error failure) {
            resources.closeAfter(failure);
            throw failure;
        }
    }

    /**
     * What a failure of {@link #open} means on this machine, and what to do about it: for a log line, after
     * the failure's own message. Any thread.
     */
    public static String explain(SyscallException failure) {
        return switch (failure.errno()) {
            case Errno.EPERM, Errno.EACCES ->
                "io_uring is forbidden here: kernel.io_uring_disabled is set, or"
                        + " a seccomp filter, as containers have, refuses it";
            case Errno.ENOSYS ->
                "there is no io_uring here: the kernel is older than 5.1 or was built without,"
                        + " or a seccomp filter hides it";
            case Errno.EINVAL, Errno.EOPNOTSUPP -> "the kernel's io_uring is too old: Linux 5.11 is needed";
            case Errno.ENOMEM ->
                "there is not enough memory for the ring: raise the limit of locked memory"
                        + " (ulimit -l), or ask for fewer entries";
            case Errno.EMFILE, Errno.ENFILE -> "there are too many open files: raise the limit (ulimit -n)";
            default -> "io_uring does not work here";
        };
    }

    /** The queue of requests: the same object at each call. */
    public SubmissionQueue submissions() {
        return submissions;
    }

    /** The queue of completions: the same object at each call. */
    public CompletionQueue completions() {
        return completions;
    }

    /**
     * Submits all requests, lets the kernel process what it has put off, and waits: one {@code
     * io_uring_enter(2)}.
     *
     * @param waitFor how many completions to wait for, those already in the queue included; 0 does not wait
     * @param timeoutNs relative, in nanoseconds; 0 does not wait, {@link #INFINITE} never expires
     * @return how many requests the kernel has taken, which is not all if {@link SubmissionQueue#size()} is
     *     then not 0; with none taken also <ul>
     *     <li>{@code -ETIME}: the timeout has expired;
     *     <li>{@code -EINTR}: a signal has come: wait again;
     *     <li>{@code -EAGAIN}: the kernel has no memory for requests: let some complete and try again;
     *     <li>{@code -EBUSY}: more completions have overflowed than fit: take some and try again.</ul>
     *     After anything was taken, the end of the wait has no result of its own: look at the queue
     * @throws SyscallException on any other error, such as {@code EBADR}, which says that a completion is
     *     {@linkplain CompletionQueue#lost() lost}
     * @throws IllegalStateException if the ring is closed
     */
    public int submitAndWait(int waitFor, long timeoutNs) {
        int number = fd.value();
        int toSubmit = submissions.publish();
        // Also without a wait, GETEVENTS makes room for overflowed completions and runs deferred task work.
        int result = waitFor == 0 || timeoutNs < 0
                ? syscalls.ioUringEnter(number, toSubmit, waitFor, waitFlags, 0, 0)
                : enterWithTimeout(number, toSubmit, timeoutNs == 0 ? 0 : waitFor, timeoutNs);
        return result >= 0 ? result : checkEnter(result, number);
    }

    /**
     * Submits all requests, and nothing else: one {@code io_uring_enter(2)} that leaves overflowed completions
     * and put-off work in the kernel. For making room in the queue between two {@link #submitAndWait}.
     *
     * @return how many requests the kernel has taken, or an error as for {@link #submitAndWait}
     * @throws SyscallException on any other error
     * @throws IllegalStateException if the ring is closed
     */
    public int submit() {
        int number = fd.value();
        int result = syscalls.ioUringEnter(number, submissions.publish(), 0, 0, 0, 0);
        return result >= 0 ? result : checkEnter(result, number);
    }

    private int enterWithTimeout(int number, int toSubmit, int waitFor, long timeoutNs) {
        return syscalls.ioUringEnter(
                number,
                toSubmit,
                waitFor,
                waitFlags | IORING_ENTER_EXT_ARG,
                waitArgument.address(timeoutNs),
                WaitArgument.SIZE_GETEVENTS_ARG);
    }

    private static int checkEnter(int result, int number) {
        return switch (-result) {
            case Errno.ETIME, Errno.EINTR, Errno.EAGAIN, Errno.EBUSY -> result;
            default -> throw new SyscallException("io_uring_enter", number, -result);
        };
    }

    /**
     * How many requests were prepared, submitted or not, whose last completion is not taken from the
     * queue yet. While it is not 0, the kernel may use the memory of requests: before that is freed,
     * cancel them, submit and take completions until it is. No system call.
     */
    public long inFlight() {
        return submissions.prepared() - completions.finished();
    }

    /**
     * The ring's descriptor, readable while there are completions to take, for whoever waits elsewhere ({@code
     * poll(2)}, {@code epoll(7)}). Not with {@link IoUringOptions#IORING_SETUP_DEFER_TASKRUN}: such a ring wakes
     * nobody who waits already (measured on Linux 6.18).
     *
     * @throws IllegalStateException if the ring is closed
     */
    public int fd() {
        return fd.value();
    }

    /** The {@code IORING_SETUP_} flags that the ring has. */
    public int setupFlags() {
        return setupFlags;
    }

    /** Whether the ring has the given flags, all of them. */
    public boolean has(int flags) {
        return (setupFlags & flags) == flags;
    }

    /** Whether the kernel has {@link PollOps#pollAddMultishot} (Linux 5.13, as registered resources with tags). */
    public boolean hasMultishotPoll() {
        return (features & IORING_FEAT_RSRC_TAGS) != 0;
    }

    /** The {@code IORING_FEAT_} bits of this kernel. */
    int features() {
        return features;
    }

    /**
     * What else this kernel has: the same object at each call, and one system call for the first.
     *
     * @throws SyscallException if it does not tell
     * @throws IllegalStateException if the ring is closed, and nobody has asked before
     */
    public IoUringProbe probe() {
        IoUringProbe known = probe;
        if (known == null) {
            known = IoUringProbe.of(this);
            probe = known;
        }
        return known;
    }

    /** {@code io_uring_register(2)}. */
    int register(int opcode, long argAddress, int count, String call) {
        int number = fd.value();
        return SyscallException.check(syscalls.ioUringRegister(number, opcode, argAddress, count), call, number);
    }

    Syscalls syscalls() {
        return syscalls;
    }

    /** Whether {@link #close()} was not called yet. */
    public boolean isOpen() {
        return fd.isOpen();
    }

    /**
     * Closes the ring; does nothing if it is closed already.
     *
     * <p>The kernel then cancels what is {@linkplain #inFlight() in flight}, but later and on its own:
     * whoever frees memory of requests does not rely on that.
     *
     * @throws SyscallException if the kernel reports an error; the ring is closed nevertheless
     */
    @Override
    public void close() {
        resources.close();
    }

    @Override
    public String toString() {
        return fd + ", " + submissions.capacity() + " + " + completions.capacity() + " entries, flags 0x"
                + Integer.toHexString(setupFlags);
    }
}
