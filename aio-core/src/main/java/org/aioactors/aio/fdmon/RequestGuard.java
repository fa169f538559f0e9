// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import org.aioactors.aio.linux.uring.CancelOps;
import org.aioactors.aio.linux.uring.IoUring;
import org.aioactors.aio.linux.uring.PollOps;
import org.aioactors.aio.linux.uring.Sqe;

/**
 * What a request of a user may not be: one that this kernel does not have, or one that would break the loop on whose ring it
 * is. Looks at the request that was written, so that it does not matter by which method. Home thread only.
 */
final class RequestGuard {
    private final IoUring ring;

    RequestGuard(IoUring ring) {
        this.ring = ring;
    }

    /**
     * Throws if the request is refused.
     *
     * @throws IllegalArgumentException if it would break the loop
     * @throws UnsupportedOperationException if this kernel does not have it
     */
    void check(RingRequest request, Sqe sqe) {
        if (sqe.has(Sqe.IOSQE_IO_DRAIN)) {
            throw new IllegalArgumentException("'" + request + "' has IOSQE_IO_DRAIN, which waits for the fds that the"
                    + " loop watches and holds up all requests behind it, the loop's own included");
        }
        if (PollOps.changesUserData(sqe)) {
            throw new IllegalArgumentException(
                    "'" + request + "' gives a request other user data: its completions would"
                            + " find nobody, and it would never end");
        }
        if (CancelOps.hasTarget(sqe) && !RequestSlots.isRequest(sqe.address())) {
            throw new IllegalArgumentException(
                    "'" + request + "' is about another request by user data that no request of" + " a user has: 0x"
                            + Long.toHexString(sqe.address()) + "; take it from AioRequest.userData()");
        }
        String lacks = ring.probe().lacks(sqe);
        if (lacks != null) {
            throw new UnsupportedOperationException("'" + request + "': the io_uring of this kernel lacks " + lacks);
        }
    }
}
