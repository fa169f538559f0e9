// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.time.Duration;
import java.util.function.Consumer;
import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.linux.KernelMemory;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SigInfo;
import org.aioactors.aio.linux.uring.BufferRing;
import org.aioactors.aio.linux.uring.FutexOps;
import org.aioactors.aio.linux.uring.PollOps;
import org.aioactors.aio.linux.uring.ProcessOps;
import org.aioactors.aio.linux.uring.Sqe;
import org.aioactors.aio.linux.uring.TimeoutOps;

/**
 * What a context's own io_uring can be asked to do: any operation, each with a callback (B9). See {@link
 * AioContext#requests}. Those of {@linkplain #files files} and {@linkplain #sockets sockets} are families of their own, the
 * others are here, and {@link #addSqe} takes whatever has no method.
 *
 * <p>A request is queued, and given to the kernel by the one system call with which the loop waits anyway; its callback
 * runs in the dispatch stage of a later turn. Nothing here blocks. All methods are for the home thread, also inside
 * callbacks, and throw {@link IllegalStateException} on another one or once the context is closed, {@link
 * IllegalArgumentException} for a negative descriptor, {@link IndexOutOfBoundsException} for bytes outside the memory,
 * {@link UnsupportedOperationException} if this kernel does not have the operation, and {@link
 * org.aioactors.aio.linux.SyscallException} if the queue is full and the kernel takes nothing; then nothing was queued.
 * What the kernel finds wrong comes as a negative result.
 *
 * <p>Memory of a request is the kernel's until its last completion: it may be closed before, and is freed then. Its
 * contents must be left alone. Descriptors stay their owners': cancel requests before closing one.
 */
public final class AioRequests {
    private final RequestQueue queue;
    private final FileRequests files;
    private final SocketRequests sockets;

    AioRequests(LoopGuard guard, CallbackRunner callbacks, MonitorSlot monitor) {
        this.queue = new RequestQueue(guard, callbacks, monitor);
        this.files = new FileRequests(queue);
        this.sockets = new SocketRequests(queue);
    }

    /** Somebody else is to make requests: asks the kernel now what only the home thread can ask. Home thread. */
    void lend() {
        queue.lend();
    }

    /** The ring is replaced, because another loop is to wait for it: that can't be while it is used (S62). */
    void embed() {
        queue.embed();
    }

    /** Throws {@link UnsupportedOperationException} if there is no ring. */
    void checkSupported() {
        queue.checkSupported();
    }

    /** Requests on files, and whatever is read and written like them. Any thread. */
    public FileRequests files() {
        return files;
    }

    /** Requests on sockets. Any thread. */
    public SocketRequests sockets() {
        return sockets;
    }

    /** Does nothing; 0. */
    public AioRequest nop(Completion callback) {
        QueuedRequest request = queue.request("nop", callback, null);
        queue.begin(request).nop();
        return queue.queued(request);
    }

