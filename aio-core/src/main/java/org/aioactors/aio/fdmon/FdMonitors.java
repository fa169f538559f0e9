// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.aioactors.aio.fdmon.MonitorSlot.Content;
import org.aioactors.aio.fdmon.UpgradingFdMonitor.EpollMaker;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.IoUring;
import org.aioactors.aio.linux.uring.IoUringOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the monitor that was asked for. */
public final class FdMonitors {
    private static final Logger log = LoggerFactory.getLogger(FdMonitors.class);

    /** How many requests fit into a ring; more take another system call (S50). */
    private static final int RING_ENTRIES = 128;

    /** What was last said of a kernel's io_uring. */
    private static final Map<Syscalls, String> SAID = Collections.synchronizedMap(new WeakHashMap<>());

    private final FdMonitorKind kind;
    private final Syscalls syscalls;
    private final FdTable table;

    private FdMonitors(FdMonitorKind kind, Syscalls syscalls, FdTable table) {
        this.kind = kind;
        this.syscalls = syscalls;
        this.table = table;
    }

    /**
     * A monitor for the fds of {@code table}. Where the kernel refuses an io_uring or epoll, what is next best serves
     * instead, with one line of log (S50, S52, B13). Home thread; does not block.
     */
    public static MonitorSlot create(FdMonitorKind kind, Syscalls syscalls, FdTable table) {
        return new FdMonitors(kind, syscalls, table).create();
    }

    /** Like {@link #create}, as the reference machine has it, quirks included (S50 to S57). */
    public static MonitorSlot createAsReference(FdMonitorKind kind, Syscalls syscalls, FdTable table) {
        return new FdMonitors(kind, syscalls, table).createAsReference();
    }

    private MonitorSlot create() {
        return switch (kind) {
            case POLL -> slot(Content.withoutRing(new PollFdMonitor(syscalls, table), null), null);
            case EPOLL, POLL_THEN_EPOLL -> slot(upgrading(EpollFdMonitor::new, null), null);
            case IO_URING, AUTO -> {
                Content first = ring(IoUringOptions.of(RING_ENTRIES));
                yield slot(first, first.requests() == null ? null : () -> ring(plainRing()));
            }
        };
    }

    private Content ring(IoUringOptions options) {
        IoUring ring;
        try {
            ring = IoUring.open(syscalls, options);
        } catch (SyscallException refused) {
            return upgrading(EpollFdMonitor::new, noteRefusal(refused));
        }
        return owning(ring, () -> Content.of(new UringFdMonitor(table, ring)));
    }

    private MonitorSlot createAsReference() {
        return switch (kind) {
            case POLL -> slot(Content.withoutRing(new PollFdMonitor(syscalls, table), null), null);
            case EPOLL, POLL_THEN_EPOLL -> slot(upgrading(ReferenceEpollFdMonitor::new, null), null);
            case IO_URING, AUTO -> ringAsReference();
        };
    }

    private MonitorSlot ringAsReference() {
        IoUring ring;
        try {
            ring = IoUring.open(syscalls, plainRing());
        } catch (SyscallException refused) {
            return slot(upgrading(ReferenceEpollFdMonitor::new, noteRefusal(refused)), null);
        }
        String why = "the reference has no requests of users";
        return slot(
                owning(ring, () -> Content.withoutRing(new ReferenceUringFdMonitor(syscalls, table, ring), why)),
                () -> Content.withoutRing(new PollFdMonitor(syscalls, table), null));
    }

    /** What takes over the ring; if that can't be made, the ring is closed. */
    private static Content owning(IoUring ring, Supplier<Content> maker) {
        try {
            return maker.get();
        } catch (Throwable failure) {
            try {
                ring.close();
            } catch (RuntimeException another) {
                failure.addSuppressed(another);
            }
            throw failure;
        }
    }

    private MonitorSlot slot(Content first, @Nullable Supplier<Content> successor) {
        return new MonitorSlot(table, first, successor);
    }

    /** Epoll, from the first fd on if that or an io_uring was asked for by name. */
    private Content upgrading(EpollMaker maker, @Nullable String whyNoRing) {
        boolean now = kind == FdMonitorKind.EPOLL || kind == FdMonitorKind.IO_URING;
        return Content.withoutRing(new UpgradingFdMonitor(syscalls, table, maker, now), whyNoRing);
    }

    private static IoUringOptions plainRing() {
        return IoUringOptions.of(RING_ENTRIES).withWishes(IoUringOptions.DEFAULT);
    }

    /** Returns why there is no ring, after logging it. */
    private String noteRefusal(SyscallException refused) {
        String why = refused.getMessage() + ": " + IoUring.explain(refused);
        logOnce(syscalls, kind == FdMonitorKind.IO_URING, why);
        return why;
    }

    /** A dispatcher has many loops, which all hear the same: it is said once for each kernel, that is once. */
    private static void logOnce(Syscalls syscalls, boolean wanted, String why) {
        if (!why.equals(SAID.put(syscalls, why))) {
            // Not Logger.atLevel: many an application has SLF4J 1.7, Akka's own version, on its class path.
            if (wanted) {
                log.warn("{}; going on with epoll", why);
            } else {
                log.info("{}; going on with epoll", why);
            }
        }
    }
}
