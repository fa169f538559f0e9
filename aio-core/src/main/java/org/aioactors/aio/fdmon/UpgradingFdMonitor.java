// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import org.aioactors.aio.linux.Epoll;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses between {@code ppoll} and {@code epoll} and falls back: poll with an epoll fd in reserve, epoll once there
 * are enough fds for it to pay, poll again for good when epoll refuses something (S50, S52).
 */
final class UpgradingFdMonitor implements FdMonitor, Embeddable {
    private static final Logger log = LoggerFactory.getLogger(UpgradingFdMonitor.class);

    /** From this many fds on, the context's own notifier included, epoll takes over (S52). */
    private static final int UPGRADE_FDS = 64;

    /** Makes a monitor that takes over an open epoll fd. */
    interface EpollMaker {
        EpollFdMonitor make(Syscalls syscalls, FdTable table, Fd epoll);
    }

    private enum EpollState {
        /** Open, but poll serves the waits. */
        IN_RESERVE,
        /** Serves the waits. */
        ACTIVE,
        /**
         * Refused something: poll serves the waits for good. The home thread, perhaps still waiting in it, closes it.
         */
        GIVEN_UP,
        CLOSED
    }

    private final FdTable table;
    private final PollFdMonitor poll;
    private final @Nullable EpollFdMonitor epoll;

    /** Written under the table's lock by any thread (CLOSED by the home thread only); read by the home thread. */
    private volatile EpollState state;

    /**
     * Whether another loop may be waiting for the epoll fd, from {@link #prepareForeign} to {@link #collectForeign}: turns
     * of our own meanwhile must not go on with another one. Home thread only.
     */
    private boolean hostWaits;

    /**
     * Whether another loop may have registered the epoll fd: from the {@link #prepareForeign} that names it to the one
     * after the first that does not. It is not closed as long. Home thread only.
     */
    private boolean hostHas;

    /** An epoll fd that the other loop has, though another one has taken its place. Home thread only. */
    private @Nullable Fd replaced;

    /** One that it has as well, but is being told to unregister. Home thread only. */
    private @Nullable Fd dismissed;

    /**
     * Starts on poll; {@code upgradeNow} moves to epoll at once, else it waits for enough fds.
     */
    UpgradingFdMonitor(Syscalls syscalls, FdTable table, EpollMaker maker, boolean upgradeNow) {
        this.table = table;
        this.poll = new PollFdMonitor(syscalls, table);
        int fd = syscalls.epollCreate1(Epoll.EPOLL_CLOEXEC);
        if (fd < 0) {
            warn(new SyscallException("epoll_create1", SyscallException.NO_FD, -fd));
            this.epoll = null;
            this.state = EpollState.CLOSED;
        } else {
            try {
                this.epoll =
                        maker.make(syscalls, table, Fd.adopt(syscalls, fd, "epoll")); // which closes it if it fails
            } catch (Throwable failure) {
                poll.close();
                throw failure;
            }
            this.state = upgradeNow ? EpollState.ACTIVE : EpollState.IN_RESERVE;
        }
    }

    @Override
    public MonitorKind kind() {
        return state == EpollState.ACTIVE ? MonitorKind.EPOLL : MonitorKind.POLL;
    }

    @Override
    public boolean needWait() {
        return table.pollDisableCount() != 0;
    }

    @Override
    public void update(@Nullable WatchedFd old, @Nullable WatchedFd current) {
        if (epoll != null && state == EpollState.ACTIVE) {
            try {
                epoll.update(old, current);
            } catch (SyscallException refused) {
                giveUp(refused);
            }
        }
    }

    @Override
    public int await(long timeoutNs, ReadyList ready) {
        if (epoll == null || state == EpollState.CLOSED) {
            return poll.await(timeoutNs, ready);
        }
        if (state == EpollState.GIVEN_UP) {
            if (!hostHas) {
                closeEpoll(epoll);
            }
            return poll.await(timeoutNs, ready);
        }
        if (table.externalDisabled()) {
            return poll.await(timeoutNs, ready);
        }
        if (state == EpollState.ACTIVE) {
            boolean usable = applyChanges(epoll) && (!epoll.isHaunted() || hostWaits || renew(epoll));
            return usable ? epoll.await(timeoutNs, ready) : poll.await(timeoutNs, ready);
        }
        int count = poll.collect();
        if (count >= UPGRADE_FDS && upgrade(epoll)) {
            return epoll.await(timeoutNs, ready);
        }
        return poll.awaitCollected(count, timeoutNs, ready);
    }

