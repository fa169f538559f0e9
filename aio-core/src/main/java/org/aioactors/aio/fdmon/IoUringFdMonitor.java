// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.CompletionQueue;
import org.aioactors.aio.linux.uring.IoUring;
import org.aioactors.aio.linux.uring.Sqe;
import org.aioactors.aio.linux.uring.SubmissionQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code io_uring(7)}: each fd is a one-shot poll request, re-armed after it fired, so that readiness stays
 * level-triggered (S38). Changes and the wait itself share one system call a turn (S55); only {@link #letGo} does not
 * wait for it. A completion is seen in memory without any (S57).
 *
 * <p>A request's user data names the fd and the generation of its registration, so that a completion for a
 * registration that was replaced meanwhile finds nothing. User data 0 is for requests whose completions say nothing:
 * removals and timeouts.
 */
final class IoUringFdMonitor implements FdMonitor {
    private static final Logger log = LoggerFactory.getLogger(IoUringFdMonitor.class);
    private static final long NO_USER_DATA = 0;

    /** How often a full queue is submitted in vain before the loop is told. */
    private static final int MAX_ATTEMPTS = 8;

    /** A changed registration takes so many requests at most. */
    private static final int MAX_REQUESTS = 2;

    private final FdTable table;
    private final boolean reference;
    private final IoUring ring;
    private final SubmissionQueue submissions;
    private final CompletionQueue completions;
    private final RingRequests requests;

    /** Serves the waits in the reference's semantics while external handlers are disabled (S55). */
    private final PollFdMonitor poll;

    /**
     * In the default semantics, external registrations that fired while external was disabled: they are armed again,
     * and so fire again, once it is enabled. Loop thread only.
     */
    private final List<WatchedFd> heldBack = new ArrayList<>();

    /** Registrations whose requests are to be changed, newest first (S54). Guarded by the table's lock. */
    private @Nullable WatchedFd changed;

    /** Whether {@link #changed} is not empty. Written under the table's lock by any thread, read by the loop thread. */
    private volatile boolean hasChanged;

    /** In the reference's semantics, those removed whose requests have not ended yet. Guarded by the table's lock. */
    private final Map<Long, WatchedFd> leaving = new HashMap<>();

    /** Takes over an open ring, which belongs to the calling thread. */
    IoUringFdMonitor(Syscalls syscalls, FdTable table, Semantics semantics, IoUring ring) {
        this.table = table;
        this.reference = semantics == Semantics.REFERENCE;
        this.ring = ring;
        this.submissions = ring.submissions();
        this.completions = ring.completions();
        this.requests = new RingRequests(ring);
        this.poll = new PollFdMonitor(syscalls, table);
    }

    @Override
    public FdMonitorKind kind() {
        return FdMonitorKind.IO_URING;
    }

    @Override
    public void update(@Nullable WatchedFd old, @Nullable WatchedFd current) {
        if (current != null) {
            change(current, WatchedFd.ADD);
        }
        if (old != null) {
            change(old, WatchedFd.REMOVE);
            if (reference) {
                old.held = true;
                leaving.put(old.key(), old);
            }
        }
    }

    /** {@inheritDoc} A poll request has a reference to the file: a closed socket would not send its FIN. */
    @Override
    public void letGo(WatchedFd removed) {
        if (reference || !removed.armed) {
            return;
        }
        try {
            if (submissions.remaining() == 0) {
                enter(0, 0);
            }
            if (submissions.remaining() > 0) { // else the next wait does it
                removed.armed = false;
                next(NO_USER_DATA).pollRemove(removed.key());
                enter(0, 0);
            }
        } catch (SyscallException refused) {
            log.debug("fd {} is let go by the next wait, or that fails too: {}", removed.fd(), refused.getMessage());
        }
    }

    /** Table's lock held. */
    private void change(WatchedFd watched, int what) {
        if (watched.changes == 0) {
            watched.nextChanged = changed;
            changed = watched;
            hasChanged = true;
        }
        watched.changes |= what;
    }

    @Override
    public @Nullable RingRequests requests() {
        return reference ? null : requests;
    }

    @Override
    public @Nullable String whyNoRing() {
        return reference ? "the reference has no requests of users" : null;
    }

    @Override
    public boolean hasRequests() {
        return requests.hasToSubmit();
    }

    @Override
    public boolean hasCompletions() {
        return requests.hasArrived();
    }

    @Override
    public boolean needWait() {
        if (reference && (table.externalDisabled() || hasChanged || submissions.size() > 0)) {
            return true;
        }
        return !completions.isEmpty() || completions.needsEnter() || requests.hasPending();
    }

    @Override
    public boolean seesAllInUserSpace() {
        return true;
    }

    @Override
    public boolean isAtRest() {
        return !hasChanged
                && heldBack.isEmpty()
                && submissions.size() == 0
                && !needWait()
                && requests.outstanding() == 0;
    }

    @Override
    public void submit() {
        prepareAll();
        if (submissions.size() > 0) {
            enter(0, 0);
        }
    }

    @Override
    public int peek(ReadyList ready) {
        if (completions.needsEnter()) {
            enter(0, 0);
        }
        return collect(ready);
    }

    @Override
    public int await(long timeoutNs, ReadyList ready) {
        if (reference && table.externalDisabled()) {
            return poll.await(timeoutNs, ready);
        }
        long waitNs = timeoutNs;
        if (reference && timeoutNs > 0) {
            next(NO_USER_DATA).timeout(timeoutNs, 1, 0);
            waitNs = INFINITE;
        }
        prepareAll();
        if (mustEnter(timeoutNs)) {
            boolean wait =
                    timeoutNs != 0 && (reference || (completions.isEmpty() && !hasChanged && !requests.hasPending()));
            enter(wait ? 1 : 0, wait ? waitNs : 0);
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

    /**
     * The reference enters the kernel at each wait; a look costs nothing if it has nothing to say and nothing to
     * fetch.
     */
    private boolean mustEnter(long timeoutNs) {
        return reference
                || submissions.size() > 0
                || completions.needsEnter()
                || (timeoutNs != 0 && completions.isEmpty());
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
        while (hasChanged) {
            synchronized (table) {
                for (WatchedFd watched = changed; watched != null; watched = changed) {
                    if (!reference && submissions.remaining() < MAX_REQUESTS) {
                        break;
                    }
                    changed = watched.nextChanged;
                    watched.nextChanged = null;
                    int changes = watched.changes;
                    watched.changes = 0;
                    prepare(watched, changes);
                }
                hasChanged = changed != null;
            }
            if (hasChanged) {
                enter(0, 0);
                if (submissions.remaining() < MAX_REQUESTS) {
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
                    change(watched, WatchedFd.ADD);
                }
            }
        }
        heldBack.clear();
    }

    private void prepare(WatchedFd watched, int changes) {
        boolean removed = (changes & WatchedFd.REMOVE) != 0;
        if ((changes & WatchedFd.ADD) != 0 && (reference || (!removed && watched.events() != 0))) {
            watched.armed = true;
            next(watched.key()).pollAdd(watched.fd(), watched.events());
        }
        if (removed && (reference || watched.armed)) {
            next(NO_USER_DATA).pollRemove(watched.key());
        }
    }

    /**
     * The next request. If there is no room the reference submits what there is, and leaves completions that have
     * overflowed to the next wait; by default there is room.
     */
    private Sqe next(long userData) {
        submissions.endChain();
        Sqe sqe = submissions.next(userData);
        for (int attempt = 0; sqe == null; attempt++) {
            int result = ring.submit();
            if (result < 0 && attempt == MAX_ATTEMPTS) {
                throw new SyscallException("io_uring_enter(submit)", ring.fd(), -result);
            }
            sqe = submissions.next(userData);
        }
        return sqe;
    }

    /**
     * Submits and perhaps waits. A kernel that is out of memory or has no room for completions is asked again once
     * the present ones are taken (B7); what it did not take stays queued for the next turn, as does all when a signal
     * comes.
     */
    private void enter(int waitFor, long timeoutNs) {
        int result = ring.submitAndWait(waitFor, timeoutNs);
        while (reference && result == -Errno.EINTR) {
            result = ring.submitAndWait(waitFor, timeoutNs);
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
            // Not more than fit in the queue: fds that stay ready may complete anew, without end, as they are re-armed.
            for (int left = completions.capacity(); left > 0 && !completions.isEmpty(); left--) {
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
        return userData == NO_USER_DATA ? 0 : complete(userData, result, ready);
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
        if (!reference && result == -Errno.ECANCELED) {
            // A user has cancelled it, for this fd or for the whole ring: the fd is watched on, whatever ended its
            // poll.
            change(watched, WatchedFd.ADD);
            return 0;
        }
        if (!reference && !table.passesExternalCheck(watched)) {
            heldBack.add(watched);
            return 0;
        }
        ready.add(watched, reference ? result : events(result));
        if (reference) {
            prepare(watched, WatchedFd.ADD); // at once, so that re-armed fds come first in the next submission (S56)
        } else {
            change(watched, WatchedFd.ADD);
        }
        return 1;
    }

    /** A negative result is an error of that fd, not event bits (B7). */
    private static int events(int result) {
        if (result >= 0) {
            return result;
        }
        return result == -Errno.EBADF ? FdEvents.NVAL : FdEvents.ERR;
    }

    @Override
    public void close() {
        try {
            ring.close(); // cancels the poll requests; they use no memory of ours
        } finally {
            poll.close();
            forgetAll();
        }
    }

    /** The loop may go on with another monitor, to which nothing of this one's requests is known. */
    private void forgetAll() {
        synchronized (table) {
            leaving.values().forEach(gone -> gone.held = false);
            leaving.clear();
            for (WatchedFd watched = table.newest(); watched != null; watched = table.older(watched)) {
                watched.armed = false;
                watched.changes = 0;
                watched.nextChanged = null;
            }
            changed = null;
            hasChanged = false;
        }
    }
}
