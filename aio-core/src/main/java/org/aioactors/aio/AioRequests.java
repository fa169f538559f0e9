// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.RingRequest;
import org.aioactors.aio.fdmon.RingRequests;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.KernelMemory;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.uring.BufferRing;
import org.aioactors.aio.linux.uring.Sqe;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What a context's own io_uring can be asked to do: any operation, each with a callback (B9). See {@link
 * AioContext#requests}.
 *
 * <p>A request is queued, and given to the kernel by the one system call with which the loop waits anyway; its callback
 * runs in the dispatch stage of a later turn. Nothing here blocks. All methods are for the home thread, also inside
 * callbacks, and throw {@link IllegalStateException} on another one or once the context is closed, {@link
 * IllegalArgumentException} for a negative descriptor, {@link IndexOutOfBoundsException} for bytes outside the memory,
 * and {@link org.aioactors.aio.linux.SyscallException} if the queue is full and the kernel takes nothing; then nothing
 * was queued. What the kernel finds wrong comes as a negative result.
 *
 * <p>Memory of a request is the kernel's until its last completion: it may be closed before, and is freed then. Its
 * contents must be left alone. Descriptors stay their owners': cancel requests before closing one.
 */
public final class AioRequests {
    /** For reads and writes: at the current position, the only one for what has no positions, such as a pipe. */
    public static final long CURRENT_POSITION = -1;

    /** How long closing waits for requests that the kernel does not let go of. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private static final int MOST_NAMES = 10;

    private final AioContext context;
    private final CallbackRunner callbacks;
    private final MonitorSlot monitor;

    /** Null if the monitor has none. Changed by {@link #embed} only. */
    private @Nullable RingRequests ring;

    AioRequests(AioContext context, CallbackRunner callbacks, MonitorSlot monitor) {
        this.context = context;
        this.callbacks = callbacks;
        this.monitor = monitor;
        this.ring = monitor.requests();
    }

    /** The ring is replaced, because another loop is to wait for it: that can't be while it is used (S62). */
    void embed() {
        if (ring != null && ring.isUsed()) {
            throw new IllegalStateException("foreignLoop: context '" + context.name()
                    + "' has made requests on its io_uring, which another loop can't wait for; call foreignLoop before"
                    + " the first request");
        }
        monitor.embed();
        ring = monitor.requests();
    }

    private RingRequests ring() {
        RingRequests present = ring;
        if (present == null) {
            throw unsupported();
        }
        return present;
    }

    /** Throws {@link UnsupportedOperationException} if there is no ring. */
    void checkSupported() {
        if (ring == null) {
            throw unsupported();
        }
    }

    private UnsupportedOperationException unsupported() {
        String why = monitor.whyNoRing();
        return new UnsupportedOperationException("requests: context '" + context.name()
                + "', which monitors its fds with " + monitor.current().kind() + ", takes none: "
                + (why != null ? why : "build it with fdMonitor(FdMonitorKind." + FdMonitorKind.IO_URING + ")"));
    }

    /** Does nothing; 0. */
    public AioRequest nop(Completion callback) {
        AioRequest request = request("nop", callback, null);
        begin(request).nop();
        return queued(request);
    }

    /**
     * {@code pread(2)}; the number of bytes, 0 at the end. A descriptor with {@code O_NONBLOCK} may answer {@code
     * -EAGAIN}; without, the read waits.
     *
     * @param position where in the file, or {@link #CURRENT_POSITION}
     */
    public AioRequest read(int fd, NativeMemory memory, int offset, int length, long position, Completion callback) {
        AioRequest request = request("read", fd, callback, memory);
        long address = MemoryUsed.address("read", memory, offset, length);
        checkPosition("read", position);
        begin(request).read(fd, address, length, position);
        return queued(request);
    }

    /** {@code pwrite(2)}; the number of bytes, which may be fewer than asked. Otherwise like {@link #read}. */
    public AioRequest write(int fd, NativeMemory memory, int offset, int length, long position, Completion callback) {
        AioRequest request = request("write", fd, callback, memory);
        long address = MemoryUsed.address("write", memory, offset, length);
        checkPosition("write", position);
        begin(request).write(fd, address, length, position);
        return queued(request);
    }

    /**
     * {@code fsync(2)}; 0. It does not wait for writes that have not completed.
     *
     * @param dataOnly {@code fdatasync(2)} instead
     */
    public AioRequest fsync(int fd, boolean dataOnly, Completion callback) {
        AioRequest request = request("fsync", fd, callback, null);
        begin(request).fsync(fd, dataOnly);
        return queued(request);
    }

