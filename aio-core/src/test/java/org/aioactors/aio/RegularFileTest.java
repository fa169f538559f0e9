// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file that epoll refuses is served all the same, and so is everything else (S52, B13). */
class RegularFileTest extends MonitorContract {
    private EventNotifier before;
    private RegularFile file;
    private LogCapture logged;

    RegularFileTest(MonitorSetup setup) {
        super(setup);
    }

    @BeforeEach
    void openFile() {
        before = source();
        file = closing(new RegularFile());
        context.setFdHandler(before.fd(), draining("before", before));
        context.poll(false);
        logged = closing(new LogCapture("org.aioactors.aio.fdmon"));
    }

    private void assertAllAreServed() {
        EventNotifier after = source();
        context.setFdHandler(after.fd(), draining("after", after));
        before.set();
        after.set();
        assertThat(turn()).containsExactlyInAnyOrder("file", "before", "after");
        assertThat(turn()).containsExactly("file");
        assertThat(context.fdMonitor()).isEqualTo(setup.isIoUring() ? FdMonitorKind.IO_URING : FdMonitorKind.POLL);
    }

    private void assertLoggedOnce() {
        List<String> lines = logged.lines();
        if (setup.isEpoll()) {
            assertThat(lines)
                    .singleElement()
                    .asString()
                    .startsWith("WARN epoll given up, going on with ppoll")
                    .endsWith("epoll_ctl(ADD, fd=" + file.fd() + "): EPERM (Operation not permitted)");
        } else {
            assertThat(lines).isEmpty();
        }
    }

    @Test
    void setBetweenTurns() {
        context.setFdHandler(file.fd(), FdHandler.reading(logging("file")));
        assertAllAreServed();
        assertLoggedOnce();
    }

    @Test
    void setInsideACallback() {
        context.scheduleOneshot("set", () -> context.setFdHandler(file.fd(), FdHandler.reading(logging("file"))));
        context.poll(false);
        log.clear();
        assertAllAreServed();
        assertLoggedOnce();
    }

    @Test
    void setByAnotherThreadWhileTheLoopSleeps() {
        kernel.onNextWait(
                () -> onOtherThread(() -> context.setFdHandler(file.fd(), FdHandler.reading(logging("file")))));
        pollUntilProgress(context);
        assertThat(takeLog()).contains("file");
        assertAllAreServed();
        assertLoggedOnce();
    }

    @Test
    void anotherOneIsNotWorthAnotherLine() {
        context.setFdHandler(file.fd(), FdHandler.reading(logging("file")));
        context.poll(false);
        log.clear();
        RegularFile second = closing(new RegularFile());
        context.setFdHandler(second.fd(), FdHandler.writing(logging("second")));
        assertThat(turn()).containsExactlyInAnyOrder("file", "second");
        assertLoggedOnce();
    }

    @Test
    void amongFewFdsItStopsAutoFromMovingToEpoll() {
        if (setup != MonitorSetup.POLL_THEN_EPOLL) {
            return;
        }
        context.setFdHandler(file.fd(), FdHandler.reading(logging("file")));
        for (int i = 0; i < MonitorSetup.UPGRADE_FDS; i++) {
            EventNotifier source = setSource();
            context.setFdHandler(source.fd(), draining("many", source));
        }
        assertThat(turn()).hasSize(MonitorSetup.UPGRADE_FDS + 1);
        assertThat(logged.lines()).singleElement().asString().contains("EPERM");
        log.clear();
        assertAllAreServed();
    }
}
