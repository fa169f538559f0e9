// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.Epoll;
import org.aioactors.aio.linux.EpollEvents;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * {@code epoll(7)}: the kernel keeps the list, a wait costs what is ready (S53).
 *
 * <p>Each entry's data names the fd and the generation of its registration, so that a report for an fd number that was
 * closed, reused or re-registered meanwhile finds nothing instead of the wrong handler.
 *
 * <p>What was added or replaced the kernel is told before the next wait: of many changes of one fd, the last. A removal
 * it is told at once, on whatever thread, because the fd may be closed next, and then no call can name the entry any
 * more if a duplicate keeps the file open.
 */
class EpollFdMonitor implements AutoCloseable {
    /** At most this many events a wait (S53); what is left is reported by the next. */
    private static final int MAX_EVENTS = 128;

    /** More waits in a row than this with a report for nobody are no coincidence. */
    private static final int MAX_STALE_WAITS = 16;

    /** By operation number: 1 is ADD, 2 DEL, 3 MOD. */
    private static final String[] OP_NAMES = {"epoll_ctl", "epoll_ctl(ADD)", "epoll_ctl(DEL)", "epoll_ctl(MOD)"};

    private final Syscalls syscalls;
    private final FdTable table;

    private Fd epoll;

    /** Of what the kernel is still to be told. */
    private final ChangeList changes = new ChangeList();

