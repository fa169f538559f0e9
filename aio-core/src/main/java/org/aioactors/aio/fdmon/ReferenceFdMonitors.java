// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import org.aioactors.aio.fdmon.MonitorSlot.Content;
import org.aioactors.aio.fdmon.UpgradingFdMonitor.EpollMaker;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.IoUring;
import org.aioactors.aio.linux.uring.IoUringOptions;

/**
 * {@link FdMonitors} as the reference machine has them, quirks included (S50 to S57, S62): the ring has no optional flags,
 * takes no requests of users, and makes way for {@code ppoll(2)} inside another loop.
 */
public final class ReferenceFdMonitors extends FdMonitors {
    private final Syscalls syscalls;
    private final FdTable table;

    /** See {@link FdMonitors#FdMonitors}. */
    public ReferenceFdMonitors(Syscalls syscalls, FdTable table, boolean byName) {
        super(syscalls, table, byName);
        this.syscalls = syscalls;
        this.table = table;
    }

    @Override
    IoUringOptions ringOptions() {
        return plainRing();
    }

    @Override
    Content onRing(IoUring ring) {
        String why = "the reference has no requests of users";
        return Content.withoutRing(new ReferenceUringFdMonitor(syscalls, table, ring), why);
    }

    @Override
    Content embedded() {
        return Content.withoutRing(new PollFdMonitor(syscalls, table), null);
    }

    @Override
    EpollMaker epollMaker() {
        return ReferenceEpollFdMonitor::new;
    }
}
