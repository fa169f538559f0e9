// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import org.jspecify.annotations.Nullable;

/**
 * The registrations that a wait reported and the loop has yet to dispatch. A registration is in one ready list at
 * most: a nested wait that reports it again takes it over from the outer batch (S37). Home thread only; no
 * allocation.
 */
public final class ReadyList {
    private @Nullable WatchedFd head;

    /**
     * Puts a reported registration first, so that dispatch is the reverse of the order of reports (S36). Reports of
     * one turn add up: busy polling and the kernel may each know of something.
     */
    public void add(WatchedFd watched, int revents) {
        int all = watched.readyList == this ? watched.revents() | revents : revents;
        if (watched.readyList != null) {
            watched.readyList.remove(watched);
        }
        watched.setRevents(all);
        watched.readyList = this;
        watched.readyPrevious = null;
        watched.readyNext = head;
        if (head != null) {
            head.readyPrevious = watched;
        }
        head = watched;
    }

    /** The first, or null; walk on with {@link #next}. */
    public @Nullable WatchedFd first() {
        return head;
    }

    /** The one after, or null. */
    public @Nullable WatchedFd next(WatchedFd watched) {
        return watched.readyNext;
    }

    /** Takes the first, or null when none is left. */
    public @Nullable WatchedFd takeFirst() {
        WatchedFd first = head;
        if (first != null) {
            remove(first);
        }
        return first;
    }

    /** Whether nothing is left to dispatch. */
    public boolean isEmpty() {
        return head == null;
    }

    void remove(WatchedFd watched) {
        if (watched.readyPrevious != null) {
            watched.readyPrevious.readyNext = watched.readyNext;
        } else {
            head = watched.readyNext;
        }
        if (watched.readyNext != null) {
            watched.readyNext.readyPrevious = watched.readyPrevious;
        }
        watched.readyList = null;
        watched.readyPrevious = null;
        watched.readyNext = null;
    }
}
