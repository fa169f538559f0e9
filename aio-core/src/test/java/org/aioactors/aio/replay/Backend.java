// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.util.Locale;
import org.aioactors.aio.FdMonitorKind;

/** The ways of monitoring fds that traces were recorded with. */
enum Backend {
    POLL(FdMonitorKind.POLL),
    EPOLL(FdMonitorKind.EPOLL),
    AUTO(FdMonitorKind.POLL_THEN_EPOLL),
    IO_URING(FdMonitorKind.IO_URING);

    private final FdMonitorKind kind;

    Backend(FdMonitorKind kind) {
        this.kind = kind;
    }

    /** The monitor to replay with. */
    FdMonitorKind kind() {
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
