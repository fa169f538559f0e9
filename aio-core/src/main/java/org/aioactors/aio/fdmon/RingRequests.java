// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.time.Duration;
import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.uring.CancelOps;
import org.aioactors.aio.linux.uring.CompletionQueue;
import org.aioactors.aio.linux.uring.IoUring;
import org.aioactors.aio.linux.uring.Sqe;
import org.aioactors.aio.linux.uring.SubmissionQueue;
import org.aioactors.aio.linux.uring.TimeoutOps;

/**
 * Requests of users on the ring that the loop waits on (B9).
 *
 * <pre>
 *   begin ──► submission queue ── the one system call of the turn ──► kernel
 *                                                                       │
 *   dispatch ◄── arrived ◄── offer ◄── UringFdMonitor.collect ◄───────┘
 * </pre>
 *
 * <p>Completions wait in {@code arrived} until the dispatch stage: a nested poll takes over what the outer one has not
 * dispatched yet, as it does with fds (S37). A request keeps its slot until its last completion is dispatched. Nothing
 * allocates once the tables have grown. Loop thread only.
 */
public final class RingRequests {
    /** How often a full queue is submitted in vain before the caller is told. */
    private static final int MAX_ATTEMPTS = 8;

    /** How long to wait before a cancellation that was too early or too late is repeated. */
    private static final long PAUSE_NS = Duration.ofMillis(1).toNanos();

    private final IoUring ring;
    private final SubmissionQueue submissions;
    private final CompletionQueue completions;
    private final RingBuffers buffers;
    private final RequestSlots slots = new RequestSlots();

    /** Completions of requests that wait for the dispatch stage. */
    private final CompletionFifo arrived = new CompletionFifo();

    /** Completions of fd polls that were taken to make room in the ring, and wait for {@code collect}. */
    private final CompletionFifo setAside = new CompletionFifo();

    /** User data of what {@link #prepareFollowUps} is to queue: pauses, and the cancellations after them. */
    private final CompletionFifo followUps = new CompletionFifo();

    /** Whether the newest request is still being written: it must stay the newest. */
    private boolean preparing;

    private boolean closed;

    /** Whether this kernel can cancel everything at once (Linux 5.19). */
    private boolean cancelsAll = true;

    RingRequests(IoUring ring) {
        this.ring = ring;
        this.submissions = ring.submissions();
        this.completions = ring.completions();
        this.buffers = new RingBuffers(ring);
    }

    /** The buffers that requests on this ring can select from. */
    public RingBuffers buffers() {
        return buffers;
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
        preparing = true;
        return next(request.userData());
    }

    /** The request of {@link #begin} is written. */
    public void end() {
        preparing = false;
    }

    /** Takes back the request of {@link #begin}. */
    public void withdraw(RingRequest request) {
        preparing = false;
        submissions.withdraw();
        slots.remove(request);
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
        if (preparing) {
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
                takeAll();
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
        if (preparing) {
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
        return !arrived.isEmpty();
    }

    /** Hands out the completions that have arrived before this call; returns whether there were any. */
    public boolean dispatch() {
        if (arrived.isEmpty()) {
            return false;
        }
        long end = arrived.added();
        while (arrived.taken() < end) {
            RingRequest request = slots.get(arrived.userData());
            int result = arrived.result();
            int flags = arrived.flags();
            arrived.advance();
            if (request != null) {
                dispatch(request, result, flags);
            }
        }
        return true;
    }

    private void dispatch(RingRequest request, int result, int flags) {
        if ((flags & CompletionQueue.IORING_CQE_F_MORE) == 0) {
            slots.remove(request);
            request.markDone();
        }
        request.completed(result, flags);
    }

    // For the monitor.

    /** Whether a completion is for {@link #offer}. */
    static boolean isOurs(long userData) {
        return userData < 0;
    }

    /** Takes in a completion with user data that {@link #isOurs}. */
    void offer(long userData, int result, int flags) {
        switch (RequestSlots.kind(userData)) {
            case RequestSlots.REQUEST -> arrive(userData, result, flags);
            case RequestSlots.CANCEL_ALL -> cancelsAll = result != -Errno.EINVAL;
            case RequestSlots.CANCEL -> {
                // A cancellation that comes just as a thread of the kernel parks the request is lost, which the
                // answers EALREADY and ENOENT don't tell from others: so ask again, but not in a tight loop.
                if (result < 0) {
                    followUp(RequestSlots.PAUSE, userData);
                }
            }
            default -> followUp(RequestSlots.CANCEL, userData);
        }
    }

    private void arrive(long userData, int result, int flags) {
        RingRequest request = slots.get(userData);
        if (request != null) {
            request.ended = (flags & CompletionQueue.IORING_CQE_F_MORE) == 0;
            arrived.add(userData, result, flags);
        }
    }

    private void followUp(int kind, long userData) {
        RingRequest request = slots.get(userData);
        if (request != null && !request.ended) {
            followUps.add(RequestSlots.as(kind, userData), 0, 0);
        }
    }

    /** Queues what is to follow earlier requests, as far as there is room. Before each wait. */
    void prepareFollowUps() {
        while (!followUps.isEmpty() && submissions.remaining() > 0) {
            long userData = followUps.userData();
            followUps.advance();
            submissions.endChain();
            Sqe sqe = next(userData);
            if (RequestSlots.kind(userData) == RequestSlots.PAUSE) {
                TimeoutOps.timeout(sqe, PAUSE_NS, 0, 0);
            } else {
                CancelOps.cancel(sqe, RequestSlots.as(RequestSlots.REQUEST, userData));
            }
        }
    }

    /** Whether there is something for the kernel. */
    boolean hasToSubmit() {
        return submissions.size() > 0 || !followUps.isEmpty();
    }

    /** Whether there is something for the loop that no wait would bring. */
    boolean hasPending() {
        return !arrived.isEmpty() || !setAside.isEmpty();
    }

    /** Completions of fd polls that were taken early. */
    CompletionFifo setAside() {
        return setAside;
    }

    /** Empties the ring's queue of completions. */
    private void takeAll() {
        while (!completions.isEmpty()) {
            long userData = completions.userData();
            int result = completions.result();
            int flags = completions.flags();
            completions.advance();
            if (isOurs(userData)) {
                offer(userData, result, flags);
            } else {
                setAside.add(userData, result, flags);
            }
        }
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
            end(System.nanoTime() + timeoutNs);
        }
        buffers.close();
        return slots.all();
    }

    private void end(long deadlineNs) {
        submitAndDispatch(); // what can complete now need not be cancelled
        CancelOps.cancelAny(next(RequestSlots.as(RequestSlots.CANCEL_ALL, Long.MIN_VALUE)));
        submitAndDispatch();
        // For kernels that can't cancel everything at once, and to hear of requests that have to be asked again.
        for (RingRequest request : slots.all()) {
            followUp(RequestSlots.CANCEL, request.userData());
        }
        long leftNs = deadlineNs - System.nanoTime();
        while (mayStillCome() && leftNs > 0) {
            prepareFollowUps();
            ring.submitAndWait(1, leftNs);
            takeAll();
            dispatch();
            leftNs = deadlineNs - System.nanoTime();
        }
    }

    private void submitAndDispatch() {
        ring.submitAndWait(0, 0);
        takeAll();
        dispatch();
    }

    private boolean mayStillCome() {
        return slots.count() > 0 || (cancelsAll && ring.inFlight() > 0);
    }

    @Override
    public String toString() {
        return "RingRequests(" + slots.count() + " outstanding)";
    }
}
