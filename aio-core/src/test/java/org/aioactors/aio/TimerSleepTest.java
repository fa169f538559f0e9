// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.Test;

/** How long the loop sleeps for timers, and what wakes it before (S21, S59, S61). */
class TimerSleepTest extends TimerContract {
    TimerSleepTest(MonitorSetup setup) {
        super(setup);
    }

    @Test
    void theLoopSleepsUntilTheFirstIsDueToTheNanosecond() {
        armed("later", 5_000_123);
        armed("first", 1_234_567);
        context.poll(false);
        kernel.takeWaitsNs();
        assertThat(context.poll(true)).isTrue();
        assertThat(kernel.takeWaitsNs()).containsExactly(1_234_567L);
        assertThat(takeLog()).containsExactly("first");
        assertThat(context.poll(true)).isTrue();
        assertThat(kernel.takeWaitsNs()).containsExactly(5_000_123L - 1_234_567L);
        assertThat(takeLog()).containsExactly("later");
    }

    @Test
    void aDueTimerIsNotSleptOn() {
        armed("due", 0);
        assertThat(context.poll(true)).isTrue();
        assertThat(kernel.takeWaitsNs()).isEmpty();
    }

    @Test
    void aVeryFarTimerIsAsGoodAsNone() {
        AioTimer far = timer("far");
        far.modify(Long.MAX_VALUE);
        assertThat(far.isPending()).isTrue();
        context.poll(false);
        kernel.onNextWait(context::notifyContext);
        assertThat(context.poll(true)).isFalse();
        armed("near", 10);
        clock.advance(10);
        assertThat(turn()).containsExactly("near");
        far.cancel();
        assertThat(far.isPending()).isFalse();
    }

    @Test
    void cancellingTheFirstMakesTheSleepLonger() {
        AioTimer first = armed("first", 10);
        armed("second", 20);
        context.poll(false);
        first.cancel();
        kernel.takeWaitsNs();
        context.poll(true);
        assertThat(kernel.takeWaitsNs()).containsExactly(20L);
        assertThat(log).containsExactly("second");
    }

    /** As requests do with their timeouts: each is cancelled before the next one is set. */
    @Test
    void aTimerThatIsLaterThanACancelledOneDoesNotWakeTheLoop() {
        AioTimer first = armed("first", 100);
        AioTimer second = timer("second");
        context.poll(false);
        kernel.onNextWait(() -> {
            first.cancel();
            second.modify(START_NS + 100);
            second.cancel();
            second.modify(START_NS + 150);
        });
        context.poll(true);
        assertThat(faulty.calls("write")).isZero();
        assertThat(clock.nowNs(ClockType.REALTIME)).isEqualTo(START_NS + 100);
        context.poll(true);
        assertThat(takeLog()).containsExactly("second");
        assertThat(clock.nowNs(ClockType.REALTIME)).isEqualTo(START_NS + 150);
    }

    @Test
    void anEarlierOneDoes() {
        AioTimer first = armed("first", 100);
        AioTimer second = timer("second");
        context.poll(false);
        kernel.onNextWait(() -> {
            first.cancel();
            second.modify(START_NS + 99);
        });
        context.poll(true);
        assertThat(faulty.calls("write")).isEqualTo(1);
    }

    @Test
    void aStoppedClockNeitherFiresNorLimitsTheSleep() {
        context.newTimer(ClockType.VIRTUAL, logging("virtual")).modify(START_NS);
        context.setClockEnabled(ClockType.VIRTUAL, false);
        armed("real", 10);
        assertThat(turn()).isEmpty();
        kernel.takeWaitsNs();
        context.poll(true);
        assertThat(kernel.takeWaitsNs()).containsExactly(10L);
        assertThat(takeLog()).containsExactly("real");
        context.setClockEnabled(ClockType.VIRTUAL, true);
        assertThat(turn()).containsExactly("virtual");
    }

    @Test
    void startingAClockWakesTheLoop() {
        context.newTimer(ClockType.VIRTUAL, logging("virtual")).modify(START_NS);
        context.setClockEnabled(ClockType.VIRTUAL, false);
        context.poll(false);
        kernel.onNextWait(() -> onOtherThread(() -> context.setClockEnabled(ClockType.VIRTUAL, true)));
        pollUntilProgress(context);
        assertThat(log).containsExactly("virtual");
    }

    @Test
    void armedByAnotherThreadItWakesTheLoop() {
        AioTimer timer = timer("timer");
        kernel.onNextWait(() -> onOtherThread(() -> timer.modify(START_NS + 50)));
        pollUntilProgress(context);
        assertThat(log).containsExactly("timer");
        assertThat(clock.timeNs()).isEqualTo(START_NS + 50);
    }

    @Test
    void armedEarlierByAnotherThreadItShortensTheSleep() {
        armed("late", 1_000);
        AioTimer early = timer("early");
        context.poll(false);
        kernel.takeWaitsNs();
        kernel.onNextWait(() -> onOtherThread(() -> early.modify(START_NS + 50)));
        pollUntilProgress(context);
        assertThat(log).containsExactly("early");
        assertThat(kernel.takeWaitsNs()).containsExactly(1_000L, 50L);
    }

    @Test
    void armedLaterByAnotherThreadItDoesNotWakeTheLoop() {
        armed("first", 1_000);
        AioTimer later = timer("later");
        context.poll(false);
        kernel.takeWaitsNs();
        kernel.onNextWait(() -> onOtherThread(() -> later.modify(START_NS + 2_000)));
        assertThat(context.poll(true)).isTrue();
        assertThat(log).containsExactly("first");
        assertThat(kernel.takeWaitsNs()).containsExactly(1_000L);
    }

    @Test
    void anFdThatIsReadyEndsTheSleepBeforeTheTimer() {
        EventNotifier source = source();
        context.setFdHandler(source.fd(), draining("fd", source));
        armed("timer", 1_000_000);
        context.poll(false);
        kernel.onNextWait(source::set);
        assertThat(context.poll(true)).isTrue();
        assertThat(log).containsExactly("fd");
    }
}
