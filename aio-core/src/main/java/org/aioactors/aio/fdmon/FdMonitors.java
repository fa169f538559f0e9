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

/**
 * Makes the monitor that was asked for. Where the kernel refuses an io_uring or epoll, what is next best serves instead,
 * with one line of log (S50, S52, B13). Home thread; does not block.
 */
public class FdMonitors {
    private static final Logger log = LoggerFactory.getLogger(FdMonitors.class);

    /** How many requests fit into a ring without options; more take another system call (S50). */
    private static final int PLAIN_ENTRIES = 128;

    /** How many fit into that of a loop of its own: the sends of a thousand connections leave in one system call. */
    private static final int ENTRIES = 1024;

    /**
     * How many completions do: more than come in a turn from a few thousand connections. Of what does not fit, the kernel
     * makes a list, and ends the request of each connection that was to go on.
     */
    private static final int COMPLETION_ENTRIES = 4 * ENTRIES;

    /** What was last said of a kernel's io_uring. */
    private static final Map<Syscalls, String> SAID = Collections.synchronizedMap(new WeakHashMap<>());

    private final Syscalls syscalls;
    private final FdTable table;
    private final boolean byName;

    /**
     * For the fds of {@code table}.
     *
     * @param byName whether the user has named what is asked for: then epoll serves from the first fd on, and that an
     *     io_uring is refused is a warning
     */
    public FdMonitors(Syscalls syscalls, FdTable table, boolean byName) {
        this.syscalls = syscalls;
        this.table = table;
        this.byName = byName;
    }

    /** One that asks by {@code ppoll(2)}. */
    public final MonitorSlot poll() {
        return slot(Content.withoutRing(new PollFdMonitor(syscalls, table), null), null);
    }

    /** One that asks by epoll: from the first fd on if that was asked for by name, else once there are enough. */
    public final MonitorSlot epoll() {
        return slot(upgrading(null), null);
    }

    /** One that asks by an io_uring, or by epoll if the kernel has none for us. */
    public final MonitorSlot ioUring() {
        IoUring ring;
        try {
            ring = IoUring.open(syscalls, ringOptions());
        } catch (SyscallException refused) {
            return slot(upgrading(noteRefusal(refused)), null);
        }
        return slot(owning(ring, () -> onRing(ring)), this::embedded);
    }

    /** The ring of a loop of its own. */
    IoUringOptions ringOptions() {
        return IoUringOptions.of(ENTRIES).withCompletionEntries(COMPLETION_ENTRIES);
    }

    /** A ring without optional flags. */
    static IoUringOptions plainRing() {
        return IoUringOptions.of(PLAIN_ENTRIES).withWishes(IoUringOptions.DEFAULT);
    }

    /** What takes over a ring. */
    Content onRing(IoUring ring) {
        return Content.of(new UringFdMonitor(table, ring));
    }

    /** What takes the place of that inside another loop, see {@link MonitorSlot}. */
    Content embedded() {
        IoUring ring;
        try {
            ring = IoUring.open(syscalls, plainRing());
        } catch (SyscallException refused) {
            return upgrading(noteRefusal(refused));
        }
        return owning(ring, () -> onRing(ring));
    }

    /** What an epoll fd in reserve becomes. */
    EpollMaker epollMaker() {
        return EpollFdMonitor::new;
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

    private MonitorSlot slot(Content content, @Nullable Supplier<Content> successor) {
        return new MonitorSlot(table, content, successor);
    }

    private Content upgrading(@Nullable String whyNoRing) {
        return Content.withoutRing(new UpgradingFdMonitor(syscalls, table, epollMaker(), byName), whyNoRing);
    }

    /** Returns why there is no ring, after logging it. */
    private String noteRefusal(SyscallException refused) {
        String why = refused.getMessage() + ": " + IoUring.explain(refused);
        logOnce(syscalls, byName, why);
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
