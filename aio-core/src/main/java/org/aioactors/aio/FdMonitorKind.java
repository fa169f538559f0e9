// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/** The ways to ask the kernel which fds are ready. */
public enum FdMonitorKind {
    /** {@link #IO_URING} where the kernel has it and lets us, else {@link #POLL_THEN_EPOLL} (S50). */
    AUTO,

    /** {@code ppoll(2)} while there are few fds, {@code epoll(7)} from 64 on (S52). */
    POLL_THEN_EPOLL,

    /** {@code ppoll(2)} for any number of fds: no state in the kernel, a cost that grows with the number of fds. */
    POLL,

    /** {@code epoll(7)} from the first fd on: a cost that grows with the number of ready fds only. */
    EPOLL,

    /**
     * {@code io_uring(7)}, one-shot polls: changes and the wait share a system call, and events are seen in memory
     * without one (S54 to S57).
     */
    IO_URING
}
