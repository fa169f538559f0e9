// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.Test;

/** Whatever keeps the loop busy, a ready fd is served within eight turns (B5), and looking for it does not cost each turn. */
class StarvationTest extends MonitorContract {
    private static final int MAX_TURNS = 8;

    StarvationTest(MonitorSetup setup) {
        super(setup);
    }

    /** An io_uring shows what is ready without a system call. */
    private boolean looksInMemory() {
        return setup.isIoUring();
    }

    private void keepBusyWithBottomHalves() {
        List<BottomHalf> self = new ArrayList<>();
        self.add(closing(context.newBottomHalf("self", () -> self.get(0).schedule())));
        self.get(0).schedule();
    }

    private void keepBusyWithTimers() {
        List<AioTimer> self = new ArrayList<>();
        self.add(context.newTimer(ClockType.REALTIME, () -> self.get(0).modify(context.nowNs(ClockType.REALTIME) + 1)));
        self.get(0).modify(0);
    }

    private void keepBusyWithNotifications() {
        List<BottomHalf> idle = new ArrayList<>();
        idle.add(closing(context.newBottomHalf("idle", () -> {
            idle.get(0).scheduleIdle();
            context.notifyContext();
        })));
        idle.get(0).scheduleIdle();
    }

    /** An fd that user space always finds ready. */
    private void keepBusyWithBusyPolling() {
        EventNotifier hot = setSource();
        FdHandler handler = FdHandler.builder()
                .onReadable(hot::testAndClear)
                .isReady(() -> true)
                .build();
        context.setPollParams(new PollParams(1_000_000_000, 0, 0));
        context.setFdHandler(hot.fd(), handler);
        context.poll(false);
        context.poll(false);
    }

    private void assertServedInTime() {
        EventNotifier source = source();
        FdHandler handler = FdHandler.builder()
                .onReadable(() -> {
                    log.add("fd");
                    source.testAndClear();
                })
                .isReady(() -> false)
                .build();
        context.setFdHandler(source.fd(), handler);
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < round; i++) {
                context.poll(true);
            }
            source.set();
            int turns = 0;
            while (log.isEmpty() && turns < 10 * MAX_TURNS) {
                context.poll(true);
                turns++;
            }
            assertThat(takeLog()).containsExactly("fd");
            assertThat(turns).isLessThanOrEqualTo(MAX_TURNS);
        }
    }

    @Test
    void bottomHalvesThatScheduleThemselves() {
        keepBusyWithBottomHalves();
        assertServedInTime();
    }

    @Test
    void timersThatAreAlwaysDue() {
        keepBusyWithTimers();
        assertServedInTime();
    }

    @Test
    void aLoopThatIsNotifiedAgainAndAgain() {
        keepBusyWithNotifications();
        assertServedInTime();
    }

    @Test
    void anFdThatIsAlwaysFoundReadyByBusyPolling() {
        keepBusyWithBusyPolling();
        assertServedInTime();
    }

    @Test
    void turnsWithWorkLookAtTheFdsOnlyEveryEighthTime() {
        keepBusyWithBottomHalves();
        kernel.takeLooks();
        for (int i = 0; i < 10 * MAX_TURNS; i++) {
            context.poll(true);
        }
        assertThat(kernel.takeLooks()).isEqualTo(looksInMemory() ? 0 : 10);
        assertThat(kernel.takeWaitsNs()).isEmpty();
    }

    @Test
    void aTurnThatDoesNotBlockAlwaysLooks() {
        for (int i = 0; i < MAX_TURNS; i++) {
            context.poll(false);
        }
        assertThat(kernel.takeLooks()).isEqualTo(looksInMemory() ? 0 : MAX_TURNS);
    }
}
