// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import org.aioactors.aio.linux.EpollEvents;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/** {@code epoll(7)}: the kernel keeps the list, which is {@link EpollEntries}, and a wait costs what is ready (S53). */
class EpollFdMonitor implements AutoCloseable {
    /** At most this many events a wait (S53); what is left is reported by the next. */
    private static final int MAX_EVENTS = 128;

    /** More waits in a row than this with a report for nobody are no coincidence. */
    private static final int MAX_STALE_WAITS = 16;

    private final Syscalls syscalls;
    private final FdTable table;
    private final EpollEntries entries;

    /** How many waits in a row reported a registration that is gone. Home thread only. */
    private int staleWaits;

    private final EpollEvents reported;

    /**
     * Whether there is an {@code epoll_pwait2(2)}, as far as is known: not before Linux 5.11, and not where a seccomp filter
     * refuses it. Home thread only.
     */
    private boolean hasPwait2 = true;

    /** The epoll fd itself, for waits finer than a millisecond without that call. */
    private final PollFds self;

    /** Takes over an open epoll fd, and closes it if this throws. */
    EpollFdMonitor(Syscalls syscalls, FdTable table, Fd epoll) {
        this.syscalls = syscalls;
        this.table = table;
        this.entries = new EpollEntries(syscalls, table, epoll);
        try {
            this.reported = EpollEvents.allocate(MAX_EVENTS);
        } catch (Throwable failure) {
            epoll.closeAfter(failure);
            throw failure;
        }
        try {
            this.self = PollFds.allocate(1);
        } catch (Throwable failure) {
            reported.close();
            epoll.closeAfter(failure);
            throw failure;
        }
        self.set(0, entries.fd(), FdEvents.READ_INTEREST | FdEvents.WRITE_INTEREST); // it only ever reports IN
    }

    /**
     * As {@link FdMonitor#update}.
     *
     * @throws SyscallException if the kernel refuses; the caller gives epoll up then (S52)
     */
    void update(@Nullable WatchedFd old, @Nullable WatchedFd current) {
        entries.update(old, current);
    }

    /** What epoll knows, and is to be told. */
    final EpollEntries entries() {
        return entries;
    }

    /** As {@link FdMonitor#reportsEdges}. */
    boolean reportsEdges() {
        return true;
    }

    /** As {@link FdMonitor#await}. */
    final int await(long timeoutNs, ReadyList ready) {
        if (entries.hasNotOpen()) {
            return entries.reportNotOpen(ready) + awaitUntimed(0, ready);
        }
        return timeoutNs > 0 ? awaitTimed(timeoutNs, ready) : awaitUntimed(timeoutNs, ready);
    }

    /** {@code epoll_wait} counts in milliseconds: too coarse for timers. */
    int awaitTimed(long timeoutNs, ReadyList ready) {
        if (hasPwait2) {
            int count = syscalls.epollPwait2(entries.fd(), reported, timeoutNs);
            hasPwait2 = count != -Errno.ENOSYS && count != -Errno.EPERM;
            if (hasPwait2) {
                return collectAfter(count, "epoll_pwait2", ready);
            }
        }
        return awaitByPpoll(timeoutNs, ready);
    }

    /** {@code ppoll} on the epoll fd waits as precisely as the kernel's timers, for a second system call (S53). */
    final int awaitByPpoll(long timeoutNs, ReadyList ready) {
        int selfReady = syscalls.ppoll(self, 1, timeoutNs);
        if (selfReady <= 0) {
            checkWait(selfReady, "ppoll(epoll)");
            return 0;
        }
        return awaitUntimed(0, ready);
    }

    /** {@code timeoutNs} is 0 or {@link FdMonitor#INFINITE}. */
    private int awaitUntimed(long timeoutNs, ReadyList ready) {
        return collectAfter(syscalls.epollWait(entries.fd(), reported, (int) timeoutNs), "epoll_wait", ready);
    }

    private int collectAfter(int result, String call, ReadyList ready) {
        checkWait(result, call);
        return result < 0 ? 0 : collect(result, ready); // a signal says nothing of entries that are gone
    }

    /**
     * An epoll fd is readable while any fd in it is ready ({@code epoll(7)}): one stands for all. Returns whether there is
     * something to be collected whatever becomes of it.
     */
    boolean prepareForeign(WatchSet watch) {
        watch.begin();
        watch.addMonitor(entries.fd());
        watch.end();
        return entries.hasNotOpen();
    }

    private void checkWait(int result, String call) {
        if (result < 0 && result != -Errno.EINTR) {
            throw new SyscallException(call, entries.fd(), -result);
        }
    }

    /**
     * Whether it keeps reporting a file whose fd was closed while it was watched, and which some other fd, perhaps in a
     * child process, keeps open: the kernel has such an entry for ever, and no call can name it ({@code epoll(7)}). It
     * takes {@link #renew} to get rid of it. Home thread.
     */
    boolean isHaunted() {
        return staleWaits >= MAX_STALE_WAITS;
    }

    /** As {@link EpollEntries#renew}. */
    Fd renew() {
        Fd old = entries.renew();
        self.set(0, entries.fd(), FdEvents.READ_INTEREST | FdEvents.WRITE_INTEREST);
        staleWaits = 0;
        return old;
    }

    private int collect(int count, ReadyList ready) {
        int added = 0;
        int known = 0;
        synchronized (table) {
            for (int i = 0; i < count; i++) {
                WatchedFd watched = table.find(reported.data(i));
                if (watched != null) {
                    known++;
                    if (!watched.silent()) { // it may have fired before, by its own test
                        ready.add(watched, reported.events(i));
                        added++;
                    }
                }
            }
        }
        if (known == count) {
            staleWaits = 0;
        } else if (!entries.hasChanges()) { // else it may be one that was replaced during the wait
            staleWaits++; // one now and then was removed during the wait
        }
        return added;
    }

    @Override
    public void close() {
        self.close();
        reported.close();
        entries.close();
    }
}
