// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.linux.uring.CancelOps;
import org.aioactors.aio.linux.uring.IoUring;
import org.aioactors.aio.linux.uring.PollOps;
import org.aioactors.aio.linux.uring.Sqe;
import org.aioactors.aio.linux.uring.SubmissionQueue;
import org.jspecify.annotations.Nullable;

/**
 * The poll requests by which a ring watches registrations, and the list of those whose request is to be made
 * or ended. A registration is in one of these states; its {@link WatchedFd#changes} and {@link WatchedFd#armed} are
 * what tells them apart:
 *
 * <pre>
 *   state      changes  armed  in                   moved on by                              to
 *   ---------  -------  -----  -------------------  ---------------------------------------  ---------
 *   queued     ADD      no     the list             the loop, before its wait                armed
 *                                                   ... if it asks for nothing               silent
 *                                                   any thread: removed or replaced          leaving
 *   armed      0        yes    the kernel           a completion: an event, the last one     fired
 *                                                   ... an event of which more may follow    armed
 *                                                   ... an event of a one-shot registration  silent
 *                                                   ... an event while external is disabled  held back
 *                                                   ... ECANCELED, by a request of a user's  queued
 *                                                   ... nothing that was asked for           queued
 *                                                   any thread: removed or replaced          leaving
 *   fired      ADD      no     the list, and the    the loop, before its wait: as queued     armed
 *                              loop's ready list    any thread: removed or replaced          leaving
 *   held back  0        no     the monitor's list   the loop, once external is enabled       queued
 *                                                   any thread: removed or replaced          leaving
 *   silent     0        no     nothing              any thread: armed again                  queued
 *                                                   any thread: removed or replaced          leaving
 *   leaving    REMOVE   both   the list             the loop, before its wait, or letGo:     gone
 *              or both                              ends the request if there is one
 *   gone       0        no     nothing              (its key is never used again)
 * </pre>
 *
 * A request ends with its first event, so that readiness stays level-triggered (S38); that of an {@linkplain Trigger#EDGE
 * edge-triggered} registration goes on, where the kernel has such requests, until the kernel ends it.
 *
 * <p>The kernel tells a ring that a peer has stopped sending though nobody asked ({@code POLLRDHUP}, measured on Linux
 * 6.18; {@code poll(2)} and {@code epoll(7)} do not). That lasts: a request that ends with its first event would end at
 * once, again and again, and the loop never sleep. So the next request of such a registration goes on, too, and tells it
 * once ({@link WatchedFd#newsOnly}); after an event that is reported it is made to look anew, so that whatever lasts is
 * reported again.
 *
 * <p>A completion that comes for a registration that is leaving or gone finds nothing in the table. The reference differs
 * where {@link ReferenceUringFdMonitor} says so.
 *
 * <p>A request's user data is the registration's {@linkplain WatchedFd#key() key}. User data 0 is for requests whose
 * completions say nothing: removals and timeouts.
 */
final class PollRequests {
    static final long NO_USER_DATA = 0;

    private final SubmissionQueue submissions;

    /** Whether the kernel has polls that go on after an event. */
    private final boolean hasMultishot;

    private final ChangeList changed = new ChangeList();

    /** For the thread to which the ring belongs. */
    PollRequests(IoUring ring) {
        this.submissions = ring.submissions();
        this.hasMultishot = ring.hasMultishotPoll();
    }

    /** Whether an {@linkplain Trigger#EDGE edge-triggered} registration is reported once for each news. Home thread. */
    boolean reportsEdges() {
        return hasMultishot;
    }

    /** Puts a registration on the list. Any thread, table's lock held. */
    void change(WatchedFd watched, int what) {
        changed.add(watched, what);
    }

    /** Whether the list is not empty. Home thread; no lock needed. */
    boolean hasChanged() {
        return !changed.isEmpty();
    }

    /** The first of the list, or null. Table's lock held. */
    @Nullable WatchedFd firstChanged() {
        return changed.first();
    }

    /** Takes the first off the list and returns what is to be done with it: its changes. Table's lock held. */
    int takeChanges(WatchedFd first) {
        return changed.take(first);
    }

    /** Makes a request for a registration; there must be room. Home thread. */
    void arm(WatchedFd watched) {
        watched.armed = true;
        Sqe sqe = next(watched.key());
        if (goesOn(watched)) {
            PollOps.pollAddMultishot(sqe, watched.fd(), watched.interest());
        } else {
            PollOps.pollAdd(sqe, watched.fd(), watched.events());
        }
    }

    /** Whether the request of a registration is one that goes on after an event. Home thread. */
    boolean goesOn(WatchedFd watched) {
        return hasMultishot && (watched.trigger() == Trigger.EDGE || watched.newsOnly);
    }

    /** Has a request that {@linkplain #goesOn goes on} look anew; there must be room. Home thread. */
    void lookAgain(WatchedFd armed) {
        PollOps.pollUpdateMultishot(next(NO_USER_DATA), armed.key(), armed.interest());
    }

    /** Ends the request of a registration, whatever it is doing; there must be room. Home thread. */
    void cancel(WatchedFd watched) {
        watched.armed = false;
        CancelOps.cancel(next(NO_USER_DATA), watched.key());
    }

    /**
     * Like {@link #cancel}, as the reference does it (S55): a request that the kernel has begun to complete may stay, if it
     * has nothing to report or goes on. Home thread.
     */
    void disarm(WatchedFd watched) {
        watched.armed = false;
        PollOps.pollRemove(next(NO_USER_DATA), watched.key());
    }

    /** The next request, which belongs to no chain of a user's; there must be room. Home thread. */
    Sqe next(long userData) {
        return submissions.nextUnchained(userData);
    }

    /**
     * The ring is closed, and the loop may go on with another monitor, to which nothing of its requests is known. Home
     * thread, table's lock held.
     */
    void forgetAll(FdTable table) {
        for (WatchedFd watched = table.newest(); watched != null; watched = table.older(watched)) {
            watched.armed = false;
        }
        changed.clear();
    }

    /** What a completion of a poll request says of its fd. A negative result is an error of it, not event bits (B7). */
    static int events(int result) {
        if (result >= 0) {
            return result;
        }
        return result == -Errno.EBADF ? FdEvents.NVAL : FdEvents.ERR;
    }
}
