// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

/** How a monitor asks the kernel. */
public enum MonitorKind {
    /** By {@code ppoll(2)}. */
    POLL,

    /** By {@code epoll(7)}. */
    EPOLL,

    /** By {@code io_uring(7)}. */
    IO_URING
}