    /** What it was told of and found not open, not reported yet. Home thread only. */
    private final List<WatchedFd> notOpen = new ArrayList<>();

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
        this.epoll = epoll;
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
        self.set(0, epoll.value(), FdEvents.READ_INTEREST | FdEvents.WRITE_INTEREST); // it only ever reports IN
    }

    /**
     * Registers every live fd of the table that asks for anything, newest first (S52). Lock held.
     *
     * @throws SyscallException if the kernel refuses one; the caller gives epoll up then
     */
    void addAll() {
        addAll(0);
    }

    /** Leaves out those that the kernel refuses with this errno, if it is not 0. */
    private void addAll(int toleratedErrno) {
        for (WatchedFd watched = table.newest(); watched != null; watched = table.older(watched)) {
            if (watched.asksForEvents()) {
                int result = control(Epoll.EPOLL_CTL_ADD, watched);
                if (result != -toleratedErrno) {
                    check(result, Epoll.EPOLL_CTL_ADD, watched);
                }
                watched.entered = result == 0;
            }
        }
    }

    /**
     * As {@link FdMonitor#update}.
     *
     * @throws SyscallException if the kernel refuses; the caller gives epoll up then (S52)
     */
    void update(@Nullable WatchedFd old, @Nullable WatchedFd current) {
        boolean entered = old != null && old.entered;
        if (current != null) {
            current.entered = entered;
            if (entered || current.events() != 0) {
                changes.add(current, WatchedFd.ADD);
            }
        } else if (old != null && entered) {
            old.entered = false;
            delete(old);
        }
    }

    /** As {@link FdMonitor#rearm}: to change an entry has the kernel look at it anew. */
    final void rearm(WatchedFd watched) {
        changes.add(watched, WatchedFd.ADD);
    }

    /** As {@link FdMonitor#reportsEdges}. */
    boolean reportsEdges() {
        return true;
    }

    /** Whether the kernel does not know all yet. Home thread. */
    final boolean hasChanges() {
        return !changes.isEmpty();
    }

    /**
     * Tells the kernel all that it does not know yet. Home thread.
     *
     * @throws SyscallException if the kernel refuses; the caller gives epoll up then (S52)
     */
    final void applyChanges() {
        while (!changes.isEmpty()) {
            synchronized (table) { // for each anew: others may have to register fds as well
                WatchedFd next = changes.first();
                if (next != null) {
                    changes.take(next);
                    apply(next);
                }
            }
        }
    }

    private void apply(WatchedFd watched) {
        if (watched.asksForEvents()) {
            put(watched);
        } else if (watched.entered && !watched.deleted()) {
            watched.entered = false;
            delete(watched);
        }
    }

    /**
     * Adds or changes an entry. The kernel forgets an fd by itself when its last descriptor is closed, so an fd
     * closed behind our back, and perhaps reused, may be known to us and unknown to it, or the other way round. One that
     * is not open now is reported like any other monitor does it.
     */
    private void put(WatchedFd watched) {
        int op = watched.entered ? Epoll.EPOLL_CTL_MOD : Epoll.EPOLL_CTL_ADD;
        int result = control(op, watched);
        if (result == -Errno.ENOENT && op == Epoll.EPOLL_CTL_MOD) {
            op = Epoll.EPOLL_CTL_ADD;
            result = control(op, watched);
        } else if (result == -Errno.EEXIST && op == Epoll.EPOLL_CTL_ADD) {
            op = Epoll.EPOLL_CTL_MOD;
            result = control(op, watched);
        }
        watched.entered = result == 0;
        if (result == -Errno.EBADF && syscalls.fcntl(watched.fd(), Fcntl.F_GETFD, 0) == -Errno.EBADF) {
            notOpen.add(watched); // it is the fd, and not epoll's own
        } else {
            check(result, op, watched);
        }
    }

    private void delete(WatchedFd old) {
        int result = control(Epoll.EPOLL_CTL_DEL, old);
        if (result != -Errno.EBADF && result != -Errno.ENOENT) {
            check(result, Epoll.EPOLL_CTL_DEL, old);
        }
    }

    final int control(int op, WatchedFd watched) {
        int events = op == Epoll.EPOLL_CTL_DEL ? 0 : watched.interest() | flag(watched.trigger());
        return syscalls.epollCtl(epoll.value(), op, watched.fd(), events, watched.key());
    }

    private static int flag(Trigger trigger) {
        return switch (trigger) {
            case LEVEL -> 0;
            case EDGE -> Epoll.EPOLLET;
            case ONE_SHOT -> Epoll.EPOLLONESHOT;
        };
    }

    static void check(int result, int op, WatchedFd watched) {
        if (result < 0) {
            throw new SyscallException(OP_NAMES[op], watched.fd(), -result);
        }
    }

    /** As {@link FdMonitor#await}. */
    final int await(long timeoutNs, ReadyList ready) {
        if (!notOpen.isEmpty()) {
            return reportNotOpen(ready) + awaitUntimed(0, ready);
        }
        return timeoutNs > 0 ? awaitTimed(timeoutNs, ready) : awaitUntimed(timeoutNs, ready);
    }

    private int reportNotOpen(ReadyList ready) {
        int added = 0;
        for (int i = 0; i < notOpen.size(); i++) {
            WatchedFd watched = notOpen.get(i);
            if (!watched.deleted()) {
                ready.add(watched, FdEvents.NVAL);
                added++;
            }
        }
        notOpen.clear();
        return added;
    }

    /** {@code epoll_wait} counts in milliseconds: too coarse for timers. */
    int awaitTimed(long timeoutNs, ReadyList ready) {
        if (hasPwait2) {
            int count = syscalls.epollPwait2(epoll.value(), reported, timeoutNs);
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
        return collectAfter(syscalls.epollWait(epoll.value(), reported, (int) timeoutNs), "epoll_wait", ready);
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
        watch.addMonitor(epoll.value());
        watch.end();
        return hasToReport();
    }

    /** Whether the next {@link #await} has something to add that the kernel does not report. Home thread. */
    boolean hasToReport() {
        return !notOpen.isEmpty();
    }

    private void checkWait(int result, String call) {
        if (result < 0 && result != -Errno.EINTR) {
            throw new SyscallException(call, epoll.value(), -result);
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

    /**
     * Sets everything up in a new epoll fd. Home thread, lock held.
     *
     * @return the old one, for the caller to close
     * @throws SyscallException if the kernel refuses: the old one is still in place, and the caller gives epoll up
     */
    Fd renew() {
        int fd = syscalls.epollCreate1(Epoll.EPOLL_CLOEXEC);
        SyscallException.check(fd, "epoll_create1");
        Fd old = epoll;
        epoll = Fd.adopt(syscalls, fd, "epoll");
        changes.clear();
        try {
            addAll(Errno.EBADF); // closed behind our back, like the one that brought us here
        } catch (SyscallException refused) {
            epoll.closeAfter(refused);
            epoll = old;
            throw refused;
        }
        self.set(0, fd, FdEvents.READ_INTEREST | FdEvents.WRITE_INTEREST);
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
        } else if (changes.isEmpty()) { // else it may be one that was replaced during the wait
            staleWaits++; // one now and then was removed during the wait
        }
        return added;
    }

    @Override
    public void close() {
        self.close();
        reported.close();
        epoll.close();
    }
}
