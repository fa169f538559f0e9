// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.lang.invoke.MethodHandle;

/** What asks which descriptors are ready, for loops without an io_uring. See {@link Libc}; any thread. */
final class LibcPolling {
    private static final MethodHandle PPOLL = Libc.bind("ppoll");
    private static final MethodHandle EPOLL_CREATE1 = Libc.bind("epoll_create1");
    private static final MethodHandle EPOLL_CTL = Libc.bind("epoll_ctl");
    private static final MethodHandle EPOLL_WAIT = Libc.bind("epoll_wait");

    private LibcPolling() {}

    static int ppoll(long fds, long count, long timespec, long signalMask) {
        return (int) Libc.call(PPOLL, fds, count, timespec, signalMask);
    }

    static int epoll_create1(int flags) {
        return (int) Libc.call(EPOLL_CREATE1, flags);
    }

    static int epoll_ctl(int epollFd, int op, int fd, long event) {
        return (int) Libc.call(EPOLL_CTL, epollFd, op, fd, event);
    }

    static int epoll_wait(int epollFd, long events, int maxEvents, int timeoutMs) {
        return (int) Libc.call(EPOLL_WAIT, epollFd, events, maxEvents, timeoutMs);
    }
}
