// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aioactors.aio.LogCapture;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.NeedsIoUring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What monitor one gets, and what is said of it (S50, B13). */
@ExtendWith(FdLeakExtension.class)
class FdMonitorsTest {
    private final FaultySyscalls syscalls = new FaultySyscalls(Syscalls.linux());

    private MonitorKind open(Asked asked) {
        try (MonitorSlot slot = asked.open(syscalls, new FdTable())) {
            return slot.current().kind();
        }
    }

    private void refuseRings() {
        for (int i = 1; i <= 100; i++) { // each wish less is another attempt
            syscalls.fail("ioUringSetup", i, Errno.EPERM);
        }
    }

    @Test
    @NeedsIoUring
    void autoIsIoUring() {
        assertThat(open(Asked.AUTO)).isEqualTo(MonitorKind.IO_URING);
    }

    @Test
    void whereIoUringIsForbiddenAutoIsPollThenEpollAndSaysSoOnce() {
        refuseRings();
        try (LogCapture logged = new LogCapture("org.aioactors.aio.fdmon")) {
            for (int i = 0; i < 3; i++) {
                assertThat(open(Asked.AUTO)).isEqualTo(MonitorKind.POLL);
            }
            assertThat(logged.lines())
                    .containsExactly("INFO io_uring_setup(entries=1024): EPERM (Operation not permitted): io_uring is"
                            + " forbidden here: kernel.io_uring_disabled is set, or a seccomp filter, as containers have,"
                            + " refuses it; going on with epoll");
        }
    }

    @Test
    void ioUringAskedForByNameIsEpollThenAndAWarning() {
        refuseRings();
        try (LogCapture logged = new LogCapture("org.aioactors.aio.fdmon")) {
            assertThat(open(Asked.IO_URING)).isEqualTo(MonitorKind.EPOLL);
            List<String> lines = logged.lines();
            assertThat(lines).singleElement().asString().startsWith("WARN io_uring_setup");
        }
    }
}
