// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.util.Locale;
import org.aioactors.aio.fdmon.FdMonitorKind;
import org.jspecify.annotations.Nullable;

/** The ways of monitoring fds that traces were recorded with. */
enum Backend {
    POLL(FdMonitorKind.POLL),
    EPOLL(FdMonitorKind.EPOLL),
    AUTO(FdMonitorKind.AUTO),

    /** There is no io_uring monitor yet. Its kind in place of null switches its traces on. */
    IO_URING(null);

    private final @Nullable FdMonitorKind kind;

    Backend(@Nullable FdMonitorKind kind) {
        this.kind = kind;
    }

    /** The monitor to replay with, or null if there is none yet. */
    @Nullable FdMonitorKind kind() {
        return kind;
    }

    /** The name in traces and in their file names. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Backend of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
