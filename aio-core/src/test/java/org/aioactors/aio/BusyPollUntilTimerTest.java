// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A loop that may busy-poll is awake when a timer is due. In fake time each reading of the clock costs a microsecond and
 * sleeps end on time; the lead is taught by sleeps that don't.
 */
class BusyPollUntilTimerTest extends TimerContract {
    private static final long TICK_NS = 1_000;
    private static final long DELAY_NS = 10_000_000;
    private static final PollParams PARAMS = new PollParams(100_000, 0, 0);

    /** How late the next sleep ends. */
    private long lateNs;

    BusyPollUntilTimerTest(MonitorSetup setup) {
        super(setup);
    }

    @Override
    AioContextBuilder builder() {
        return super.builder().pollParams(PARAMS);
    }

    @BeforeEach
    void tick() {
        clock.tick(TICK_NS);
    }

    /** Arms a timer and runs turns until it has run; returns how late that was. */
    private long latenessNs() {
        long[] ranNs = new long[1];
        AioTimer timer = context.newTimer(ClockType.REALTIME, () -> ranNs[0] = clock.timeNs());
        long dueNs = clock.timeNs() + DELAY_NS;
        timer.modify(dueNs);
        while (ranNs[0] == 0) {
            kernel.onNextWait(() -> clock.advance(lateNs));
            context.poll(true);
        }
        kernel.onNextWait(() -> {});
        return ranNs[0] - dueNs;
    }

    @Test
    void sleepsThatEndLateTeachItToEndThemEarlier() {
        lateNs = 50_000;
        assertThat(latenessNs()).isGreaterThanOrEqualTo(lateNs);
        for (int i = 0; i < 20; i++) {
            latenessNs();
        }
        kernel.takeWaitsNs();
        assertThat(latenessNs()).isLessThan(5 * TICK_NS);
        assertThat(kernel.takeWaitsNs()).singleElement().satisfies(waitNs -> assertThat((long) waitNs)
                .isBetween(DELAY_NS - PARAMS.maxNs() - 10 * TICK_NS, DELAY_NS - lateNs / 2));
    }

    @Test
    void withoutBusyPollingItSleepsUntilTheTimer() {
        lateNs = 50_000;
        for (int i = 0; i < 20; i++) {
            latenessNs();
        }
        context.setPollParams(PollParams.OFF);
        kernel.takeWaitsNs();
        assertThat(latenessNs()).isGreaterThanOrEqualTo(lateNs);
        assertThat(kernel.takeWaitsNs()).singleElement().satisfies(waitNs -> assertThat((long) waitNs)
                .isGreaterThan(DELAY_NS - 10 * TICK_NS));
    }
}
