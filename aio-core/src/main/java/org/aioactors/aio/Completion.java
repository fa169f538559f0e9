// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/** Hears how a request went, see {@link AioRequests} and {@link FileRequests}. */
@FunctionalInterface
public interface Completion {
    /**
     * The request has completed. Called on the home thread, in the dispatch stage of a turn, among the bottom halves if it
     * was one on a file that another thread has served, or while the context is closed; must not block. What it throws goes to the {@link AioErrorHandler}.
     *
     * @param result what the system call would return, or {@code -errno}, such as {@code
     *     -Errno.ECANCELED} for a request that was cancelled
     * @param flags with {@link org.aioactors.aio.linux.uring.CompletionQueue#IORING_CQE_F_MORE} the request goes on
     *     and there will be more calls; with {@link
     *     org.aioactors.aio.linux.uring.CompletionQueue#IORING_CQE_F_BUFFER} there is a buffer to {@linkplain
     *     org.aioactors.aio.linux.uring.BufferRing#take take}; with {@link
     *     org.aioactors.aio.linux.uring.CompletionQueue#IORING_CQE_F_NOTIF} there is no result, but memory that was sent is
     *     free again
     */
    void onCompletion(int result, int flags);
}
