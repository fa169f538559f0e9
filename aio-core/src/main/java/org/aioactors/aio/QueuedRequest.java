// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.RingRequest;
import org.aioactors.aio.linux.KernelMemory;
import org.aioactors.aio.linux.uring.CompletionQueue;
import org.jspecify.annotations.Nullable;

/** The one kind of {@link AioRequest}; what the ring sees of it is not for users. Home thread only. */
final class QueuedRequest extends RingRequest implements AioRequest {
    private static final int NO_FD = -1;

    private final RequestQueue owner;
    private final String operation;
    private final int fd;
    private final Completion callback;

    /** What the kernel uses until the last completion. */
    private final @Nullable KernelMemory memory;

    QueuedRequest(RequestQueue owner, String operation, int fd, Completion callback, @Nullable KernelMemory memory) {
        this.owner = owner;
        this.operation = operation;
        this.fd = fd;
        this.callback = callback;
        this.memory = memory;
    }

    QueuedRequest(RequestQueue owner, String operation, Completion callback, @Nullable KernelMemory memory) {
        this(owner, operation, NO_FD, callback, memory);
    }

    @Override
    public boolean cancel() {
        return owner.cancel(this);
    }

    /** The request's memory becomes the kernel's; throws {@link IllegalStateException} if it is closed. */
    void retainMemory() {
        if (memory != null) {
            memory.retain();
        }
    }

    void releaseMemory() {
        if (memory != null) {
            memory.release();
        }
    }

    @Override
    protected void completed(int result, int flags) {
        if ((flags & CompletionQueue.IORING_CQE_F_MORE) == 0) {
            releaseMemory();
        }
        owner.callBack(this, callback, result, flags);
    }

    /** Such as {@code read(fd=7)}. */
    @Override
    public String toString() {
        return fd == NO_FD ? operation : operation + "(fd=" + fd + ")";
    }
}
