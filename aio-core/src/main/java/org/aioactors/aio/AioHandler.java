// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.function.BooleanSupplier;
import org.aioactors.aio.fdmon.Trigger;
import org.aioactors.aio.fdmon.WatchedFd;
import org.jspecify.annotations.Nullable;

/** A registration with the callbacks to run, and its place in the list of those that are busy-polled. */
final class AioHandler extends WatchedFd {
    private final FdHandler callbacks;

    /** Whether this is the context's own eventfd, whose events are no progress (S34, S43). */
    private final boolean notifier;

    /** Tells in user space whether the fd is readable, or null. */
    private final @Nullable BooleanSupplier isReady;

    /** Made when it is first asked for: most registrations come and go without. Any thread. */
    private @Nullable String name;

    /** The registration that took this one's place by an update. Guarded by the table's lock. */
    private @Nullable AioHandler successor;

    /** Called when poll mode begins and ends. Written under the table's lock by any thread, read by the home thread. */
    private volatile @Nullable Runnable onPollBegin;

    private volatile @Nullable Runnable onPollEnd;

    /** Its neighbours in the poll list. Home thread only. */
    @Nullable AioHandler pollPrevious;

    @Nullable AioHandler pollNext;

    boolean inPollList;

    /**
     * How long to busy-poll for its next event, and what that was learnt from: all four are {@link PollWindow}'s. Home
     * thread only.
     */
    long pollNs;

    long intervalNs;
    int futileTurns;
    int hotIndex;

    /** When it leaves the poll list if it finds nothing before; 0 if not known yet (S45). Home thread only. */
    long idleDeadlineNs;

    /** Whether it has been told that poll mode began, and not yet that it ended. Home thread only. */
    boolean inPollMode;

    /**
     * While its callbacks run it is not busy-polled, so that a nested poll does not re-enter it (B1). Home thread
     * only.
     */
    boolean dispatching;

    AioHandler(int fd, FdHandler callbacks, boolean notifier) {
        this(fd, callbacks, notifier, Trigger.LEVEL);
    }

    AioHandler(int fd, FdHandler callbacks, boolean notifier, Trigger trigger) {
        super(fd, callbacks.events(), callbacks.external(), trigger);
        this.callbacks = callbacks;
        this.notifier = notifier;
        this.isReady = callbacks.isReady(fd);
    }

    FdHandler callbacks() {
        return callbacks;
    }

    @Nullable BooleanSupplier isReady() {
        return isReady;
    }

    boolean notifier() {
        return notifier;
    }

    String name() {
        String made = name;
        if (made == null) {
            made = notifier ? "notifier" : "fd " + fd();
            name = made;
        }
        return made;
    }

    void setPollCallbacks(@Nullable Runnable onBegin, @Nullable Runnable onEnd) {
        this.onPollBegin = onBegin;
        this.onPollEnd = onEnd;
    }

    void inheritPollCallbacks(AioHandler old) {
        setPollCallbacks(old.onPollBegin, old.onPollEnd);
    }

    /** Table's lock held. */
    void setSuccessor(AioHandler newer) {
        successor = newer;
    }

    /**
     * The live registration that has this one's place after one or more updates; null if the fd was removed, even if its
     * number was set again later: that is somebody else. Table's lock held.
     */
    @Nullable AioHandler liveSuccessor() {
        AioHandler newer = successor;
        while (newer != null && newer.deleted()) {
            newer = newer.successor;
        }
        return newer;
    }

    @Nullable Runnable onPollBegin() {
        return onPollBegin;
    }

    @Nullable Runnable onPollEnd() {
        return onPollEnd;
    }
}
