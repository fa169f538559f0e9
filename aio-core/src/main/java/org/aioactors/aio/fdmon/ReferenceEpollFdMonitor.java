// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import org.aioactors.aio.linux.Epoll;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * {@link EpollFdMonitor} as the reference machine has it: an fd that was closed or reused behind our back is a refusal
 * (S52).
 */
final class ReferenceEpollFdMonitor extends EpollFdMonitor {
    /** Takes over an open epoll fd. */
    ReferenceEpollFdMonitor(Syscalls syscalls, FdTable table, Fd epoll) {
        super(syscalls, table, epoll);
    }

    @Override
    int awaitTimed(long timeoutNs, ReadyList ready) {
        return awaitByPpoll(timeoutNs, ready);
    }

    @Override
    boolean reportsEdges() {
        return false;
    }

    @Override
    void update(@Nullable WatchedFd old, @Nullable WatchedFd current) {
        int op = current == null ? Epoll.EPOLL_CTL_DEL : old == null ? Epoll.EPOLL_CTL_ADD : Epoll.EPOLL_CTL_MOD;
        WatchedFd watched = current == null ? old : current;
        if (watched != null) {
            EpollEntries.check(entries().control(op, watched), op, watched);
        }
    }
}
