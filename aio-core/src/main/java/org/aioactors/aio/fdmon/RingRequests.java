// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.List;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.uring.CancelOps;
import org.aioactors.aio.linux.uring.IoUring;
import org.aioactors.aio.linux.uring.IoUringProbe;
import org.aioactors.aio.linux.uring.Sqe;
import org.aioactors.aio.linux.uring.SubmissionQueue;
import org.jspecify.annotations.Nullable;

/**
 * Requests of users on the ring that the loop waits on (B9).
 *
 * <pre>
 *   begin, end ──► submission queue ── the one system call of the turn ──► kernel
 *       RequestGuard                                                          │
 *                                                                             │
 *   dispatch ◄── RingCompletions ◄── offer ◄── UringFdMonitor.collect ◄─────┤
 *                                                                             │
 *   cancel ─────► submission queue ◄── RepeatedCancels ◄── offer ◄───────────┘
 * </pre>
 *
 * <p>A request keeps its slot until its last completion is dispatched. Nothing allocates once the tables have grown. Home
 * thread only.
 */
public final class RingRequests {
    /** How often a full queue is submitted in vain before the caller is told. */
    private static final int MAX_ATTEMPTS = 8;

    private final IoUring ring;
    private final SubmissionQueue submissions;
    private final RingBuffers buffers;
    private final RequestGuard guard;
    private final RequestSlots slots = new RequestSlots();
    private final RepeatedCancels cancels;
    private final RingCompletions completions;

    /** The request that is being written, and must stay the newest; null if there is none. */
    private @Nullable RingRequest written;

    private boolean closed;

    RingRequests(IoUring ring) {
        this.ring = ring;
        this.submissions = ring.submissions();
        this.buffers = new RingBuffers(ring);
        this.guard = new RequestGuard(ring);
        this.cancels = new RepeatedCancels(ring, slots);
        this.completions = new RingCompletions(ring, slots, cancels);
    }

    /** The buffers that requests on this ring can select from. */
    public RingBuffers buffers() {
        return buffers;
    }

    /** What this kernel has, which it is asked once. Home thread. */
    public IoUringProbe probe() {
        return ring.probe();
    }

    /**
     * Queues a request, which the next wait submits; a full queue is submitted now. The caller writes the request, and
     * then calls {@link #end} or, if that failed, {@link #withdraw}.
     *
     * @throws IllegalStateException inside another request's preparation, or once closed
     * @throws SyscallException if the queue is full and the kernel takes nothing
     */
    public Sqe begin(RingRequest request) {
        checkMayQueue();
        reserve(1);
        slots.add(request);
        written = request;
        return next(request.userData());
    }

    /**
     * The request of {@link #begin} is written. If this throws, nothing is queued.
     *
     * @throws IllegalArgumentException if it is one that would break the loop
     * @throws UnsupportedOperationException if this kernel does not have it
     */
    public void end() {
        RingRequest request = written;
        if (request == null) {
            throw new IllegalStateException("no request is being prepared");
        }
        boolean accepted = false;
        try {
            guard.check(request, submissions.newest());
            accepted = true;
        } finally {
            if (accepted) {
                written = null;
            } else {
                withdraw();
            }
        }
    }

    /** Takes back the request of {@link #begin}; does nothing if there is none. */
    public void withdraw() {
        RingRequest request = written;
        if (request != null) {
            written = null;
            submissions.withdraw();
            slots.remove(request);
        }
    }

    /**
     * Submits what is queued unless that many more requests fit, so that a chain of linked ones is not cut.
     *
     * @throws IllegalArgumentException if the queue can never take so many
     * @throws SyscallException if the kernel takes nothing
     */
    public void reserve(int count) {
        checkMayQueue();
        if (count < 1 || count > submissions.capacity()) {
            throw new IllegalArgumentException(
                    "the queue takes from 1 to " + submissions.capacity() + " requests, not " + count);
        }
        makeRoom(count);
    }

    private void checkMayQueue() {
        if (closed) {
            throw new IllegalStateException("the context is closing: it takes no new requests");
        }
        if (written != null) {
            throw new IllegalStateException("a request can't be made while another one is being prepared");
        }
    }

    private Sqe next(long userData) {
        makeRoom(1);
        Sqe sqe = submissions.next(userData);
        if (sqe == null) {
            throw new AssertionError("there was room");
        }
        return sqe;
    }