    /**
     * {@code openat(2)}; the descriptor, which is close-on-exec and the caller's to close.
     *
     * @param directory what a relative path starts from, or {@link Fcntl#AT_FDCWD}
     * @param flags such as {@link Fcntl#O_RDONLY}
     * @param mode the permissions of a file that is made
     */
    public AioRequest openat(int directory, String path, int flags, int mode, Completion callback) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("openat: a path has no zero character: " + path.replace('\0', '?'));
        }
        try (NativeMemory name = NativeMemory.allocate(bytes.length + 1)) { // freed when the kernel is done with it
            name.buffer().put(0, bytes);
            AioRequest request = request("openat '" + path + "'", callback, name);
            begin(request).openat(directory, name.address(), flags | Fcntl.O_CLOEXEC, mode);
            return queued(request);
        }
    }

    /** {@code close(2)}; 0. */
    public AioRequest close(int fd, Completion callback) {
        AioRequest request = request("close", fd, callback, null);
        begin(request).close(fd);
        return queued(request);
    }

    /**
     * {@code accept4(2)}; the new descriptor, non-blocking and close-on-exec, the caller's to close.
     *
     * @param peer receives the peer's address; null if nobody wants to know
     */
    public AioRequest accept(int fd, @Nullable SockAddr peer, Completion callback) {
        AioRequest request = request("accept", fd, callback, peer);
        begin(request).accept(fd, peer, Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC);
        return queued(request);
    }

    /** Like {@link #accept}, with a completion for each connection (Linux 5.19). */
    public AioRequest acceptMultishot(int fd, Completion callback) {
        AioRequest request = request("accept", fd, callback, null);
        begin(request).acceptMultishot(fd, Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC);
        return queued(request);
    }

    /** {@code connect(2)}; 0 when connected, {@code -ECONNREFUSED} and the like when not. */
    public AioRequest connect(int fd, SockAddr address, Completion callback) {
        AioRequest request = request("connect", fd, callback, address);
        begin(request).connect(fd, address);
        return queued(request);
    }

    /** Likewise; throws {@link IllegalArgumentException} if the address is unresolved. */
    public AioRequest connect(int fd, InetSocketAddress address, Completion callback) {
        try (SockAddr raw = SockAddr.allocate()) { // freed when the kernel is done with it
            raw.set(address);
            return connect(fd, raw, callback);
        }
    }

    /** {@code recv(2)}, which waits for something to come; the number of bytes, 0 at the end. */
    public AioRequest recv(int fd, NativeMemory memory, int offset, int length, Completion callback) {
        AioRequest request = request("recv", fd, callback, memory);
        long address = MemoryUsed.address("recv", memory, offset, length);
        begin(request).recv(fd, address, length, 0);
        return queued(request);
    }

    /**
     * {@code recv(2)} again and again, into buffers that the kernel chooses, with a completion for each (Linux 6.0);
     * their callbacks {@linkplain BufferRing#take take} the buffers. It ends with the stream (0), with an error, or
     * with {@code -ENOBUFS} when no buffer is left.
     *
     * @param buffers of this context, see {@link #openBuffers}
     */
    public AioRequest recvMultishot(int fd, BufferRing buffers, Completion callback) {
        if (!ring().buffers().owns(buffers)) {
            throw new IllegalArgumentException("recvMultishot: these buffers are not of context '" + context.name()
                    + "'; get some by openBuffers");
        }
        AioRequest request = request("recv", fd, callback, buffers);
        begin(request).recvMultishot(fd, buffers.group(), 0);
        return queued(request);
    }

    /** {@code send(2)}, which waits for room; the number of bytes, which may be fewer than asked. */
    public AioRequest send(int fd, NativeMemory memory, int offset, int length, Completion callback) {
        AioRequest request = request("send", fd, callback, memory);
        long address = MemoryUsed.address("send", memory, offset, length);
        begin(request).send(fd, address, length, 0);
        return queued(request);
    }

    /**
     * {@code shutdown(2)}; 0.
     *
     * @param how such as {@link Sockets#SHUT_WR}
     */
    public AioRequest shutdown(int fd, int how, Completion callback) {
        AioRequest request = request("shutdown", fd, callback, null);
        begin(request).shutdown(fd, how);
        return queued(request);
    }

    /** Completes when this time has passed since the submission, with {@code -ETIME}. */
    public AioRequest timeout(Duration duration, Completion callback) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("timeout: must not be negative: " + duration);
        }
        AioRequest request = request("timeout", callback, null);
        begin(request).timeout(nanos(duration), 0, 0);
        return queued(request);
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? duration.toNanos() : Long.MAX_VALUE;
    }

    /**
     * Any other operation.
     *
     * @param name tells the request apart in error messages
     * @param prepare writes the request, by one method of {@link Sqe} and perhaps those that add to it, and does
     *     nothing else; if it throws, nothing is queued, and this throws the same. A request with {@link
     *     Sqe#IOSQE_IO_LINK} must be followed at once by the one that it is linked to, see {@link #reserve}
     * @param memory whatever the kernel may use until the request's last completion
     * @throws IllegalArgumentException if the request has {@link Sqe#IOSQE_IO_DRAIN}: it would hold up the loop's own
     *     requests, and the loop would hear of nothing more
     */
    public AioRequest addSqe(String name, Consumer<Sqe> prepare, Completion callback, KernelMemory... memory) {
        AioRequest request = request(name, callback, MemoryUsed.all(memory));
        Sqe sqe = begin(request);
        boolean prepared = false;
        try {
            prepare.accept(sqe);
            checkDrainsNothing(name, sqe);
            prepared = true;
        } finally {
            if (!prepared) {
                ring().withdraw(request);
                request.releaseMemory();
            }
        }
        return queued(request);
    }

    private static void checkDrainsNothing(String name, Sqe sqe) {
        if (sqe.has(Sqe.IOSQE_IO_DRAIN)) {
            throw new IllegalArgumentException(
                    "addSqe: '" + name + "' has IOSQE_IO_DRAIN, which waits for the fds that the"
                            + " loop watches and holds up all requests behind it, the loop's own included");
        }
    }

    /**
     * Sees to it that this many requests can be queued before the next submission, which may submit those before. For
     * requests that are linked: a full queue would cut the chain.
     *
     * @throws IllegalArgumentException if the queue is smaller
     */
    public void reserve(int count) {
        context.checkHomeThread("reserve");
        ring().reserve(count);
    }

    /**
     * Buffers for {@link #recvMultishot} and other requests that select (Linux 5.19). May be closed at any time, and
     * are with the context.
     *
     * @param count how many, a power of two up to 32768
     * @param bufferSize of each, in bytes
     */
    public BufferRing openBuffers(int count, int bufferSize) {
        context.checkHomeThread("openBuffers");
        return ring().buffers().open(count, bufferSize);
    }

    /** How many requests have not had their last completion. */
    public int outstanding() {
        context.checkHomeThread("outstanding");
        return ring().outstanding();
    }

    private AioRequest request(String operation, int fd, Completion callback, @Nullable KernelMemory memory) {
        if (fd < 0) {
            throw new IllegalArgumentException(operation + ": fd must not be negative: " + fd);
        }
        context.checkHomeThread(operation);
        return new AioRequest(this, operation, fd, Objects.requireNonNull(callback, "callback"), memory);
    }

    private AioRequest request(String operation, Completion callback, @Nullable KernelMemory memory) {
        context.checkHomeThread(operation);
        return new AioRequest(this, operation, Objects.requireNonNull(callback, "callback"), memory);
    }

    private static void checkPosition(String operation, long position) {
        if (position < CURRENT_POSITION) {
            throw new IndexOutOfBoundsException(operation + ": position must not be negative: " + position);
        }
    }

    private Sqe begin(AioRequest request) {
        request.retainMemory();
        boolean begun = false;
        try {
            Sqe sqe = ring().begin(request);
            begun = true;
            return sqe;
        } finally {
            if (!begun) {
                request.releaseMemory();
            }
        }
    }

    private AioRequest queued(AioRequest request) {
        ring().end();
        return request;
    }

    boolean cancel(AioRequest request) {
        if (!ring().isClosed()) { // a callback that runs while the context is closed may ask
            context.checkHomeThread("cancel");
        }
        return ring().cancel(request);
    }

    void callBack(AioRequest request, Completion callback, int result, int flags) {
        callbacks.complete(request, callback, result, flags);
    }

    /** Runs the callbacks of completions that have come; returns whether there were any. */
    boolean dispatch() {
        return ring != null && ring.dispatch();
    }

    /** Cancels all requests and runs their callbacks. May block for some seconds if the kernel has lost one. */
    void close() {
        if (ring == null) {
            return;
        }
        List<RingRequest> left = ring.close(LONGEST_CLOSE.toNanos());
        if (!left.isEmpty()) {
            LoggerFactory.getLogger(AioRequests.class)
                    .warn(
                            "context '{}' is closed without {} requests that the kernel does not end; their memory is"
                                    + " never freed: {}{}",
                            context.name(),
                            left.size(),
                            left.stream()
                                    .limit(MOST_NAMES)
                                    .map(Object::toString)
                                    .collect(Collectors.joining(", ")),
                            left.size() > MOST_NAMES ? ", ..." : "");
        }
    }
}
