// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With only idle work the loop sleeps, up to 10 ms at a time (S20, B11). Time is fake. */
class IdleBottomHalfTest extends MonitorContract {
    private static final long IDLE_NS = 10_000_000;
    private static final long START_NS = 1_000_000_000;

    private final FakeClock clock = new FakeClock(START_NS);

    IdleBottomHalfTest(MonitorSetup setup) {
        super(setup);
    }

    @Override
    AioContextBuilder builder() {
        return super.builder().clock(clock);
    }

    @BeforeEach
    void sleepInFakeTime() {
        kernel.sleepIn(clock);
    }

    private void runRearmingItself() {
        List<BottomHalf> self = new ArrayList<>();
        self.add(closing(context.newBottomHalf("idle", () -> {
            log.add("idle");
            self.get(0).scheduleIdle();
        })));
        self.get(0).scheduleIdle();
    }

    @Test
    void oneThatRearmsItselfRunsEveryTenMilliseconds() {
        runRearmingItself();
        for (int i = 0; i < 5; i++) {
            assertThat(context.poll(true)).isFalse();
        }
        assertThat(kernel.takeWaitsNs()).isEqualTo(Collections.nCopies(5, IDLE_NS));
        assertThat(takeLog()).hasSize(5);
        assertThat(clock.timeNs()).isEqualTo(START_NS + 5 * IDLE_NS);
    }

    @Test
    void itRunsEarlierIfTheLoopIsAwakeAnyway() {
        EventNotifier source = source();
        context.setFdHandler(source.fd(), draining("fd", source));
        context.poll(false);
        runRearmingItself();
        kernel.onNextWait(source::set);
        assertThat(context.poll(true)).isTrue();
        assertThat(takeLog()).containsExactly("idle", "fd");
        assertThat(clock.timeNs()).isEqualTo(START_NS);
    }

    @Test
    void aTimerMayEndTheSleepEarlier() {
        runRearmingItself();
        context.newTimer(ClockType.REALTIME, logging("timer")).modify(START_NS + IDLE_NS / 4);
        pollUntilProgress(context);
        assertThat(takeLog()).endsWith("timer");
        assertThat(clock.timeNs()).isEqualTo(START_NS + IDLE_NS / 4);
    }

    @Test
    void aLaterTimerDoesNotMakeItLonger() {
        runRearmingItself();
        context.newTimer(ClockType.REALTIME, logging("timer")).modify(START_NS + 2 * IDLE_NS);
        context.poll(false); // accepts the timer's notification
        kernel.takeWaitsNs();
        context.poll(true);
        assertThat(kernel.takeWaitsNs()).containsExactly(IDLE_NS);
    }

    @Test
    void workBesideItDoesNotSleep() {
        runRearmingItself();
        context.scheduleOneshot("work", logging("work"));
        assertThat(context.poll(true)).isTrue();
        assertThat(takeLog()).containsExactly("idle", "work");
        assertThat(kernel.takeWaitsNs()).isEmpty();
    }

    @Test
    void scheduledByAnotherThreadItEndsASleepWithoutLimit() {
        BottomHalf idle = closing(context.newBottomHalf("idle", logging("idle")));
        kernel.onNextWait(() -> onOtherThread(idle::scheduleIdle));
        context.poll(true);
        assertThat(kernel.takeWaitsNs()).containsExactly(-1L);
        assertThat(takeLog()).containsExactly("idle");
    }

    @Test
    void aCancelledOneDoesNotLimitTheSleep() {
        BottomHalf idle = closing(context.newBottomHalf("idle", logging("idle")));
        idle.scheduleIdle();
        idle.cancel();
        kernel.onNextWait(context::notifyContext);
        context.poll(true);
        assertThat(kernel.takeWaitsNs()).containsExactly(-1L);
        assertThat(log).isEmpty();
    }

    @Test
    void inANestedPollIdleOnesOfTheOuterTurnCount() {
        BottomHalf idle = closing(context.newBottomHalf("idle", logging("idle")));
        context.scheduleOneshot("outer", () -> {
            context.poll(true);
            log.add("outer");
        });
        idle.scheduleIdle();
        context.poll(true);
        assertThat(kernel.takeWaitsNs()).containsExactly(IDLE_NS);
        assertThat(takeLog()).containsExactly("idle", "outer");
    }
}
