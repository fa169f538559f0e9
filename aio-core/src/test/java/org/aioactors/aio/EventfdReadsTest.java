// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.Test;

/** What the eventfd says is in the gate: only where it would be reported again and again it is read. */
class EventfdReadsTest extends MonitorContract {
    EventfdReadsTest(MonitorSetup setup) {
        super(setup);
    }

    private int reads() {
        return faulty.calls("read");
    }

    private void sleepUntilNotified() {
        kernel.onNextWait(() -> onOtherThread(() -> context.scheduleOneshot("work", logging("work"))));
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("work");
    }

    /** An idle fd, so that the loop does not park. */
    private EventNotifier watchOne() {
        EventNotifier source = source();
        context.setFdHandler(source.fd(), draining("read", source));
        context.poll(false);
        return source;
    }

    @Test
    void aLoopThatIsWokenReadsItOnPollOnly() {
        watchOne();
        for (int sleep = 1; sleep <= 10; sleep++) {
            sleepUntilNotified();
            assertThat(reads()).isEqualTo(setup.isPoll() ? sleep : 0);
            assertThat(faulty.calls("write")).isEqualTo(sleep);
        }
        assertThat(kernel.takeWaitsNs()).as("no wait that an old write ended").hasSize(10);
    }

    @Test
    void whatWasNotReadDoesNotEndTheNextSleep() {
        EventNotifier source = watchOne();
        sleepUntilNotified();
        kernel.takeWaitsNs();
        kernel.onNextWait(source::set);
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("read");
        assertThat(kernel.takeWaitsNs()).hasSize(1);
    }

    /** Poll, which serves meanwhile, finds the eventfd readable all the time. */
    @Test
    void whileExternalIsDisabledItIsReadWherePollServes() {
        watchOne();
        sleepUntilNotified();
        int before = reads();
        context.disableExternal();
        for (int i = 0; i < 3; i++) {
            sleepUntilNotified();
        }
        assertThat(reads()).isEqualTo(setup.isIoUring() ? 0 : before + 3);
        context.enableExternal();
        context.poll(false);
        int enabled = reads();
        kernel.takeWaitsNs();
        for (int i = 0; i < 3; i++) {
            sleepUntilNotified();
        }
        assertThat(reads()).isEqualTo(setup.isPoll() ? enabled + 3 : enabled);
        assertThat(kernel.takeWaitsNs()).hasSize(3);
    }

    @Test
    void aLoopThatComesToEpollHears() {
        if (setup != MonitorSetup.POLL_THEN_EPOLL) {
            return;
        }
        watchOne();
        kernel.onNextWait(() -> onOtherThread(() -> {
            context.scheduleOneshot("work", logging("work"));
            for (int i = 0; i < MonitorSetup.UPGRADE_FDS; i++) {
                context.setFdHandler(source().fd(), FdHandler.reading(logging("idle")));
            }
        }));
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("work");
        context.poll(false);
        assertThat(context.fdMonitor()).isEqualTo(FdMonitorKind.EPOLL);
        int before = reads();
        for (int i = 0; i < 3; i++) {
            sleepUntilNotified();
        }
        assertThat(reads()).isEqualTo(before);
    }

    @Test
    void aLoopThatComesFromEpollHears() {
        if (!setup.isEpoll()) {
            return;
        }
        watchOne();
        sleepUntilNotified();
        try (LogCapture logged = new LogCapture("org.aioactors.aio.fdmon")) {
            RegularFile file = closing(new RegularFile());
            context.setFdHandler(file.fd(), FdHandler.reading(logging("file")));
            context.poll(false);
            assertThat(logged.lines()).hasSize(1);
            context.removeFdHandler(file.fd());
        }
        takeLog();
        context.poll(false);
        assertThat(context.fdMonitor()).isEqualTo(FdMonitorKind.POLL);
        kernel.takeWaitsNs();
        for (int i = 0; i < 3; i++) {
            sleepUntilNotified();
        }
        assertThat(kernel.takeWaitsNs()).hasSize(3);
    }

    @Test
    void aLoopWithAnotherRingHears() {
        watchOne();
        sleepUntilNotified();
        context.foreignLoop();
        context.poll(false);
        for (int i = 0; i < 3; i++) {
            sleepUntilNotified();
        }
        assertThat(reads()).isEqualTo(setup.isPoll() ? 4 : 0);
    }
}
