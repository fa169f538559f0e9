// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.Epoll;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * The list of fds that an epoll fd has, and what it is still to be told of them.
 *
 * <p>Each entry's data names the fd and the generation of its registration, so that a report for an fd number that was
 * closed, reused or re-registered meanwhile finds nothing instead of the wrong handler.
 *
 * <p>What was added or replaced the kernel is told before the next wait: of many changes of one fd, the last. A removal
 * it is told at once, on whatever thread, because the fd may be closed next, and then no call can name the entry any
 * more if a duplicate keeps the file open.
 */
final class EpollEntries implements AutoCloseable {
    /** By operation number: 1 is ADD, 2 DEL, 3 MOD. */
    private static final String[] OP_NAMES = {"epoll_ctl", "epoll_ctl(ADD)", "epoll_ctl(DEL)", "epoll_ctl(MOD)"};

    private final Syscalls syscalls;
    private final FdTable table;

    /** Replaced by the home thread with the table's lock held. */
    private Fd epoll;

    /** Of what the kernel is still to be told. */
    private final ChangeList changes = new ChangeList();

    /** What it was told of and found not open, not reported yet. Home thread only. */
    private final List<WatchedFd> notOpen = new ArrayList<>();

    /** Takes over an open epoll fd. */
    EpollEntries(Syscalls syscalls, FdTable table, Fd epoll) {
        this.syscalls = syscalls;
        this.table = table;
        this.epoll = epoll;
    }

    /** The epoll fd. Home thread. */
    int fd() {
        return epoll.value();
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
    void rearm(WatchedFd watched) {
        changes.add(watched, WatchedFd.ADD);
    }

    /** Whether the kernel does not know all yet. Home thread. */
    boolean hasChanges() {
        return !changes.isEmpty();
    }

    /**
     * Tells the kernel all that it does not know yet. Home thread.
     *
     * @throws SyscallException if the kernel refuses; the caller gives epoll up then (S52)
     */
    void applyChanges() {
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

    int control(int op, WatchedFd watched) {
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

    /** Whether {@link #reportNotOpen} has anything to add. Home thread. */
    boolean hasNotOpen() {
        return !notOpen.isEmpty();
    }

    /** Adds those that the kernel found not open, and returns how many. Home thread. */
    int reportNotOpen(ReadyList ready) {
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
        return old;
    }

    @Override
    public void close() {
        epoll.close();
    }
}
