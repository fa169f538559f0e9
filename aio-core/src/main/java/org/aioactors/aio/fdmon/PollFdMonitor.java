// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.Arrays;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * {@code ppoll(2)}: the whole list of fds goes to the kernel at each wait (S51). Nothing has to be told when
 * registrations change, and files that epoll refuses work too.
 */
final class PollFdMonitor implements FdMonitor, Embeddable {
    private static final int INITIAL_FDS = 64;

    private final Syscalls syscalls;
    private final FdTable table;

    /** Entry i of the kernel's array asks for registration i of {@link #asked}. Home thread only. */
    private final PollFds pollFds = PollFds.allocate(INITIAL_FDS);

    private @Nullable WatchedFd[] asked = new @Nullable WatchedFd[INITIAL_FDS];

    PollFdMonitor(Syscalls syscalls, FdTable table) {
        this.syscalls = syscalls;
        this.table = table;
    }

    @Override
    public MonitorKind kind() {
        return MonitorKind.POLL;
    }

    @Override
    public void update(@Nullable WatchedFd old, @Nullable WatchedFd current) {
        // Nothing is kept between waits: the next one collects the table anew.
    }

    @Override
    public boolean needWait() {
        return table.pollDisableCount() != 0;
    }

    @Override
    public int await(long timeoutNs, ReadyList ready) {
        return awaitCollected(collect(), timeoutNs, ready);
    }

    /** Fills the kernel's array with what may be waited for now, newest first (S51), and returns how many those are. */
    int collect() {
        int count = 0;
        synchronized (table) {
            for (WatchedFd watched = table.newest(); watched != null; watched = table.older(watched)) {
                if (table.mayBeAwaited(watched)) {
                    if (count == pollFds.capacity()) {
                        grow();
                    }
                    pollFds.set(count, watched.fd(), watched.events());
                    asked[count] = watched;
                    count++;
                }
            }
        }
        return count;
    }

    /** Waits for the {@code count} fds of the last {@link #collect}. */
    int awaitCollected(int count, long timeoutNs, ReadyList ready) {
        int result = syscalls.ppoll(pollFds, count, timeoutNs);
        if (result < 0 && result != -Errno.EINTR) {
            throw new SyscallException("ppoll(" + count + " fds)", SyscallException.NO_FD, -result);
        }
        int added = 0;
        for (int i = 0; i < count; i++) {
            WatchedFd watched = asked[i];
            asked[i] = null;
            if (added < result && watched != null) {
                int revents = pollFds.revents(i);
                if (revents != 0) {
                    ready.add(watched, revents);
                    added++;
                }
            }
        }
        return added;
    }

    @Override
    public boolean prepareForeign(WatchSet watch) {
        watch.begin();
        watch.addAll(table);
        watch.end();
        return false;
    }

    @Override
    public int collectForeign(WatchSet watch, ReadyList ready) {
        return watch.collect(ready);
    }

    private void grow() {
        int capacity = pollFds.capacity() * 2;
        pollFds.grow(capacity);
        asked = Arrays.copyOf(asked, capacity);
    }

    @Override
    public void close() {
        pollFds.close();
    }
}
