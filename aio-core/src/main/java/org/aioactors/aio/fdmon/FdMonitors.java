// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import org.aioactors.aio.linux.Syscalls;

/** Makes the monitor that was asked for. */
public final class FdMonitors {
    private FdMonitors() {}

    /**
     * A monitor for the fds of {@code table}. Where the kernel refuses epoll, poll serves instead, with one line of
     * log (S52, B13). Loop thread; does not block.
     */
    public static FdMonitor create(FdMonitorKind kind, Syscalls syscalls, FdTable table, Semantics semantics) {
        return switch (kind) {
            case POLL -> new PollFdMonitor(syscalls, table);
            case EPOLL -> new UpgradingFdMonitor(syscalls, table, semantics, true);
            case AUTO -> new UpgradingFdMonitor(syscalls, table, semantics, false);
        };
    }
}
