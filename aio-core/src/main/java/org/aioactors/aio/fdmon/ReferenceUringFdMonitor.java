// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.HashMap;
import java.util.Map;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.CompletionQueue;
import org.aioactors.aio.linux.uring.IoUring;
import org.aioactors.aio.linux.uring.SubmissionQueue;
import org.aioactors.aio.linux.uring.TimeoutOps;
import org.jspecify.annotations.Nullable;

/**
 * {@link UringFdMonitor} as the reference machine has it, quirks included (S54 to S57): a timeout is a request of its
 * own, each wait enters the kernel, {@code ppoll(2)} serves while external handlers are disabled, a registration is
 * freed only once its request has ended, and a negative result is taken for event bits. It has no requests of users.
 *
 * <p>Other than in {@link PollRequests}' table, one that fired is armed at once where there is room, and a removed one
 * that was never armed is armed first.
 */
final class ReferenceUringFdMonitor implements FdMonitor {
    /** How often a full queue is submitted in vain before what is left waits for the next turn. */
    private static final int MAX_ATTEMPTS = 8;

    private final FdTable table;
    private final IoUring ring;
    private final SubmissionQueue submissions;
    private final CompletionQueue completions;
    private final PollRequests polls;

    /** Serves the waits while external handlers are disabled (S55). */
    private final PollFdMonitor poll;

    /** Those removed whose requests have not ended yet, by key. Guarded by the table's lock. */
    private final Map<Long, WatchedFd> leaving = new HashMap<>();

    /** Takes over an open ring, which belongs to the calling thread. */
    ReferenceUringFdMonitor(Syscalls syscalls, FdTable table, IoUring ring) {
        this.table = table;
        this.ring = ring;
        this.submissions = ring.submissions();
        this.completions = ring.completions();
        this.polls = new PollRequests(ring);
        this.poll = new PollFdMonitor(syscalls, table);
    }

    @Override
    public MonitorKind kind() {
        return MonitorKind.IO_URING;
    }

    @Override
    public void update(@Nullable WatchedFd old, @Nullable WatchedFd current) {
        if (current != null) {
            polls.change(current, WatchedFd.ADD);
        }
        if (old != null) {
            polls.change(old, WatchedFd.REMOVE);
            old.held = true;
            leaving.put(old.key(), old);
        }
    }

    @Override
    public boolean needWait() {
        return table.externalDisabled()
                || polls.hasChanged()
                || submissions.size() > 0
                || !completions.isEmpty()
                || completions.needsEnter();
    }

    @Override
    public boolean seesAllInUserSpace() {
        return true;
    }

    @Override
    public int await(long timeoutNs, ReadyList ready) {
        if (table.externalDisabled()) {
            return poll.await(timeoutNs, ready);
        }
        boolean wait = timeoutNs != 0;
        if (timeoutNs > 0) {
            if (makeRoom()) {
                TimeoutOps.timeout(polls.next(PollRequests.NO_USER_DATA), timeoutNs, 1, 0);
            } else {
                wait = false; // nothing would end it
            }
        }
        prepareChanges();
        enter(wait ? 1 : 0, wait ? INFINITE : 0);
        return collect(ready);
    }

    private void enter(int waitFor, long timeoutNs) {
        int result = ring.submitAndWait(waitFor, timeoutNs);
        while (result == -Errno.EINTR) {
            result = ring.submitAndWait(waitFor, timeoutNs);
        }
    }

    /** Writes the requests for all changed registrations; those that a kernel has no room for stay on the list. */
    private void prepareChanges() {
        if (!polls.hasChanged()) {
            return;
        }
        synchronized (table) {
            int left = 0;
            for (WatchedFd watched = polls.firstChanged();
                    watched != null && left == 0;
                    watched = polls.firstChanged()) {
                left = prepare(watched, polls.takeChanges(watched));
                if (left != 0) {
                    polls.change(watched, left);
                }
            }
        }
    }

    /** Returns the changes for which there was no room. */
    private int prepare(WatchedFd watched, int changes) {
        int left = changes;
        if ((left & WatchedFd.ADD) != 0 && makeRoom()) {
            polls.arm(watched);
            left &= ~WatchedFd.ADD;
        }
        if (left == WatchedFd.REMOVE && makeRoom()) {
            polls.disarm(watched);
            left = 0;
        }
        return left;
    }

    /**
     * Submits what is queued if no other request fits; leaves completions that have overflowed to the next wait. Returns
     * whether one fits.
     */
    private boolean makeRoom() {
        for (int attempt = 0; submissions.remaining() == 0; attempt++) {
            if (ring.submit() < 0 && attempt == MAX_ATTEMPTS) {
                return false;
            }
        }
        return true;
    }

    private int collect(ReadyList ready) {
        int added = 0;
        if (completions.isEmpty()) {
            return 0;
        }
        synchronized (table) {
            // Not more than fit in the queue: fds that stay ready may complete anew, without end, as they are re-armed.
            for (int left = completions.capacity(); left > 0 && !completions.isEmpty(); left--) {
                long userData = completions.userData();
                int result = completions.result();
                completions.advance();
                added += userData == PollRequests.NO_USER_DATA ? 0 : complete(userData, result, ready);
            }
        }
        return added;
    }

    /** A poll request has ended; level-triggered readiness takes a new one. Table's lock held. */
    private int complete(long userData, int result, ReadyList ready) {
        WatchedFd watched = table.find(userData);
        if (watched == null) {
            WatchedFd gone = leaving.remove(userData);
            if (gone != null) {
                gone.held = false;
            }
            return 0;
        }
        watched.armed = false;
        ready.add(watched, result);
        if (makeRoom()) {
            polls.arm(watched); // at once, so that re-armed fds come first in the next submission (S56)
        } else {
            polls.change(watched, WatchedFd.ADD);
        }
        return 1;
    }

    @Override
    public void close() {
        try {
            ring.close(); // cancels the poll requests; they use no memory of ours
        } finally {
            poll.close();
            synchronized (table) {
                leaving.values().forEach(gone -> gone.held = false);
                leaving.clear();
                polls.forgetAll(table);
            }
        }
    }
}