    /** Completes when this time has passed since the submission, with {@code -ETIME}. */
    public AioRequest timeout(Duration duration, Completion callback) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("timeout: must not be negative: " + duration);
        }
        QueuedRequest request = queue.request("timeout", callback, null);
        TimeoutOps.timeout(queue.begin(request), nanos(duration), 0, 0);
        return queue.queued(request);
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? duration.toNanos() : Long.MAX_VALUE;
    }

    /**
     * {@code poll(2)}, once; the events that have come. For an fd that is to be watched on and on, {@link
     * AioContext#setFdHandler} is the better way.
     *
     * @param events such as {@link org.aioactors.aio.linux.PollFds#POLLIN}; errors and hang-ups are always watched
     */
    public AioRequest poll(int fd, int events, Completion callback) {
        QueuedRequest request = queue.request("poll", fd, callback, null);
        PollOps.pollAdd(queue.begin(request), fd, events);
        return queue.queued(request);
    }

    /**
     * Like {@link #poll}, with a completion whenever there is news (Linux 5.13): at once if the descriptor is ready, and
     * then each time it becomes so, whether or not it was in between.
     */
    public AioRequest pollMultishot(int fd, int events, Completion callback) {
        QueuedRequest request = queue.request("poll", fd, callback, null);
        PollOps.pollAddMultishot(queue.begin(request), fd, events);
        return queue.queued(request);
    }

    /**
     * Waits until {@link #futexWake}, {@code futex(2)} or a native library wakes it (Linux 6.7); 0. If the futex does not
     * have the expected value, {@code -EAGAIN}. Only for this process: {@link FutexOps} is for shared memory too.
     *
     * @param offset where in the memory the 32 bits of the futex are, a multiple of 4
     */
    public AioRequest futexWait(NativeMemory memory, int offset, int expected, Completion callback) {
        QueuedRequest request = queue.request("futexWait", callback, memory);
        long address = MemoryUsed.address("futexWait", memory, offset, Integer.BYTES);
        FutexOps.futexWait(queue.begin(request), address, expected, FutexOps.FUTEX2_SIZE_U32 | FutexOps.FUTEX2_PRIVATE);
        return queue.queued(request);
    }

    /**
     * Wakes those of this process that wait for a futex (Linux 6.7); how many there were.
     *
     * @param offset where in the memory the 32 bits of the futex are, a multiple of 4
     * @param count at most so many
     */
    public AioRequest futexWake(NativeMemory memory, int offset, int count, Completion callback) {
        QueuedRequest request = queue.request("futexWake", callback, memory);
        long address = MemoryUsed.address("futexWake", memory, offset, Integer.BYTES);
        FutexOps.futexWake(queue.begin(request), address, count, FutexOps.FUTEX2_SIZE_U32 | FutexOps.FUTEX2_PRIVATE);
        return queue.queued(request);
    }

    /**
     * {@code waitid(2)}, which waits for a child process to change its state (Linux 6.7); 0. The JDK waits for the processes
     * that it has started itself: such a one can only be watched, with {@link SigInfo#WNOWAIT}, and may be gone ({@code
     * -ECHILD}).
     *
     * @param idType such as {@link SigInfo#P_PID}
     * @param id the process id, process group or descriptor, as the type says
     * @param info receives what has happened
     * @param options such as {@link SigInfo#WEXITED}
     */
    public AioRequest waitid(int idType, int id, SigInfo info, int options, Completion callback) {
        QueuedRequest request = queue.request("waitid", callback, info);
        ProcessOps.waitid(queue.begin(request), idType, id, info, options);
        return queue.queued(request);
    }

    /**
     * Any other operation.
     *
     * @param name tells the request apart in error messages
     * @param prepare writes the request, by {@link Sqe#operation} or a method for it such as {@link PollOps#pollAdd}, and
     *     perhaps those that add to it, and does nothing else; if it throws, nothing is queued, and this throws the same. A
     *     request with {@link Sqe#IOSQE_IO_LINK} must be followed at once by the one that it is linked to, see {@link
     *     #reserve}
     * @param memory whatever the kernel may use until the request's last completion
     * @throws IllegalArgumentException if the request would break the loop: if it has {@link Sqe#IOSQE_IO_DRAIN}, which
     *     would hold up the loop's own requests; if it changes user data; or if it is about another request by user data
     *     that is none of a user's request
     * @throws UnsupportedOperationException if this kernel does not have the operation; says which does
     */
    public AioRequest addSqe(String name, Consumer<Sqe> prepare, Completion callback, KernelMemory... memory) {
        QueuedRequest request = queue.request(name, callback, MemoryUsed.all(memory));
        Sqe sqe = queue.begin(request);
        boolean prepared = false;
        try {
            prepare.accept(sqe);
            prepared = true;
        } finally {
            if (!prepared) {
                queue.withdraw(request);
            }
        }
        return queue.queued(request);
    }

    /**
     * Sees to it that this many requests can be queued before the next submission, which may submit those before. For
     * requests that are linked: a full queue would cut the chain.
     *
     * @throws IllegalArgumentException if the queue is smaller
     */
    public void reserve(int count) {
        queue.ring("reserve").reserve(count);
    }

    /**
     * Buffers for {@link SocketRequests#recvMultishot} and other requests that select (Linux 5.19). May be closed at any
     * time, and are with the context.
     *
     * @param count how many, a power of two up to 32768
     * @param bufferSize of each, in bytes
     */
    public BufferRing openBuffers(int count, int bufferSize) {
        return queue.ring("openBuffers").buffers().open(count, bufferSize);
    }

    /** How many requests have not had their last completion. */
    public int outstanding() {
        return queue.ring("outstanding").outstanding();
    }

    /** Runs the callbacks of completions that have come; returns whether there were any. */
    boolean dispatch() {
        return queue.dispatch();
    }

    /** Cancels all requests and runs their callbacks. May block for some seconds if the kernel has lost one. */
    void close() {
        queue.close();
    }
}
