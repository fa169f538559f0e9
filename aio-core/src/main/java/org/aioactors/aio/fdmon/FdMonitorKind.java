// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

/** The ways to ask the kernel which fds are ready. */
public enum FdMonitorKind {
    /** {@code ppoll(2)} while there are few fds, {@code epoll(7)} from 64 on (S50, S52). */
    AUTO,

    /** {@code ppoll(2)} for any number of fds: no state in the kernel, a cost that grows with the number of fds. */
    POLL,

    /** {@code epoll(7)} from the first fd on: a cost that grows with the number of ready fds only. */
    EPOLL
}
