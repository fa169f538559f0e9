// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.uring.CompletionQueue;
import org.aioactors.aio.linux.uring.IoUring;
import org.aioactors.aio.linux.uring.SubmissionQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code io_uring(7)}: each fd is a poll request, re-armed after it ended. Changes and the wait itself share one system call a turn (S55); only {@link #letGo} does not
 * wait for it. A completion is seen in memory without any (S57). {@link PollRequests} has the states of a registration.
 */
final class UringFdMonitor implements FdMonitor, Embeddable {
    private static final Logger log = LoggerFactory.getLogger(UringFdMonitor.class);

    /** How many completions are taken in a turn: the rest waits for the next, behind timers and bottom halves. */
    private static final int MOST_TAKEN = 1024;

    private final FdTable table;
    private final IoUring ring;
    private final SubmissionQueue submissions;
    private final CompletionQueue completions;
    private final RingRequests requests;
    private final PollRequests polls;

    /**
     * External registrations that fired while external was disabled: they are armed again, and so fire again, once it
     * is enabled. Home thread only.
     */
    private final List<WatchedFd> heldBack = new ArrayList<>();

    /** Takes over an open ring, which belongs to the calling thread. */
    UringFdMonitor(FdTable table, IoUring ring) {
        this.table = table;
        this.ring = ring;
        this.submissions = ring.submissions();
        this.completions = ring.completions();
        this.requests = new RingRequests(ring);
        this.polls = new PollRequests(ring);
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
        }
    }

    @Override
    public void rearm(WatchedFd watched) {
        polls.change(watched, WatchedFd.ADD);
    }

    /** {@inheritDoc} A poll request has a reference to the file: a closed socket would not send its FIN. */
    @Override
    public void letGo(WatchedFd removed) {
        if (!removed.armed) {
            return;
        }
        try {
            if (submissions.remaining() == 0) {
                ring.submitAndWait(0, 0);
            }
            if (submissions.remaining() > 0) { // else the next wait does it
                polls.cancel(removed);
                ring.submitAndWait(0, 0);
            }
        } catch (SyscallException refused) {
            log.debug("fd {} is let go by the next wait, or that fails too: {}", removed.fd(), refused.getMessage());
        }
    }

    /** The requests of users that share the ring (B9). Any thread. */
    RingRequests requests() {
        return requests;
    }

    @Override
    public boolean reportsEdges() {
        return polls.reportsEdges();
    }

    @Override
    public boolean needWait() {
        return !completions.isEmpty() || completions.needsEnter() || requests.hasPending();
    }

    @Override
    public boolean seesAllInUserSpace() {
        return true;
    }

    @Override
    public boolean isAtRest() {
        return !polls.hasChanged()
                && heldBack.isEmpty()
                && submissions.size() == 0
                && !needWait()
                && requests.outstanding() == 0;
    }

    @Override
    public void submit() {
        prepareAll();
        if (submissions.size() > 0) {
            ring.submitAndWait(0, 0);
        }
    }

    @Override
    public int peek(ReadyList ready) {
        if (completions.needsEnter()) {
            ring.submitAndWait(0, 0);
        }
        return collect(ready);
    }

    /**
     * {@inheritDoc} A kernel that is out of memory or has no room for completions is asked again once the present ones
     * are taken (B7); what it did not take stays queued for the next turn, as does all when a signal comes.
     */
    @Override
    public int await(long timeoutNs, ReadyList ready) {
        prepareAll();
        boolean wait = timeoutNs != 0 && completions.isEmpty() && !polls.hasChanged() && !requests.hasPending();
        if (wait) {
            ring.submitAndWait(1, timeoutNs);
        } else if (submissions.size() > 0 || completions.needsEnter()) {
            ring.submitAndWait(0, 0); // else a look costs nothing: there is nothing to say and nothing to fetch
        }
        return collect(ready);
    }

    /** {@inheritDoc} The ring's own fd is readable while there is a completion. */
    @Override
    public boolean prepareForeign(WatchSet watch) {
        submit();
        watch.begin();
        watch.addMonitor(ring.fd());
        watch.end();
        return submissions.size() > 0 || needWait();
    }

    @Override
    public int collectForeign(WatchSet watch, ReadyList ready) {
        int added = watch.collect(ready);
        return watch.watchesMonitor() ? added + await(0, ready) : added; // seen in memory, reported or not
    }

    private void prepareAll() {
        prepareChanges();
        requests.prepareFollowUps();
    }

    /** Writes the requests for all changed registrations. */
    private void prepareChanges() {
        if (!heldBack.isEmpty() && !table.externalDisabled()) {
            armHeldBack();
        }
        while (polls.hasChanged()) {
            synchronized (table) {
                WatchedFd watched = polls.firstChanged();
                while (watched != null && submissions.remaining() > 0) {
                    prepare(watched, polls.takeChanges(watched));
                    watched = polls.firstChanged();
                }
            }
            if (polls.hasChanged()) {
                ring.submitAndWait(0, 0);
                if (submissions.remaining() == 0) {
                    return; // the kernel takes no more now: the rest comes when completions have made room
                }
            }
        }
    }

    private void armHeldBack() {
        synchronized (table) {
            for (int i = 0; i < heldBack.size(); i++) {
                WatchedFd watched = heldBack.get(i);
                if (!watched.deleted()) {
                    polls.change(watched, WatchedFd.ADD);
                }
            }
        }
        heldBack.clear();
    }

    private void prepare(WatchedFd watched, int changes) {
        if ((changes & WatchedFd.REMOVE) != 0) {
            if (watched.armed) {
                polls.cancel(watched);
            }
        } else if (watched.asksForEvents()) {
            if (!watched.armed) {
                polls.arm(watched);
            } else if (polls.goesOn(watched)) {
                polls.lookAgain(watched);
            }
        }
    }

    private int collect(ReadyList ready) {
        int added = 0;
        CompletionFifo early = requests.setAside();
        if (completions.isEmpty() && early.isEmpty()) {
            return 0;
        }
        synchronized (table) {
            for (; !early.isEmpty(); early.advance()) {
                added += take(early.userData(), early.result(), early.flags(), ready);
            }
            // Not without end: fds that stay ready may complete anew as they are re-armed.
            for (int left = MOST_TAKEN; left > 0 && !completions.isEmpty(); left--) {
                long userData = completions.userData();
                int result = completions.result();
                int flags = completions.flags();
                completions.advance();
                added += take(userData, result, flags, ready);
            }
        }
        return added;
    }

    private int take(long userData, int result, int flags, ReadyList ready) {
        if (RingRequests.isOurs(userData)) {
            requests.offer(userData, result, flags);
            return 0;
        }
        return userData == PollRequests.NO_USER_DATA ? 0 : complete(userData, result, flags, ready);
    }

    /** Unless more is to follow, a poll request has ended: readiness takes a new one. Table's lock held. */
    private int complete(long userData, int result, int flags, ReadyList ready) {
        WatchedFd watched = table.find(userData);
        if (watched == null) {
            return 0;
        }
        watched.armed = (flags & CompletionQueue.IORING_CQE_F_MORE) != 0;
        if (result == -Errno.ECANCELED) {
            // A user has cancelled it, for this fd or for the whole ring: the fd is watched on, whatever ended its
            // poll.
            polls.change(watched, WatchedFd.ADD);
            return 0;
        }
        if (watched.silent()) {
            return 0; // it has fired before: by its own test, or its request has gone on
        }
        int events = watched.toReport(PollRequests.events(result));
        if (events == 0) {
            watched.newsOnly = true;
            if (!watched.armed) {
                polls.change(watched, WatchedFd.ADD);
            }
            return 0;
        }
        if (!table.passesExternalCheck(watched)) {
            heldBack.add(watched);
            return 0;
        }
        ready.add(watched, events);
        boolean reportedAgain = watched.trigger() == Trigger.LEVEL || !watched.armed;
        if (reportedAgain && watched.trigger() != Trigger.ONE_SHOT) {
            polls.change(watched, WatchedFd.ADD);
        }
        return 1;
    }

    @Override
    public void close() {
        try {
            ring.close(); // cancels the poll requests; they use no memory of ours
        } finally {
            synchronized (table) {
                polls.forgetAll(table);
            }
        }
    }
}
