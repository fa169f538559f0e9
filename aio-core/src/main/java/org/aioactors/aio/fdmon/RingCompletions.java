// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.uring.CompletionQueue;
import org.aioactors.aio.linux.uring.IoUring;

/**
 * The way of completions from the ring to the users' requests that they are of. They wait in {@code arrived} until the
 * dispatch stage: a nested poll takes over what the outer one has not dispatched yet, as it does with fds (S37). Home thread
 * only.
 */
final class RingCompletions {
    private final CompletionQueue completions;
    private final RequestSlots slots;
    private final RepeatedCancels cancels;

    /** Completions of requests that wait for the dispatch stage. */
    private final CompletionFifo arrived = new CompletionFifo();

    /** Completions of fd polls that were taken to make room in the ring, and wait for {@code collect}. */
    private final CompletionFifo setAside = new CompletionFifo();

    /** Whether this kernel can cancel everything at once (Linux 5.19). */
    private boolean cancelsAll = true;

    RingCompletions(IoUring ring, RequestSlots slots, RepeatedCancels cancels) {
        this.completions = ring.completions();
        this.slots = slots;
        this.cancels = cancels;
    }

    /** Takes in a completion that is not of an fd poll. */
    void offer(long userData, int result, int flags) {
        switch (RequestSlots.kind(userData)) {
            case RequestSlots.REQUEST -> arrive(userData, result, flags);
            case RequestSlots.CANCEL_ALL -> cancelsAll = result != -Errno.EINVAL;
            case RequestSlots.CANCEL -> cancels.answered(userData, result);
            default -> cancels.cancel(userData);
        }
    }

    private void arrive(long userData, int result, int flags) {
        RingRequest request = slots.get(userData);
        if (request != null) {
            request.ended = (flags & CompletionQueue.IORING_CQE_F_MORE) == 0;
            arrived.add(userData, result, flags);
        }
    }

    /** Empties the ring's queue. */
    void takeAll() {
        while (!completions.isEmpty()) {
            long userData = completions.userData();
            int result = completions.result();
            int flags = completions.flags();
            completions.advance();
            if (RingRequests.isOurs(userData)) {
                offer(userData, result, flags);
            } else {
                setAside.add(userData, result, flags);
            }
        }
    }

    /** Completions of fd polls that were taken early. */
    CompletionFifo setAside() {
        return setAside;
    }

    /** Whether completions wait for {@link #dispatch}. */
    boolean hasArrived() {
        return !arrived.isEmpty();
    }

    /** Whether the kernel has not said that it can't cancel everything at once. */
    boolean cancelsAll() {
        return cancelsAll;
    }

    /** Hands out the completions that have arrived before this call; returns whether there were any. */
    boolean dispatch() {
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
}
