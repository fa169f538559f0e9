// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Cancellable;
import akka.actor.Scheduler;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On which thread timers are, what becomes of them when it ends, and how that shows. */
@ExtendWith(NoFdLeaks.class)
class AioSchedulerLoopTest {
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration AFTER_THE_LOOP = Duration.ofSeconds(2);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Queue<String> ran = new ConcurrentLinkedQueue<>();
    private TestSystem system;
    private AioScheduler scheduler;

    @BeforeEach
    void start() {
        system = new TestSystem("timers", "");
        scheduler = system.scheduler();
    }

    @AfterEach
    void stop() {
        system.close();
    }

    private String here() {
        AioLoop loop = AioLoop.current();
        return loop == null ? Thread.currentThread().getName() : loop.toString();
    }

    @Test
    void aLoopsOwnTimersNeedNoOtherThread() throws Exception {
        CountDownLatch release = system.holdUpScheduler();
        CountDownLatch three = new CountDownLatch(3);
        Runnable task = () -> {
            ran.add(here());
            three.countDown();
        };
        AtomicReference<Cancellable> repeating = new AtomicReference<>();
        system.onLoop(() -> {
            scheduler.scheduleOnce(SOON, task, system.loops());
            repeating.set(scheduler.scheduleAtFixedRate(SOON, SOON, task, system.loops()));
        });
        TestSystem.assertDone(three);
        repeating.get().cancel();
        release.countDown();
        assertThat(ran).allMatch("loops-1"::equals);
    }

