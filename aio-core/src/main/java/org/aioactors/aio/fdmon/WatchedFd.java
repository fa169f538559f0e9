// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import org.aioactors.aio.linux.FdEvents;
import org.jspecify.annotations.Nullable;

/**
 * One registration of an fd: what is asked for, what was reported, and its place in the table and in a ready list. A
 * registration never changes what it asks for; an update replaces it by a new one (S30), so a late report for the old
 * one can be told apart.
 */
public abstract class WatchedFd {
    private final int fd;
    private final boolean external;
    private final Trigger trigger;

    /**
     * What the kernel is asked for ({@link FdEvents}). Set once by the constructor and zeroed, under the table's
     * lock, on removal without a successor; read by the home thread (S29).
     */
    private volatile int events;

    /**
     * Written once, false to true, under the table's lock by any thread; read by the home thread before each
     * callback.
     */
    private volatile boolean deleted;

    /**
     * Whether it has fired and is not to be reported before it is armed again ({@link Trigger#ONE_SHOT}). Set by the home
     * thread, reset by any thread with the table's lock held; read by the home thread, or under the lock.
     */
    private volatile boolean silent;

    /** What the last wait reported, not yet dispatched. Home thread only, except that a successor inherits it (S30). */
    private int revents;

    /** Tells registrations of one fd number apart; above 0. Assigned under the table's lock when added, then constant. */
    int generation;

    /** Neighbours in the table, newest first. Guarded by the table's lock. */
    @Nullable WatchedFd newer;

    @Nullable WatchedFd older;

    /** The ready list this registration is in, and its neighbours there. Home thread only. */
    @Nullable ReadyList readyList;

    @Nullable WatchedFd readyPrevious;

    @Nullable WatchedFd readyNext;

    /** Bits of {@link #changes}. */
    static final int ADD = 1;

    static final int REMOVE = 2;

    /** What the kernel is still to be told of it, and what is next on that {@link ChangeList}. Guarded by the table's lock. */
    int changes;

    @Nullable WatchedFd nextChanged;

    /** Whether an io_uring has a request for it; {@link PollRequests} has the states. Home thread only. */
    boolean armed;

    /**
     * Whether the kernel has told an io_uring of something that was not asked for, and that lasts: its requests are to tell
     * news only from then on. Home thread only.
     */
    boolean newsOnly;

    /** Whether epoll has an entry for its fd number, from it or from a predecessor. Guarded by the table's lock. */
    boolean entered;

    /**
     * Removed, but its io_uring request has not ended, and so not to be freed yet ({@link ReferenceUringFdMonitor}
     * only). Set by any thread, reset by the home thread, read by it in {@link FdTable#freeRemoved}; all with the
     * table's lock held.
     */
    boolean held;

    /**
     * The registration of {@code fd} for {@code events}; {@code external} ones are skipped while external is disabled
     * (S40).
     */
    protected WatchedFd(int fd, int events, boolean external, Trigger trigger) {
        this.fd = fd;
        this.events = events;
        this.external = external;
        this.trigger = trigger;
    }

    /** The file descriptor's number. Any thread. */
    public final int fd() {
        return fd;
    }

    /** What the kernel is asked for; 0 once removed without a successor. Any thread. */
    public final int events() {
        return events;
    }

    /** Whether the kernel is to be asked for anything: it is live, and has events. Any thread. */
    final boolean asksForEvents() {
        return !deleted && !silent && events != 0;
    }

    /**
     * What a monitor that can report edges asks for. The end of a stream may come together with the last bytes: by its own
     * bit it is known that there is more to read, whatever the read of these bytes says. Any thread.
     */
    final int interest() {
        int asked = events;
        return trigger == Trigger.EDGE && (asked & FdEvents.IN) != 0 ? asked | FdEvents.RDHUP : asked;
    }

    /** What of the events that a kernel tells concerns it: what was asked for, and what is reported unasked. Any thread. */
    final int toReport(int told) {
        return told & (interest() | FdEvents.ERR | FdEvents.HUP | FdEvents.NVAL);
    }

    /** Whether this registration is skipped while external handlers are disabled (S40). Any thread. */
    public final boolean external() {
        return external;
    }

    /** When it is reported. Any thread. */
    public final Trigger trigger() {
        return trigger;
    }

    /** Whether it has fired once and waits to be armed again. Home thread, or with the table's lock held. */
    public final boolean silent() {
        return silent;
    }

    /** Sets {@link #silent}: true by the home thread, false with the table's lock held. */
    public final void setSilent(boolean fired) {
        silent = fired;
    }

    /** Whether it was removed or replaced: nothing of it may be called any more. Any thread. */
    public final boolean deleted() {
        return deleted;
    }

    /** What was last reported and not yet dispatched. Home thread. */
    public final int revents() {
        return revents;
    }

    /** Records a report, or 0 once it has been taken for dispatch. Home thread, or the table's lock for a successor. */
    public final void setRevents(int revents) {
        this.revents = revents;
    }

    /** Names this registration to the kernel, and no other for the next two billion; above 0. Any thread. */
    final long key() {
        return (long) generation << 32 | fd;
    }

    /** Table's lock held. */
    final void stopAsking() {
        events = 0;
    }

    /** Table's lock held. */
    final void markDeleted() {
        deleted = true;
    }
}
