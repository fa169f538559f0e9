// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is run, how often and in which order (S22 to S28, B11). */
class BottomHalfTest extends LoopTest {
    private AioContext context;

    @BeforeEach
    void open() {
        context = closing(builder().build());
        context.poll(false);
    }

    private BottomHalf bottomHalf(String name) {
        return closing(context.newBottomHalf(name, logging(name)));
    }

    private List<String> turn() {
        return turn(context);
    }

    @Test
    void onlyScheduledOnesRun() {
        BottomHalf bottomHalf = bottomHalf("a");
        assertThat(context.poll(false)).isFalse();
        bottomHalf.schedule();
        assertThat(context.poll(false)).isTrue();
        assertThat(takeLog()).containsExactly("a");
        assertThat(context.poll(false)).isFalse();
        assertThat(log).isEmpty();
    }

    @Test
    void theyRunInTheOrderInWhichTheyWereScheduled() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            bottomHalf("bottom half " + i).schedule();
            expected.add("bottom half " + i);
        }
        assertThat(turn()).isEqualTo(expected);
    }

    @Test
    void schedulingSeveralTimesRunsItOnceAndKeepsItsPlace() {
        BottomHalf a = bottomHalf("a");
        BottomHalf b = bottomHalf("b");
        a.schedule();
        b.schedule();
        a.schedule();
        a.schedule();
        assertThat(turn()).containsExactly("a", "b");
        assertThat(turn()).isEmpty();
    }

    @Test
    void aBlockingTurnDoesNotSleepOnWork() {
        bottomHalf("a").schedule();
        kernel.takeWaitsNs();
        assertThat(context.poll(true)).isTrue();
        assertThat(kernel.takeWaitsNs()).isEmpty();
    }

    @Test
    void oneThatSchedulesItselfRunsOnceATurn() {
        List<BottomHalf> self = new ArrayList<>();
        self.add(closing(context.newBottomHalf("self", () -> {
            log.add("self");
            self.get(0).schedule();
        })));
        self.get(0).schedule();
        for (int i = 0; i < 10; i++) {
            assertThat(turn()).containsExactly("self");
        }
    }

    @Test
    void scheduledDuringARunAQueuedOneRunsOnceAndOneThatRanRunsInTheNextTurn() {
        BottomHalf first = bottomHalf("first");
        BottomHalf last = bottomHalf("last");
        BottomHalf middle = closing(context.newBottomHalf("middle", () -> {
            log.add("middle");
            first.schedule();
            last.schedule();
        }));
        first.schedule();
        middle.schedule();
        last.schedule();
        assertThat(turn()).containsExactly("first", "middle", "last");
        assertThat(turn()).containsExactly("first");
    }

    @Test
    void aCancelledOneDoesNotRunAndIsNoProgress() {
        BottomHalf bottomHalf = bottomHalf("a");
        bottomHalf.schedule();
        bottomHalf.cancel();
        bottomHalf.cancel();
        assertThat(context.poll(false)).isFalse();
        bottomHalf.schedule();
        assertThat(turn()).containsExactly("a");
    }

    @Test
    void cancelledAndScheduledAgainItKeepsItsPlace() {
        BottomHalf a = bottomHalf("a");
        a.schedule();
        bottomHalf("b").schedule();
        a.cancel();
        a.schedule();
        assertThat(turn()).containsExactly("a", "b");
    }

    @Test
    void oneMayCancelAnotherOfTheSameTurn() {
        BottomHalf second = bottomHalf("second");
        context.scheduleOneshot("first", second::cancel);
        second.schedule();
        assertThat(context.poll(false)).isTrue();
        assertThat(log).isEmpty();
    }

    @Test
    void aCancelledOneDoesNotKeepTheLoopAwake() {
        BottomHalf bottomHalf = bottomHalf("a");
        bottomHalf.schedule();
        bottomHalf.cancel();
        assertThat(new AioContextProbe(context).computeTimeoutNs()).isEqualTo(-1);
    }

    @Test
    void aClosedOneDoesNotRunAndIsNoProgress() {
        BottomHalf bottomHalf = bottomHalf("a");
        bottomHalf.schedule();
        bottomHalf.close();
        bottomHalf.close();
        assertThat(context.poll(false)).isFalse();
        assertThat(log).isEmpty();
    }

    @Test
    void schedulingAClosedOneHasNoEffect() {
        BottomHalf bottomHalf = bottomHalf("a");
        bottomHalf.close();
        bottomHalf.schedule();
        assertThat(context.poll(false)).isFalse();
        bottomHalf.schedule();
        bottomHalf.scheduleIdle();
        assertThat(new AioContextProbe(context).computeTimeoutNs()).isEqualTo(-1);
        assertThat(context.poll(false)).isFalse();
        assertThat(log).isEmpty();
    }

    @Test
    void oneMayCloseItselfOrAnotherOfTheSameTurn() {
        BottomHalf second = bottomHalf("second");
        List<BottomHalf> first = new ArrayList<>();
        first.add(closing(context.newBottomHalf("first", () -> {
            log.add("first");
            first.get(0).schedule();
            first.get(0).close();
            second.close();
        })));
        first.get(0).schedule();
        second.schedule();
        assertThat(turn()).containsExactly("first");
        assertThat(turn()).isEmpty();
    }

    @Test
    void aOneshotRunsOnce() {
        context.scheduleOneshot("oneshot", logging("oneshot"));
        context.scheduleOneshot("oneshot", logging("oneshot"));
        assertThat(turn()).containsExactly("oneshot", "oneshot");
        assertThat(turn()).isEmpty();
    }

    @Test
    void aOneshotScheduledByAOneshotRunsInTheNextTurn() {
        context.scheduleOneshot("outer", () -> context.scheduleOneshot("inner", logging("inner")));
        assertThat(turn()).isEmpty();
        assertThat(turn()).containsExactly("inner");
    }

    @Test
    void aFailedOneMayRunAgain() {
        List<BottomHalf> failing = new ArrayList<>();
        failing.add(closing(context.newBottomHalf("failing", () -> {
            throw new IllegalArgumentException("on purpose");
        })));
        for (int i = 0; i < 2; i++) {
            failing.get(0).schedule();
            context.poll(false);
            assertThat(takeErrors())
                    .containsExactly("bottom half 'failing': java.lang.IllegalArgumentException: on purpose");
        }
    }

    @Test
    void anIdleOneIsNoProgress() {
        bottomHalf("idle").scheduleIdle();
        assertThat(context.poll(false)).isFalse();
        assertThat(takeLog()).containsExactly("idle");
        assertThat(turn()).isEmpty();
    }

    @Test
    void aPlainScheduleOutdoesAnIdleOne() {
        BottomHalf bottomHalf = bottomHalf("a");
        bottomHalf.scheduleIdle();
        bottomHalf.schedule();
        assertThat(new AioContextProbe(context).computeTimeoutNs()).isZero();
        assertThat(context.poll(false)).isTrue();
    }

    @Test
    void anIdleScheduleDoesNotUndoAPlainOne() {
        BottomHalf bottomHalf = bottomHalf("a");
        bottomHalf.schedule();
        bottomHalf.scheduleIdle();
        assertThat(new AioContextProbe(context).computeTimeoutNs()).isZero();
        assertThat(context.poll(false)).isTrue();
        bottomHalf.scheduleIdle();
        assertThat(new AioContextProbe(context).computeTimeoutNs()).isEqualTo(BottomHalfQueue.IDLE_TIMEOUT_NS);
    }

    @Test
    void afterACancelTheKindOfTheNextScheduleCounts() {
        BottomHalf bottomHalf = bottomHalf("a");
        bottomHalf.schedule();
        bottomHalf.cancel();
        bottomHalf.scheduleIdle();
        assertThat(new AioContextProbe(context).computeTimeoutNs()).isEqualTo(BottomHalfQueue.IDLE_TIMEOUT_NS);
        bottomHalf.cancel();
        bottomHalf.schedule();
        assertThat(new AioContextProbe(context).computeTimeoutNs()).isZero();
    }

    @Test
    void itTellsItsName() {
        assertThat(bottomHalf("flush").name()).isEqualTo("flush");
        assertThat(bottomHalf("flush")).hasToString("BottomHalf(flush)");
    }
}
