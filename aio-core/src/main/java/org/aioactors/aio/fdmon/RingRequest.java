// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

/** A request of a user on the loop's ring, from when it is queued until its last completion is dispatched (B9). */
public abstract class RingRequest {
    /** What comes back with its completions; 0 until {@link RingRequests#begin}. Home thread only. */
    private long userData;

    /** Its last completion was taken from the ring, and may wait to be dispatched. Home thread only. */
    boolean ended;

    /** Its last completion was dispatched. Home thread only. */
    private boolean done;

    /** Not queued yet. */
    protected RingRequest() {}

    /**
     * What names this request in others about it, such as {@link
     * org.aioactors.aio.linux.uring.TimeoutOps#timeoutUpdate}. Home thread.
     */
    public final long userData() {
        return userData;
    }

    /** Whether its last completion was handed out: true inside the callback that hears of it. Home thread. */
    public final boolean isDone() {
        return done;
    }

    final void begin(long newUserData) {
        userData = newUserData;
    }

    final void markDone() {
        done = true;
    }

    /**
     * A completion has come. Called on the home thread; must not throw but for errors of the virtual machine.
     *
     * @param result what the system call returns, or {@code -errno}
     * @param flags {@link org.aioactors.aio.linux.uring.CompletionQueue#flags()}
     */
    protected abstract void completed(int result, int flags);
}
