// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.time.Duration;
import org.aioactors.aio.linux.uring.CancelOps;
import org.aioactors.aio.linux.uring.IoUring;
import org.aioactors.aio.linux.uring.Sqe;
import org.aioactors.aio.linux.uring.SubmissionQueue;
import org.aioactors.aio.linux.uring.TimeoutOps;

/**
 * Cancellations of users' requests, repeated until they have had their effect.
 *
 * <p>One that comes just as a thread of the kernel parks the request is lost, which its answers EALREADY and ENOENT don't
 * tell from others. So the kernel is asked again, but not in a tight loop:
 *
 * <pre>
 *   CANCEL ── answered, and the request has not ended ──► PAUSE ── over, and it has not ──► CANCEL
 * </pre>
 *
 * Home thread only.
 */
final class RepeatedCancels {
    /** How long to wait before a cancellation that was too early or too late is repeated. */
    private static final long PAUSE_NS = Duration.ofMillis(1).toNanos();

    private final SubmissionQueue submissions;
    private final RequestSlots slots;

    /** User data of what is to be queued: pauses, and the cancellations after them. */
    private final CompletionFifo followUps = new CompletionFifo();

    RepeatedCancels(IoUring ring, RequestSlots slots) {
        this.submissions = ring.submissions();
        this.slots = slots;
    }

    /** A cancellation has been answered. */
    void answered(long userData, int result) {
        if (result < 0) {
            followUp(RequestSlots.PAUSE, userData);
        }
    }

    /** A request is to be cancelled with the next wait, unless it has ended. */
    void cancel(long userData) {
        followUp(RequestSlots.CANCEL, userData);
    }

    private void followUp(int kind, long userData) {
        RingRequest request = slots.get(userData);
        if (request != null && !request.ended) {
            followUps.add(RequestSlots.as(kind, userData), 0, 0);
        }
    }

    /** Whether there is nothing to {@link #prepare}. */
    boolean isEmpty() {
        return followUps.isEmpty();
    }

    /** Queues what is to follow earlier requests, as far as there is room. Before each wait. */
    void prepare() {
        while (!followUps.isEmpty() && submissions.remaining() > 0) {
            long userData = followUps.userData();
            followUps.advance();
            Sqe sqe = submissions.nextUnchained(userData);
            if (RequestSlots.kind(userData) == RequestSlots.PAUSE) {
                TimeoutOps.timeout(sqe, PAUSE_NS, 0, 0);
            } else {
                CancelOps.cancel(sqe, RequestSlots.as(RequestSlots.REQUEST, userData));
            }
        }
    }
}
