// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.IoUring;
import org.aioactors.aio.linux.uring.IoUringOptions;
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
        return switch (kind) {
            case POLL -> new PollFdMonitor(syscalls, table);
            case EPOLL -> new UpgradingFdMonitor(syscalls, table, semantics, true, null);
            case POLL_THEN_EPOLL -> new UpgradingFdMonitor(syscalls, table, semantics, false, null);
            case IO_URING, AUTO -> ioUring(kind, syscalls, table, semantics);
        };
    }

    private static FdMonitor ioUring(FdMonitorKind kind, Syscalls syscalls, FdTable table, Semantics semantics) {
        IoUringOptions plain = IoUringOptions.of(RING_ENTRIES).withWishes(IoUringOptions.DEFAULT);
        IoUringOptions best = IoUringOptions.of(RING_ENTRIES);
        boolean reference = semantics == Semantics.REFERENCE;
        FdMonitor first = ioUring(kind, syscalls, table, semantics, reference ? plain : best);
        if (first.kind() != FdMonitorKind.IO_URING) {
            return first;
        }
        return new EmbeddableFdMonitor(
                table,
                first,
                () -> reference
                        ? new PollFdMonitor(syscalls, table)
                        : ioUring(kind, syscalls, table, semantics, plain));
    }

    private static FdMonitor ioUring(
            FdMonitorKind kind, Syscalls syscalls, FdTable table, Semantics semantics, IoUringOptions options) {
        try {
            return new IoUringFdMonitor(syscalls, table, semantics, IoUring.open(syscalls, options));
        } catch (SyscallException refused) {
            String why = refused.getMessage() + ": " + IoUring.explain(refused);
            boolean wanted = kind == FdMonitorKind.IO_URING;
            logOnce(syscalls, wanted, why);
            return new UpgradingFdMonitor(syscalls, table, semantics, wanted, why);
        }
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