    private void makeRoom(int count) {
        for (int attempt = 0; submissions.remaining() < count; attempt++) {
            int result = ring.submitAndWait(0, 0);
            if (result < 0) {
                if (attempt == MAX_ATTEMPTS) {
                    throw new SyscallException("io_uring_enter(submit)", ring.fd(), -result);
                }
                // EBUSY and EAGAIN want completions to be taken first (B7); it is not yet their time.
                completions.takeAll();
            }
        }
    }

    /**
     * Asks the kernel to cancel a request, until it has ended; its last completion comes in any case.
     *
     * @return false if it has ended already
     */
    public boolean cancel(RingRequest request) {
        if (slots.get(request.userData()) != request || request.ended) {
            return false;
        }
        if (written != null) {
            throw new IllegalStateException("cancel: another request is being prepared");
        }
        if (!closed) { // else everything is being cancelled
            submissions.endChain();
            CancelOps.cancel(next(RequestSlots.as(RequestSlots.CANCEL, request.userData())), request.userData());
        }
        return true;
    }

    /** Whether {@link #close} was called: everything is cancelled, or was. */
    public boolean isClosed() {
        return closed;
    }

    /** Whether there ever was a request, or buffers for one. */
    public boolean isUsed() {
        return slots.isUsed() || buffers.isUsed();
    }

    /** How many requests have not had their last completion dispatched. */
    public int outstanding() {
        return slots.count();
    }

    /** Whether completions wait for the dispatch stage. */
    public boolean hasArrived() {
        return completions.hasArrived();
    }

    /** Hands out the completions that have arrived before this call; returns whether there were any. */
    public boolean dispatch() {
        return completions.dispatch();
    }

    // For the monitor.

    /** Whether a completion is for {@link #offer}. */
    static boolean isOurs(long userData) {
        return userData < 0;
    }

    /** Takes in a completion with user data that {@link #isOurs}. */
    void offer(long userData, int result, int flags) {
        completions.offer(userData, result, flags);
    }

    /** Queues what is to follow earlier requests, as far as there is room. Before each wait. */
    void prepareFollowUps() {
        cancels.prepare();
    }

    /** Whether there is something for the kernel. */
    boolean hasToSubmit() {
        return submissions.size() > 0 || !cancels.isEmpty();
    }

    /** Whether there is something for the loop that no wait would bring. */
    boolean hasPending() {
        return completions.hasArrived() || !completions.setAside().isEmpty();
    }

    /** Completions of fd polls that were taken early. */
    CompletionFifo setAside() {
        return completions.setAside();
    }

    /**
     * Cancels all requests of the ring, fd polls included, and hands out completions until there are none left to
     * come. Then closes the buffers. May block.
     *
     * @param timeoutNs how long to wait at most
     * @return the requests that have not ended: the kernel may still use their memory, which must never be freed
     * @throws SyscallException if the kernel refuses the wait itself
     */
    public List<RingRequest> close(long timeoutNs) {
        if (closed) {
            return List.of();
        }
        closed = true;
        if (ring.inFlight() > 0 || slots.count() > 0) {
            endAll(System.nanoTime() + timeoutNs);
        }
        buffers.close();
        return slots.all();
    }

    private void endAll(long deadlineNs) {
        submitAndDispatch(); // what can complete now need not be cancelled
        CancelOps.cancelAny(next(RequestSlots.as(RequestSlots.CANCEL_ALL, Long.MIN_VALUE)));
        submitAndDispatch();
        // For kernels that can't cancel everything at once, and to hear of requests that have to be asked again.
        for (RingRequest request : slots.all()) {
            cancels.cancel(request.userData());
        }
        long leftNs = deadlineNs - System.nanoTime();
        while (mayStillCome() && leftNs > 0) {
            cancels.prepare();
            ring.submitAndWait(1, leftNs);
            completions.takeAll();
            dispatch();
            leftNs = deadlineNs - System.nanoTime();
        }
    }

    private void submitAndDispatch() {
        ring.submitAndWait(0, 0);
        completions.takeAll();
        dispatch();
    }

    private boolean mayStillCome() {
        return slots.count() > 0 || (completions.cancelsAll() && ring.inFlight() > 0);
    }

    @Override
    public String toString() {
        return "RingRequests(" + slots.count() + " outstanding)";
    }
}
