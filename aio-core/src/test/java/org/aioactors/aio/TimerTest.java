// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When timers run and in which order (S58 to S61). */
class TimerTest extends TimerContract {
    TimerTest(MonitorSetup setup) {
        super(setup);
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
    void aClockStoppedByATimerFiresNoMore() {
        context.newTimer(ClockType.VIRTUAL, () -> context.setClockEnabled(ClockType.VIRTUAL, false))
                .modify(START_NS);
        context.newTimer(ClockType.VIRTUAL, logging("second")).modify(START_NS);
        assertThat(turn()).isEmpty();
        context.setClockEnabled(ClockType.VIRTUAL, true);
        assertThat(turn()).containsExactly("second");
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
