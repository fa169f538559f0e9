// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Timers of a context inside another loop, in fake time. */
class ForeignLoopTimerTest extends TimerContract {
    private ForeignLoop guest;
    private PpollHost host;

    ForeignLoopTimerTest(MonitorSetup setup) {
        super(setup);
    }

    @BeforeEach
    void embed() {
        guest = context.foreignLoop();
        host = closing(new PpollHost(guest));
    }

    private List<String> look() {
        host.turn(false);
        return takeLog();
    }

    @Test
    void theTimeoutIsThatOfTheNextTimer() {
        armed("late", 5_000_000);
        armed("early", 2_000_001);
        assertThat(guest.prepare()).isEqualTo(2_000_001);
    }

    @Test
    void millisecondsAreRoundedUp() {
        AioTimer timer = timer("timer");
        long[][] nsAndMs = {
            {1, 1}, {999_999, 1}, {1_000_000, 1}, {1_000_001, 2}, {1_999_999, 2}, {TimeUnit.DAYS.toNanos(1), 86_400_000}
        };
        for (long[] pair : nsAndMs) {
            timer.modify(START_NS + pair[0]);
            assertThat(guest.prepare()).isEqualTo(pair[0]);
            assertThat(guest.timeoutMs()).isEqualTo((int) pair[1]);
            look(); // arming the next one writes the eventfd, since a wait is prepared
        }
    }

    @Test
    void aTimeoutLongerThanAnIntOfMillisecondsIsCutShort() {
        armed("timer", TimeUnit.DAYS.toNanos(10_000));
        assertThat(guest.prepare()).isEqualTo(TimeUnit.DAYS.toNanos(10_000));
        assertThat(guest.timeoutMs()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aTimerRunsWhenItIsDueAndNotBefore() {
        armed("timer", 1_000);
        clock.advance(999);
        assertThat(look()).isEmpty();
        clock.advance(1);
        assertThat(guest.prepare()).isZero();
        assertThat(guest.check()).isTrue();
        assertThat(guest.dispatch()).isTrue();
        assertThat(takeLog()).containsExactly("timer");
        assertThat(guest.prepare()).isNegative();
    }

    @Test
    void aTimerThatGetsDueDuringTheWaitIsSeenByCheck() {
        armed("timer", 1_000);
        host.onNextWait(() -> clock.advance(1_000));
        assertThat(look()).containsExactly("timer");
    }

    @Test
    void aTimerThatRearmsItselfKeepsItsPace() {
        AioTimer[] timer = new AioTimer[1];
        timer[0] = context.newTimer(ClockType.REALTIME, () -> {
            log.add("tick");
            timer[0].modify(clock.timeNs() + 1_000);
        });
        timer[0].modify(START_NS + 1_000);
        for (int i = 0; i < 3; i++) {
            assertThat(guest.prepare()).isEqualTo(1_000);
            clock.advance(1_000);
            assertThat(look()).containsExactly("tick");
        }
    }

    @Test
    void aTimerArmedByAnotherThreadEndsTheWait() {
        AioTimer timer = timer("timer");
        host.onNextWait(() -> onOtherThread(() -> timer.modify(START_NS)));
        host.turn(true);
        assertThat(takeLog()).containsExactly("timer");
    }

    @Test
    void aCancelledTimerIsNotWaitedFor() {
        armed("timer", 1_000).cancel();
        assertThat(guest.prepare()).isNegative();
    }
}