    @Override
    public void rearm(WatchedFd watched) {
        if (epoll != null && state == EpollState.ACTIVE) {
            epoll.entries().rearm(watched);
        }
    }

    @Override
    public boolean reportsEdges() {
        return epoll != null
                && state == EpollState.ACTIVE
                && !table.externalDisabled() // poll serves then
                && epoll.reportsEdges();
    }

    /** {@inheritDoc} Poll keeps nothing in the kernel. */
    @Override
    public void submit() {
        if (epoll != null && state == EpollState.ACTIVE && !table.externalDisabled()) {
            applyChanges(epoll);
        }
    }

    /** Returns false if epoll had to be given up. */
    private boolean applyChanges(EpollFdMonitor active) {
        if (!active.entries().hasChanges()) {
            return true;
        }
        try {
            active.entries().applyChanges();
            return true;
        } catch (SyscallException refused) {
            synchronized (table) {
                giveUp(refused);
            }
            return false;
        }
    }

    @Override
    public boolean prepareForeign(WatchSet watch) {
        takeBack(watch);
        if (epoll != null && !table.externalDisabled() && mayBeLent(epoll)) {
            hostWaits = true;
            hostHas = true;
            return epoll.prepareForeign(watch);
        }
        return poll.prepareForeign(watch);
    }

    private boolean mayBeLent(EpollFdMonitor lent) {
        return state == EpollState.ACTIVE ? applyChanges(lent) : upgradeIfItPays(lent);
    }

    /** Closes what the other loop has had a turn to unregister; {@code watch} is still what it was told last. */
    private void takeBack(WatchSet watch) {
        Fd unregistered = dismissed;
        dismissed = replaced;
        replaced = null;
        closeLent(unregistered);
        hostHas &= watch.watchesMonitor();
        if (epoll != null && state == EpollState.GIVEN_UP && !hostHas) {
            closeEpoll(epoll);
        }
    }

    private boolean upgradeIfItPays(EpollFdMonitor reserve) {
        return state == EpollState.IN_RESERVE && liveFds() >= UPGRADE_FDS && upgrade(reserve);
    }

    @Override
    public int collectForeign(WatchSet watch, ReadyList ready) {
        hostWaits = false;
        int added = watch.collect(ready);
        boolean toAsk = watch.monitorReported()
                || (epoll != null && watch.watchesMonitor() && epoll.entries().hasNotOpen());
        return toAsk ? added + await(0, ready) : added;
    }

    /** As many as {@link PollFdMonitor#collect} would ask for; counted no further than needed. */
    private int liveFds() {
        int count = 0;
        synchronized (table) {
            WatchedFd watched = table.newest();
            while (watched != null && count < UPGRADE_FDS) {
                count += watched.asksForEvents() ? 1 : 0;
                watched = table.older(watched);
            }
        }
        return count;
    }

    private boolean upgrade(EpollFdMonitor reserve) {
        synchronized (table) {
            try {
                reserve.entries().addAll();
                state = EpollState.ACTIVE;
                return true;
            } catch (SyscallException refused) {
                giveUp(refused);
                return false;
            }
        }
    }

    private boolean renew(EpollFdMonitor haunted) {
        synchronized (table) {
            try {
                Fd old = haunted.renew();
                if (hostHas) {
                    replaced = old;
                    hostHas = false; // the new one it does not have yet
                } else {
                    old.close();
                }
                log.warn(
                        "an fd was closed while it was watched, but its file is still open elsewhere: epoll had to be set"
                                + " up anew. Call removeFdHandler before closing an fd.");
                return true;
            } catch (SyscallException refused) {
                giveUp(refused);
                return false;
            }
        }
    }

    private void giveUp(SyscallException refused) {
        state = EpollState.GIVEN_UP;
        warn(refused);
    }

    private static void warn(SyscallException refused) {
        log.warn(
                "epoll given up, going on with ppoll, whose cost grows with the number of fds: {}",
                refused.getMessage());
    }

    private void closeEpoll(EpollFdMonitor given) {
        given.close();
        state = EpollState.CLOSED;
    }

    @Override
    public void close() {
        try {
            if (epoll != null && state != EpollState.CLOSED) {
                closeEpoll(epoll);
            }
        } finally {
            try {
                closeLent(dismissed);
            } finally {
                closeLent(replaced);
                poll.close();
            }
        }
    }

    private static void closeLent(@Nullable Fd fd) {
        if (fd != null) {
            fd.close();
        }
    }
}
