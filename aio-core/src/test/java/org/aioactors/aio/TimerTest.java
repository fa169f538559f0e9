// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When timers run and in which order, and how long the loop sleeps for them (S21, S58 to S61). Time is fake. */
class TimerTest extends MonitorContract {
    private static final long START_NS = 1_000_000_000;

    private final FakeClock clock = new FakeClock(START_NS);

    TimerTest(MonitorSetup setup) {
        super(setup);
    }

    @Override
    AioContext.Builder builder() {
        return super.builder().clock(clock);
    }

    @BeforeEach
    void sleepInFakeTime() {
        kernel.sleepIn(clock);
    }

    private AioTimer timer(String name) {
        return context.newTimer(ClockType.REALTIME, logging(name));
    }

    private AioTimer armed(String name, long afterNs) {
        AioTimer timer = timer(name);
        timer.modify(START_NS + afterNs);
        return timer;
    }

    @Test
    void aTimerRunsOnceWhenItIsDue() {
        armed("timer", 100);
        assertThat(turn()).isEmpty();
        clock.advance(99);
        assertThat(turn()).isEmpty();
        clock.advance(1);
        assertThat(context.poll(false)).isTrue();
        assertThat(takeLog()).containsExactly("timer");
        clock.advance(1_000);
        assertThat(context.poll(false)).isFalse();
        assertThat(log).isEmpty();
    }

    @Test
    void theyRunByTimeAndThoseOfOneTimeInTheOrderOfArming() {
        armed("3 a", 3);
        armed("1 a", 1);
        armed("2", 2);
        armed("3 b", 3);
        armed("1 b", 1);
        armed("3 c", 3);
        clock.advance(3);
        assertThat(turn()).containsExactly("1 a", "1 b", "2", "3 a", "3 b", "3 c");
    }

    @Test
    void rearmingForTheSameTimeLosesThePlace() {
        AioTimer a = armed("a", 5);
        armed("b", 5);
        a.modify(START_NS + 5);
        clock.advance(5);
        assertThat(turn()).containsExactly("b", "a");
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
    void aTimeBeforeTheClocksZeroIsDue() {
        timer("long ago").modify(-5);
        timer("longer ago").modify(Long.MIN_VALUE);
        timer("zero").modify(0);
        assertThat(turn()).containsExactlyInAnyOrder("long ago", "longer ago", "zero");
    }

    @Test
    void aCancelledOneDoesNotRun() {
        AioTimer timer = armed("timer", 10);
        timer.cancel();
        timer.cancel();
        clock.advance(10);
        assertThat(turn()).isEmpty();
        timer.modify(START_NS);
        assertThat(turn()).containsExactly("timer");
        timer.cancel();
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

    @Test
    void modifyingMovesItEitherWay() {
        AioTimer timer = armed("moved", 10);
        armed("fixed", 20);
        timer.modify(START_NS + 30);
        clock.advance(20);
        assertThat(turn()).containsExactly("fixed");
        timer.modify(START_NS + 20);
        assertThat(turn()).containsExactly("moved");
    }

    @Test
    void anticipatingOnlyMovesItEarlier() {
        AioTimer timer = armed("timer", 10);
        timer.anticipate(START_NS + 20);
        assertThat(timer.expireNs()).isEqualTo(START_NS + 10);
        timer.anticipate(START_NS + 5);
        assertThat(timer.expireNs()).isEqualTo(START_NS + 5);
        timer.cancel();
        timer.anticipate(START_NS + 20);
        assertThat(timer.expireNs()).isEqualTo(START_NS + 20);
    }

    @Test
    void anticipatingTheSameTimeKeepsItsPlace() {
        AioTimer a = armed("a", 5);
        armed("b", 5);
        a.anticipate(START_NS + 5);
        clock.advance(5);
        assertThat(turn()).containsExactly("a", "b");
    }

    @Test
    void itTellsWhetherAndForWhenItIsArmed() {
        AioTimer timer = timer("timer");
        assertThat(timer.isPending()).isFalse();
        assertThat(timer.expireNs()).isEqualTo(-1);
        timer.modify(START_NS + 10);
        assertThat(timer.isPending()).isTrue();
        assertThat(timer.expireNs()).isEqualTo(START_NS + 10);
        clock.advance(10);
        context.poll(false);
        assertThat(timer.isPending()).isFalse();
        assertThat(timer.expireNs()).isEqualTo(-1);
    }

    @Test
    void inItsOwnCallbackItIsNotArmedAndMayBeArmedAgain() {
        List<AioTimer> self = new ArrayList<>();
        self.add(context.newTimer(ClockType.REALTIME, () -> {
            log.add("pending: " + self.get(0).isPending());
            self.get(0).modify(clock.timeNs() + 10);
        }));
        self.get(0).modify(START_NS);
        assertThat(turn()).containsExactly("pending: false");
        assertThat(turn()).isEmpty();
        clock.advance(10);
        assertThat(turn()).containsExactly("pending: false");
    }

    @Test
    void armedAgainForTheTimeOfThePassItRunsAgainInThePass() {
        List<AioTimer> self = new ArrayList<>();
        self.add(context.newTimer(ClockType.REALTIME, () -> {
            log.add("run");
            if (log.size() < 3) {
                self.get(0).modify(START_NS);
            }
        }));
        self.get(0).modify(START_NS);
        assertThat(turn()).containsExactly("run", "run", "run");
    }

    @Test
    void thePassReadsTheClockOnce() {
        AioTimer late = timer("late");
        context.newTimer(ClockType.REALTIME, () -> {
                    log.add("early");
                    clock.advance(1_000);
                    late.modify(START_NS + 500);
                })
                .modify(START_NS);
        assertThat(turn()).containsExactly("early");
        assertThat(turn()).containsExactly("late");
    }

    @Test
    void aCallbackMayCancelAnotherThatIsDue() {
        AioTimer second = timer("second");
        context.newTimer(ClockType.REALTIME, second::cancel).modify(START_NS);
        second.modify(START_NS);
        assertThat(turn()).isEmpty();
        assertThat(second.isPending()).isFalse();
    }

    @Test
    void theClocksRunInTheirOrder() {
        for (ClockType type : List.of(ClockType.VIRTUAL_RT, ClockType.HOST, ClockType.VIRTUAL, ClockType.REALTIME)) {
            context.newTimer(type, logging(type.name())).modify(START_NS);
        }
        assertThat(turn()).containsExactly("REALTIME", "VIRTUAL", "HOST", "VIRTUAL_RT");
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
    void aClockStoppedByATimerFiresNoMore() {
        context.newTimer(ClockType.VIRTUAL, () -> context.setClockEnabled(ClockType.VIRTUAL, false))
                .modify(START_NS);
        context.newTimer(ClockType.VIRTUAL, logging("second")).modify(START_NS);
        assertThat(turn()).isEmpty();
        context.setClockEnabled(ClockType.VIRTUAL, true);
        assertThat(turn()).containsExactly("second");
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

    @Test
    void aFailedTimerIsReportedByItsClock() {
        context.newTimer(ClockType.HOST, () -> {
                    throw new IllegalArgumentException("on purpose");
                })
                .modify(START_NS);
        armed("next", 0);
        assertThat(turn()).containsExactly("next");
        assertThat(takeErrors()).containsExactly("timer 'HOST': java.lang.IllegalArgumentException: on purpose");
    }
}
