// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import org.aioactors.aio.linux.Syscalls;

/** What one can ask {@link FdMonitors} for, and what one gets where the kernel refuses nothing. */
enum Asked {
    POLL(false, MonitorKind.POLL),
    POLL_THEN_EPOLL(false, MonitorKind.POLL),
    EPOLL(true, MonitorKind.EPOLL),
    AUTO(false, MonitorKind.IO_URING),
    IO_URING(true, MonitorKind.IO_URING);

    private final boolean byName;
    final MonitorKind got;

    Asked(boolean byName, MonitorKind got) {
        this.byName = byName;
        this.got = got;
    }

    MonitorSlot open(Syscalls syscalls, FdTable table) {
        FdMonitors monitors = new FdMonitors(syscalls, table, byName);
        return switch (this) {
            case POLL -> monitors.poll();
            case POLL_THEN_EPOLL, EPOLL -> monitors.epoll();
            case AUTO, IO_URING -> monitors.ioUring();
        };
    }
}
