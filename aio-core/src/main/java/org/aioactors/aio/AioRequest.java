// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/** A request that was given to the kernel by {@link AioRequests}. Home thread only. */
public sealed interface AioRequest extends Cancellable permits QueuedRequest {
    /**
     * What names this request in others about it, such as {@link
     * org.aioactors.aio.linux.uring.TimeoutOps#timeoutUpdate}.
     */
    long userData();

    /** Whether its last completion was handed out: true inside the callback that hears of it. */
    @Override
    boolean isDone();

    /**
     * Asks the kernel to cancel the request, with the next submission; does not block. Its last completion comes
     * all the same: {@code -ECANCELED} or {@code -EINTR} if it could be cancelled, else whatever came first. Until it
     * comes the kernel is asked again, for a cancellation may meet a request in a moment in which it is lost.
     *
     * @return false if the request has ended, though perhaps its callback has not heard of it yet
     * @throws IllegalStateException on another thread
     * @throws org.aioactors.aio.linux.SyscallException if the queue is full and the kernel takes nothing
     */
    @Override
    boolean cancel();
}
