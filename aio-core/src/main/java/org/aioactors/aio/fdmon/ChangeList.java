// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import org.jspecify.annotations.Nullable;

/**
 * The registrations of which the kernel is still to be told something, newest first (S54), linked by {@link
 * WatchedFd#nextChanged}. Many changes of one registration are one entry.
 */
final class ChangeList {
    /** Guarded by the table's lock. */
    private @Nullable WatchedFd first;

    /** Whether {@link #first} is null. Written under the table's lock by any thread, read by the home thread. */
    private volatile boolean empty = true;

    /** Adds bits of {@link WatchedFd#changes}, {@code what}. Any thread, table's lock held. */
    void add(WatchedFd watched, int what) {
        if (watched.changes == 0) {
            watched.nextChanged = first;
            first = watched;
            empty = false;
        }
        watched.changes |= what;
    }

    /** Whether there is nothing to tell. Home thread; no lock needed. */
    boolean isEmpty() {
        return empty;
    }

    /** The first, or null. Table's lock held. */
    @Nullable WatchedFd first() {
        return first;
    }

    /** Takes the first off the list and returns its changes. Table's lock held. */
    int take(WatchedFd head) {
        assert head == first : "only the first can be taken";
        int changes = head.changes;
        first = head.nextChanged;
        empty = first == null;
        head.nextChanged = null;
        head.changes = 0;
        return changes;
    }

    /** Forgets all. Table's lock held. */
    void clear() {
        for (WatchedFd next = first; next != null; next = first) {
            take(next);
        }
    }
}
