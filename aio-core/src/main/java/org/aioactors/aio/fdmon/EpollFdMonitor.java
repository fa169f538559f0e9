// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import org.aioactors.aio.linux.Epoll;
import org.aioactors.aio.linux.EpollEvents;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * {@code epoll(7)}, level-triggered: the kernel keeps the list, a wait costs what is ready (S53).
 *
 * <p>Each entry's data names the fd and the generation of its registration, so that a report for an fd number that was
 * closed, reused or re-registered meanwhile finds nothing instead of the wrong handler.
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

    /** How many waits in a row reported a registration that is gone. Loop thread only. */
    private int staleWaits;

    private final EpollEvents reported;

    /** The epoll fd itself, for waits finer than a millisecond. */
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
            }
        }
    }

    /**
     * As {@link FdMonitor#update}.
     *
     * @throws SyscallException if the kernel refuses; the caller gives epoll up then (S52)
     */
    void update(@Nullable WatchedFd old, @Nullable WatchedFd current) {
        if (current != null && current.events() != 0) {
            put(old, current);
        } else if (old != null && old.events() != 0) {
            delete(old);
        }
    }

    /**
     * Adds or changes an entry. The kernel forgets an fd by itself when its last descriptor is closed, so an fd
     * closed behind our back, and perhaps reused, may be known to us and unknown to it, or the other way round.
     */
    private void put(@Nullable WatchedFd old, WatchedFd current) {
        int op = old == null || old.events() == 0 ? Epoll.EPOLL_CTL_ADD : Epoll.EPOLL_CTL_MOD;
        int result = control(op, current);
        if (result == -Errno.ENOENT && op == Epoll.EPOLL_CTL_MOD) {
            op = Epoll.EPOLL_CTL_ADD;
            result = control(op, current);
        } else if (result == -Errno.EEXIST && op == Epoll.EPOLL_CTL_ADD) {
            op = Epoll.EPOLL_CTL_MOD;
            result = control(op, current);
        }
        check(result, op, current);
    }

    private void delete(WatchedFd old) {
        int result = control(Epoll.EPOLL_CTL_DEL, old);
        if (result != -Errno.EBADF && result != -Errno.ENOENT) {
            check(result, Epoll.EPOLL_CTL_DEL, old);
        }
    }

    final int control(int op, WatchedFd watched) {
        int events = op == Epoll.EPOLL_CTL_DEL ? 0 : watched.events();
        return syscalls.epollCtl(epoll.value(), op, watched.fd(), events, watched.key());
    }

    static void check(int result, int op, WatchedFd watched) {
        if (result < 0) {
            throw new SyscallException(OP_NAMES[op], watched.fd(), -result);
        }
    }

    /** As {@link FdMonitor#await}. */
    int await(long timeoutNs, ReadyList ready) {
        int timeoutMs = (int) timeoutNs; // 0 or INFINITE
        if (timeoutNs > 0) {
            // epoll_wait counts in milliseconds; ppoll on the epoll fd waits as precisely as the kernel's timers (S53).
            int selfReady = syscalls.ppoll(self, 1, timeoutNs);
            if (selfReady <= 0) {
                checkWait(selfReady, "ppoll(epoll)");
                return 0;
            }
            timeoutMs = 0;
        }
        int count = syscalls.epollWait(epoll.value(), reported, timeoutMs);
        checkWait(count, "epoll_wait");
        return count < 0 ? 0 : collect(count, ready); // a signal says nothing of entries that are gone
    }

    /** An epoll fd is readable while any fd in it is ready ({@code epoll(7)}): one stands for all. */
    void prepareForeign(WatchSet watch) {
        watch.begin();
        watch.addMonitor(epoll.value());
        watch.end();
    }

    private void checkWait(int result, String call) {
        if (result < 0 && result != -Errno.EINTR) {
            throw new SyscallException(call, epoll.value(), -result);
        }
    }

    /**
     * Whether it keeps reporting a file whose fd was closed while it was watched, and which some other fd, perhaps in a
     * child process, keeps open: the kernel has such an entry for ever, and no call can name it ({@code epoll(7)}). It
     * takes {@link #renew} to get rid of it. Loop thread.
     */
    boolean isHaunted() {
        return staleWaits >= MAX_STALE_WAITS;
    }

    /**
     * Sets everything up in a new epoll fd. Loop thread, lock held.
     *
     * @throws SyscallException if the kernel refuses; the caller gives epoll up then
     */
    void renew() {
        int fd = syscalls.epollCreate1(Epoll.EPOLL_CLOEXEC);
        SyscallException.check(fd, "epoll_create1");
        Fd old = epoll;
        epoll = Fd.adopt(syscalls, fd, "epoll");
        self.set(0, fd, FdEvents.READ_INTEREST | FdEvents.WRITE_INTEREST);
        staleWaits = 0;
        try {
            addAll(Errno.EBADF); // closed behind our back, like the one that brought us here
        } finally {
            old.close();
        }
    }

    private int collect(int count, ReadyList ready) {
        int added = 0;
        synchronized (table) {
            for (int i = 0; i < count; i++) {
                WatchedFd watched = table.find(reported.data(i));
                if (watched != null) {
                    ready.add(watched, reported.events(i));
                    added++;
                }
            }
        }
        staleWaits = added == count ? 0 : staleWaits + 1; // one now and then was removed during the wait
        return added;
    }

    @Override
    public void close() {
        self.close();
        reported.close();
        epoll.close();
    }
}
