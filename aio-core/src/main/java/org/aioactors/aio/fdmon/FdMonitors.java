// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
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

    private FdMonitors() {}

    /**
     * A monitor for the fds of {@code table}. Where the kernel refuses an io_uring or epoll, what is next best serves
     * instead, with one line of log (S50, S52, B13). Loop thread; does not block.
     */
    public static FdMonitor create(FdMonitorKind kind, Syscalls syscalls, FdTable table, Semantics semantics) {
        return semantics == Semantics.REFERENCE
                ? createAsReference(kind, syscalls, table)
                : switch (kind) {
                    case POLL -> new PollFdMonitor(syscalls, table);
                    case EPOLL -> epoll(syscalls, table, true, null);
                    case POLL_THEN_EPOLL -> epoll(syscalls, table, false, null);
                    case IO_URING, AUTO -> ioUring(kind, syscalls, table);
                };
    }

    private static FdMonitor epoll(Syscalls syscalls, FdTable table, boolean upgradeNow, @Nullable String whyNoRing) {
        return new UpgradingFdMonitor(syscalls, table, EpollFdMonitor::new, upgradeNow, whyNoRing);
    }

    /** The ring that serves best, and a plain one for when another loop is to wait for it. */
    private static FdMonitor ioUring(FdMonitorKind kind, Syscalls syscalls, FdTable table) {
        FdMonitor first = ioUring(kind, syscalls, table, IoUringOptions.of(RING_ENTRIES));
        return first.kind() == FdMonitorKind.IO_URING
                ? new EmbeddableFdMonitor(table, first, () -> ioUring(kind, syscalls, table, plainRing()))
                : first;
    }

    private static FdMonitor ioUring(FdMonitorKind kind, Syscalls syscalls, FdTable table, IoUringOptions options) {
        try {
            return new UringFdMonitor(table, IoUring.open(syscalls, options));
        } catch (SyscallException refused) {
            boolean wanted = kind == FdMonitorKind.IO_URING;
            return epoll(syscalls, table, wanted, noteRefusal(syscalls, wanted, refused));
        }
    }

    private static IoUringOptions plainRing() {
        return IoUringOptions.of(RING_ENTRIES).withWishes(IoUringOptions.DEFAULT);
    }

    private static FdMonitor createAsReference(FdMonitorKind kind, Syscalls syscalls, FdTable table) {
        return switch (kind) {
            case POLL -> new PollFdMonitor(syscalls, table);
            case EPOLL -> epollAsReference(syscalls, table, true, null);
            case POLL_THEN_EPOLL -> epollAsReference(syscalls, table, false, null);
            case IO_URING, AUTO -> ioUringAsReference(kind, syscalls, table);
        };
    }

    private static FdMonitor epollAsReference(
            Syscalls syscalls, FdTable table, boolean upgradeNow, @Nullable String whyNoRing) {
        return new UpgradingFdMonitor(syscalls, table, ReferenceEpollFdMonitor::new, upgradeNow, whyNoRing);
    }

    private static FdMonitor ioUringAsReference(FdMonitorKind kind, Syscalls syscalls, FdTable table) {
        IoUring ring;
        try {
            ring = IoUring.open(syscalls, plainRing());
        } catch (SyscallException refused) {
            boolean wanted = kind == FdMonitorKind.IO_URING;
            return epollAsReference(syscalls, table, wanted, noteRefusal(syscalls, wanted, refused));
        }
        FdMonitor first = new ReferenceUringFdMonitor(syscalls, table, ring);
        return new EmbeddableFdMonitor(table, first, () -> new PollFdMonitor(syscalls, table));
    }

    /** Returns why there is no ring, after logging it. */
    private static String noteRefusal(Syscalls syscalls, boolean wanted, SyscallException refused) {
        String why = refused.getMessage() + ": " + IoUring.explain(refused);
        logOnce(syscalls, wanted, why);
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
