// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.RingRequest;
import org.aioactors.aio.fdmon.RingRequests;
import org.aioactors.aio.linux.KernelMemory;
import org.aioactors.aio.linux.uring.Sqe;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What all families of requests have in common: each is made, given its memory, queued on the ring of the context, and
 * called back. Home thread only.
 *
 * <pre>
 *   request("read", fd, ...)   checks thread, fd and callback
 *   begin(request)             the memory is the kernel's; returns what is to be written
 *   queued(request)            or, if it is refused, the memory is given back
 * </pre>
 */
final class RequestQueue {
    /** How long closing waits for requests that the kernel does not let go of. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final LoopGuard guard;
    private final CallbackRunner callbacks;
    private final MonitorSlot monitor;

    /** Null if the monitor has none. Changed by {@link #embed} only. */
    private @Nullable RingRequests ring;

    RequestQueue(LoopGuard guard, CallbackRunner callbacks, MonitorSlot monitor) {
        this.guard = guard;
        this.callbacks = callbacks;
        this.monitor = monitor;
        this.ring = monitor.requests();
    }

    /** The ring is replaced, because another loop is to wait for it: that can't be while it is used (S62). */
    void embed() {
        if (ring != null && ring.isUsed()) {
            throw new IllegalStateException("foreignLoop: context '" + guard.contextName()
                    + "' has made requests on its io_uring, which another loop can't wait for; call foreignLoop before"
                    + " the first request");
        }
        monitor.embed();
        ring = monitor.requests();
    }

    /** Asks the kernel what a guest could not, to whom a ring of a single issuer is closed but for the queue. Home thread. */
    void lend() {
        RingRequests present = ring;
        if (present != null) {
            present.probe();
        }
    }

    /** The ring, for the home thread; throws on another one. */
    RingRequests ring(String operation) {
        guard.check(operation);
        return ring();
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
        return new UnsupportedOperationException("requests: context '" + guard.contextName()
                + "', which monitors its fds with " + monitor.current().kind() + ", takes none: "
                + (why != null ? why : "build it with fdMonitor(FdMonitorKind." + FdMonitorKind.IO_URING + ")"));
    }

    String contextName() {
        return guard.contextName();
    }

    QueuedRequest request(String operation, int fd, Completion callback, @Nullable KernelMemory memory) {
        checkFd(operation, fd);
        guard.check(operation);
        return new QueuedRequest(this, operation, fd, Objects.requireNonNull(callback, "callback"), memory);
    }

    QueuedRequest request(String operation, Completion callback, @Nullable KernelMemory memory) {
        guard.check(operation);
        return new QueuedRequest(this, operation, Objects.requireNonNull(callback, "callback"), memory);
    }

    static void checkFd(String operation, int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException(operation + ": fd must not be negative: " + fd);
        }
    }

    Sqe begin(QueuedRequest request) {
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

    /** The request is written; throws if it is refused, and then it is as if it had not begun. */
    AioRequest queued(QueuedRequest request) {
        boolean accepted = false;
        try {
            ring().end();
            accepted = true;
        } finally {
            if (!accepted) {
                request.releaseMemory();
            }
        }
        return request;
    }

    /** The request could not be written: it is as if it had not begun. */
    void withdraw(QueuedRequest request) {
        ring().withdraw();
        request.releaseMemory();
    }

    boolean cancel(QueuedRequest request) {
        if (!ring().isClosed()) { // a callback that runs while the context is closed may ask
            guard.check("cancel");
        }
        return ring().cancel(request);
    }

    void callBack(QueuedRequest request, Completion callback, int result, int flags) {
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
                                    + " never freed: {}",
                            guard.contextName(),
                            left.size(),
                            Named.some(left));
        }
    }
}