    @Test
    void timersOfOthersAreOnTheSchedulersThread() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        Runnable task = () -> {
            ran.add(here());
            twice.countDown();
        };
        system.onLoop(() -> scheduler.scheduleOnce(SOON, task, new TestExecutor()));
        scheduler.scheduleOnce(SOON, task, system.loops());
        TestSystem.assertDone(twice);
        assertThat(ran).containsExactlyInAnyOrder("timers-aio-scheduler", "loops-1");
    }

    @Test
    void aTimerOutlivesItsLoop() throws Exception {
        CountDownLatch four = new CountDownLatch(4);
        Runnable task = () -> {
            ran.add(here());
            four.countDown();
        };
        AtomicReference<Cancellable> repeating = new AtomicReference<>();
        system.onLoop(() -> {
            scheduler.scheduleOnce(AFTER_THE_LOOP, task, system.loops());
            repeating.set(scheduler.scheduleWithFixedDelay(AFTER_THE_LOOP, SOON, task, system.loops()));
        });
        system.awaitLoopEnd();
        assertThat(ran).isEmpty();
        TestSystem.assertDone(four);
        repeating.get().cancel();
        assertThat(ran).allMatch("loops-1"::equals); // which has started again
    }

    @Test
    void aTimerThatHasOutlivedItsLoopCanBeCancelled() throws Exception {
        AtomicReference<Cancellable> once = new AtomicReference<>();
        AtomicReference<Cancellable> repeating = new AtomicReference<>();
        CountDownLatch last = new CountDownLatch(1);
        system.onLoop(() -> {
            once.set(scheduler.scheduleOnce(AFTER_THE_LOOP, () -> ran.add("once"), system.loops()));
            repeating.set(scheduler.scheduleAtFixedRate(AFTER_THE_LOOP, SOON, () -> ran.add("rate"), system.loops()));
            scheduler.scheduleOnce(AFTER_THE_LOOP.plus(SOON), last::countDown, system.loops());
        });
        system.awaitLoopEnd();
        assertThat(once.get().cancel()).isTrue();
        assertThat(repeating.get().cancel()).isTrue();
        TestSystem.assertDone(last);
        assertThat(ran).isEmpty();
        assertThat(once.get().isCancelled()).isTrue();
    }

    @Test
    void aLoopWithTimersForLaterEnds() throws Exception {
        system.onLoop(() -> scheduler.scheduleOnce(HOUR, () -> ran.add("once"), system.loops()));
        system.awaitLoopEnd();
        assertThat(ran).isEmpty();
    }

    @Test
    void aTaskThatThrowsOnItsLoopHurtsNobody() throws Exception {
        CountDownLatch last = new CountDownLatch(1);
        system.onLoop(() -> {
            scheduler.scheduleAtFixedRate(
                    SOON,
                    SOON,
                    () -> {
                        ran.add("run");
                        throw new UnsupportedOperationException("expected: a task that throws");
                    },
                    system.loops());
            scheduler.scheduleOnce(SOON.multipliedBy(8), last::countDown, system.loops());
        });
        TestSystem.assertDone(last);
        assertThat(ran).containsExactly("run");
    }

    @Test
    void tasksThatAreDueTogetherLeaveTheLoopItsTurns() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger ranThen = new AtomicInteger();
        int tasks = 1_000;
        system.onLoop(() -> {
            for (int i = 0; i < tasks; i++) {
                scheduler.scheduleOnce(SOON, () -> ran.add("task"), system.loops());
            }
            long dueNs = System.nanoTime() + SOON.toNanos();
            while (System.nanoTime() - dueNs <= 0) {
                Thread.onSpinWait();
            }
            // All are due when this, which was queued before them, has its turn for the second time.
            ((Executor) system.loops())
                    .execute(() -> inTheNextTurn(2, () -> {
                        ranThen.set(ran.size());
                        done.countDown();
                    }));
        });
        TestSystem.assertDone(done);
        assertThat(ranThen.get()).isLessThan(tasks);
    }

    @Test
    void aTimerThatReArmsOnALoopThatIsHeldUpGoesOnElsewhere() throws Exception {
        CountDownLatch ticking = new CountDownLatch(3);
        CountDownLatch goesOn = new CountDownLatch(20);
        Cancellable repeating = scheduler.scheduleWithFixedDelay(
                SOON,
                SOON,
                () -> {
                    ticking.countDown();
                    if (ticking.getCount() == 0) {
                        goesOn.countDown();
                    }
                },
                system.loops());
        TestSystem.assertDone(ticking);
        system.onLoop(() -> TestSystem.assertDone(goesOn)); // a sleeper that nobody wakes but the tick itself
        repeating.cancel();
    }

    @Test
    void whoBlocksUntilItsOwnTimerIsDueDoesNotWaitInVain() throws Exception {
        system.onLoop(() -> {
            CountDownLatch due = new CountDownLatch(1);
            scheduler.scheduleOnce(SOON, due::countDown, system.loops());
            TestSystem.assertDone(due);
        });
    }

    private void inTheNextTurn(int times, Runnable done) {
        if (times > 0) {
            AioLoop.require("test").context().scheduleOneshot("turn", () -> inTheNextTurn(times - 1, done));
        } else {
            done.run();
        }
    }

    @Test
    void whatRunsAtTheEndDoesSoThoughALoopHasScheduledIt() throws Exception {
        Scheduler.TaskRunOnClose atEnd = () -> ran.add("at the end");
        system.onLoop(() -> {
            scheduler.scheduleOnce(HOUR, atEnd, system.loops());
            scheduler.scheduleOnce(HOUR, () -> ran.add("dropped"), system.loops());
        });
        scheduler.close();
        assertThat(ran).containsExactly("at the end");
    }

    @Test
    void afterTheEndTimersOfLoopsDoNotRun() throws Exception {
        CountDownLatch turns = new CountDownLatch(1);
        system.kit.spawn(Behaviors.ignore(), TestSystem.LOOPS); // keeps the loop from ending
        system.onLoop(() -> {
            scheduler.scheduleOnce(SOON, () -> ran.add("once"), system.loops());
            scheduler.scheduleAtFixedRate(SOON, SOON, () -> ran.add("rate"), system.loops());
            scheduler.close();
            long dueNs = System.nanoTime() + SOON.toNanos();
            while (System.nanoTime() - dueNs <= 0) {
                Thread.onSpinWait();
            }
            ((Executor) system.loops()).execute(() -> inTheNextTurn(3, turns::countDown));
        });
        TestSystem.assertDone(turns);
        assertThat(ran).isEmpty();
    }

    @Test
    void theSchedulersThreadMayCloseIt() {
        CountDownLatch closed = new CountDownLatch(1);
        Scheduler.TaskRunOnClose atEnd = () -> {
            ran.add(here());
            closed.countDown();
        };
        scheduler.scheduleOnce(HOUR, atEnd, new TestExecutor());
        scheduler.scheduleOnce(SOON, scheduler::close, new TestExecutor());
        TestSystem.assertDone(closed);
        assertThat(ran).containsExactly("timers-aio-scheduler");
    }
}
