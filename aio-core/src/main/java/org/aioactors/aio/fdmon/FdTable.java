// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The registrations of one loop: by fd number, so that finding one costs the same with ten and with ten thousand
 * (B10), and as a list with the newest first, which is the order in which the reference walks them (S30, S51).
 *
 * <p>The table is its own lock: a method marked "lock held" may be called only inside {@code synchronized (table)}.
 * The lock is never held while a callback runs. It is held for short steps, the longest of which is a call of
 * {@code epoll_ctl(2)}, and a line of log where that fails; so registrations may come and go from any thread
 * and from inside callbacks (S3). A removed registration stays in the list, marked, until the home thread frees it.
 */
public final class FdTable {
    private static final int INITIAL_FDS = 64;

    /** Index is the fd number. Guarded by this. */
    private @Nullable WatchedFd[] byFd = new @Nullable WatchedFd[INITIAL_FDS];

    /** Head of the list, newest first, deleted ones included until freed. Guarded by this. */
    private @Nullable WatchedFd newest;

    /** Removed but not yet freed. Guarded by this. */
    private final List<WatchedFd> removed = new ArrayList<>();

    /** Written under the lock; read by the home thread without it, to skip the lock when there is nothing to free. */
    private volatile boolean hasRemoved;

    /** How many are live. Written under the lock, read by the home thread. */
    private volatile int size;

    /** The last generation given out, above 0. Guarded by this. */
    private int lastGeneration;

    /** How often external was disabled and not enabled again (S40). Written under the lock, read by the home thread. */
    private volatile int externalDisableCount;

    /**
     * How many live registrations can't tell readiness in user space and so forbid busy polling (S29, S30, S46).
     * Written under the lock, read by the home thread.
     */
    private volatile int pollDisableCount;

    /** The live registration of {@code fd}, or null. Lock held. */
    public @Nullable WatchedFd get(int fd) {
        return fd < byFd.length ? byFd[fd] : null;
    }

    /** Adds a registration as the newest; it becomes the live one of its fd. Lock held. */
    public void add(WatchedFd watched) {
        int fd = watched.fd();
        if (fd >= byFd.length) {
            byFd = Arrays.copyOf(byFd, Math.max(fd + 1, byFd.length * 2));
        }
        if (byFd[fd] == null) {
            addSize(1);
        }
        byFd[fd] = watched;
        lastGeneration = lastGeneration == Integer.MAX_VALUE ? 1 : lastGeneration + 1;
        watched.generation = lastGeneration;
        watched.older = newest;
        if (newest != null) {
            newest.newer = watched;
        }
        newest = watched;
    }

    /**
     * Ends a registration: from now on nothing of it is called. It stays in the list until {@link #freeRemoved}
     * (S32). Lock held.
     */
    public void remove(WatchedFd watched) {
        watched.stopAsking();
        supersede(watched);
    }

    /**
     * Like {@link #remove}, for one whose successor has been added: it is on record with what it asked for (S30). Lock
     * held.
     */
    public void supersede(WatchedFd watched) {
        if (byFd[watched.fd()] == watched) {
            byFd[watched.fd()] = null;
            addSize(-1);
        }
        watched.markDeleted();
        watched.setRevents(0);
        removed.add(watched);
        hasRemoved = true;
    }

    private void addSize(int delta) {
        int count = size + delta;
        size = count;
    }

    /** How many registrations are live. Any thread. */
    public int size() {
        return size;
    }

    /** Whether {@link #freeRemoved} has anything to do. Home thread; no lock needed. */
    public boolean hasRemoved() {
        return hasRemoved;
    }

    /**
     * Unlinks what was removed from the list and from any ready list, and adds each to {@code freed} for the caller
     * to forget elsewhere. Home thread, lock held.
     */
    public void freeRemoved(List<? super WatchedFd> freed) {
        int kept = 0;
        for (int i = 0; i < removed.size(); i++) {
            WatchedFd watched = removed.get(i);
            if (watched.held) {
                removed.set(kept++, watched);
                continue;
            }
            unlink(watched);
            if (watched.readyList != null) {
                watched.readyList.remove(watched);
            }
            freed.add(watched);
        }
        removed.subList(kept, removed.size()).clear();
        hasRemoved = kept > 0;
    }

    private void unlink(WatchedFd watched) {
        if (watched.newer != null) {
            watched.newer.older = watched.older;
        } else {
            newest = watched.older;
        }
        if (watched.older != null) {
            watched.older.newer = watched.newer;
        }
        watched.newer = null;
        watched.older = null;
    }

    /** The newest registration, deleted ones included, or null; walk on with {@link #older}. Lock held. */
    public @Nullable WatchedFd newest() {
        return newest;
    }

    /** The next older registration, deleted ones included, or null. Lock held. */
    public @Nullable WatchedFd older(WatchedFd watched) {
        return watched.older;
    }

    /**
     * The live registration of a {@linkplain WatchedFd#key() key} that a report names, or null if it was replaced
     * meanwhile. Lock held.
     */
    @Nullable WatchedFd find(long key) {
        WatchedFd watched = get((int) key);
        return watched != null && watched.key() == key ? watched : null;
    }

    /** Whether external registrations are to be skipped now (S40). Any thread. */
    public boolean externalDisabled() {
        return externalDisableCount > 0;
    }

    /** Whether this registration may be waited for and dispatched now (S40). Any thread. */
    public boolean passesExternalCheck(WatchedFd watched) {
        return !watched.external() || !externalDisabled();
    }

    /** Whether a wait is to ask for this registration's events now (S40, S51). Any thread. */
    boolean mayBeAwaited(WatchedFd watched) {
        return watched.asksForEvents() && passesExternalCheck(watched);
    }

    /** How often external is disabled now. Any thread. */
    public int externalDisableCount() {
        return externalDisableCount;
    }

    /** Changes the disable count and returns the new one. Lock held. */
    public int addExternalDisable(int delta) {
        int count = externalDisableCount + delta;
        externalDisableCount = count;
        return count;
    }

    /** How many live registrations forbid busy polling (S46). Any thread. */
    public int pollDisableCount() {
        return pollDisableCount;
    }

    /** Changes {@link #pollDisableCount}. Lock held. */
    public void addPollDisable(int delta) {
        int count = pollDisableCount + delta;
        pollDisableCount = count;
    }
}
