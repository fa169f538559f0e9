// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.Cancellable;
import akka.actor.Scheduler;
import akka.actor.SchedulerException;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a program may expect of Akka's scheduler: the same tests run with Akka's own and with ours. */
abstract class SchedulerContract {
    static final Duration SOON = Duration.ofMillis(5);
    static final Duration LATER = Duration.ofMillis(60);
    static final Duration HOUR = Duration.ofHours(1);

    final RecordingLog log = new RecordingLog();
    final TestExecutor executor = new TestExecutor();
    final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    final Queue<String> ran = new ConcurrentLinkedQueue<>();
    Scheduler scheduler;

    abstract Scheduler create(Config config, LoggingAdapter log, ThreadFactory threadFactory);

    @BeforeEach
    void start() {
        Config config =
                ConfigFactory.parseString("akka.scheduler.tick-duration = 1 ms").withFallback(ConfigFactory.load());
        scheduler = create(config, log, task -> {
            Thread thread = new Thread(task, "contract-scheduler-1");
            threads.add(thread);
            return thread;
        });
    }

    @AfterEach
    void stop() throws Exception {
        close();
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(thread.isAlive()).as("the scheduler's thread lives on").isFalse();
        }
        assertThat(log.lines).isEmpty();
        assertThat(executor.failures).isEmpty();
    }

    final void close() throws IOException {
        ((Closeable) scheduler).close();
    }

    /** Waits until all that is due by now and soon after has run. */
    final void awaitLater() throws InterruptedException {
        CountDownLatch later = new CountDownLatch(1);
        scheduler.scheduleOnce(LATER, later::countDown, executor);
        assertThat(later.await(20, TimeUnit.SECONDS)).isTrue();
    }

    final List<String> takeFailures() {
        List<String> taken = List.copyOf(executor.failures);
        executor.failures.clear();
        return taken;
    }

    private static void acquire(Semaphore semaphore, int permits) throws InterruptedException {
        assertThat(semaphore.tryAcquire(permits, 20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aTaskRunsOnceAndNotBeforeItsTime() throws Exception {
        for (int micros : new int[] {1, 100, 1_000, 2_500, 20_000}) {
            AtomicReference<Long> ranNs = new AtomicReference<>();
            CountDownLatch done = new CountDownLatch(1);
            long dueNs = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros);
            scheduler.scheduleOnce(
                    Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros)),
                    () -> {
                        ran.add("task");
                        ranNs.set(System.nanoTime());
                        done.countDown();
                    },
                    executor);
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(ranNs.get()).isGreaterThanOrEqualTo(dueNs);
        }
        awaitLater();
        assertThat(ran).hasSize(5);
    }

    @Test
    void tasksRunInTheOrderOfTheirTimes() throws Exception {
        CountDownLatch three = new CountDownLatch(3);
        // Far apart, for between two of these calls the machine may have other things to do.
        List.of("9 third", "1 first", "5 second").forEach(text -> {
            int tenths = text.charAt(0) - '0';
            scheduler.scheduleOnce(
                    Duration.ofMillis(100L * tenths),
                    () -> {
                        ran.add(text.substring(2));
                        three.countDown();
                    },
                    executor);
        });
        await(three);
        assertThat(ran).containsExactly("first", "second", "third");
    }

    @Test
    void noDelayOrLessGoesToTheExecutorAtOnce() {
        for (Duration delay : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofMinutes(-1))) {
            Cancellable once = scheduler.scheduleOnce(delay, () -> ran.add("once"), executor);
            assertThat(ran).containsExactly("once");
            assertThat(once.cancel()).isFalse();
            assertThat(once.isCancelled()).isFalse();
            Cancellable repeating = scheduler.scheduleAtFixedRate(delay, HOUR, () -> ran.add("rate"), executor);
            assertThat(ran).containsExactly("once", "rate");
            assertThat(repeating.cancel()).isTrue();
            repeating = scheduler.scheduleWithFixedDelay(delay, HOUR, () -> ran.add("delay"), executor);
            assertThat(ran).containsExactly("once", "rate", "delay");
            assertThat(repeating.cancel()).isTrue();
            ran.clear();
        }
    }

    @Test
    void whatIsCancelledDoesNotRun() throws Exception {
        List<Cancellable> all = List.of(
                scheduler.scheduleOnce(SOON, () -> ran.add("once"), executor),
                scheduler.scheduleAtFixedRate(SOON, SOON, () -> ran.add("rate"), executor),
                scheduler.scheduleWithFixedDelay(SOON, SOON, () -> ran.add("delay"), executor));
        for (Cancellable one : all) {
            assertThat(one.isCancelled()).isFalse();
            assertThat(one.cancel()).isTrue();
            assertThat(one.isCancelled()).isTrue();
            assertThat(one.cancel()).isFalse();
            assertThat(one.isCancelled()).isTrue();
        }
        awaitLater();
        assertThat(ran).isEmpty();
    }

    @Test
    void whatHasRunIsNotCancelled() throws Exception {
        Cancellable once = scheduler.scheduleOnce(SOON, () -> ran.add("once"), executor);
        awaitLater();
        assertThat(ran).containsExactly("once");
        assertThat(once.cancel()).isFalse();
        assertThat(once.isCancelled()).isFalse();
    }

    @Test
    void aRepeatingTaskMayCancelItself() throws Exception {
        AtomicReference<Cancellable> self = new AtomicReference<>();
        CountDownLatch set = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        self.set(scheduler.scheduleAtFixedRate(
                SOON,
                SOON,
                () -> {
                    await(set);
                    if (runs.incrementAndGet() == 3) {
                        ran.add("cancelled " + self.get().cancel());
                    }
                },
                executor));
        set.countDown();
        awaitLater();
        assertThat(ran).containsExactly("cancelled true");
        assertThat(runs).hasValue(3);
        assertThat(self.get().isCancelled()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** When runs began and ended; the first one takes as long as many periods. */
    private static final class Runs implements Runnable {
        static final int COUNT = 12;
        static final long PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(20);
        private static final long FIRST_TAKES_NS = COUNT * PERIOD_NS;

        final List<Long> beginNs = new ArrayList<>();
        final List<Long> endNs = new ArrayList<>();
        final Semaphore permits = new Semaphore(0);

        @Override
        public void run() {
            if (beginNs.size() == COUNT) {
                return;
            }
            long nowNs = System.nanoTime();
            beginNs.add(nowNs);
            while (endNs.isEmpty() && System.nanoTime() - nowNs < FIRST_TAKES_NS) {
                LockSupport.parkNanos(PERIOD_NS);
            }
            endNs.add(System.nanoTime());
            permits.release();
        }

        List<Long> pausesNs() {
            List<Long> pauses = new ArrayList<>();
            for (int i = 1; i < COUNT; i++) {
                pauses.add(beginNs.get(i) - endNs.get(i - 1));
            }
            return pauses;
        }
    }

    @Test
    void atAFixedRateWhatIsLateCatchesUp() throws Exception {
        Runs runs = new Runs();
        long startNs = System.nanoTime();
        Cancellable repeating = scheduler.scheduleAtFixedRate(SOON, Duration.ofNanos(Runs.PERIOD_NS), runs, executor);
        acquire(runs.permits, Runs.COUNT);
        repeating.cancel();
        assertThat(runs.pausesNs()).anyMatch(pause -> pause < Runs.PERIOD_NS / 2);
        for (int i = 0; i < Runs.COUNT; i++) {
            assertThat(runs.beginNs.get(i) - startNs).isGreaterThanOrEqualTo(SOON.toNanos() + i * Runs.PERIOD_NS);
        }
    }

    @Test
    void withAFixedDelayThePauseIsKept() throws Exception {
        Runs runs = new Runs();
        Cancellable repeating =
                scheduler.scheduleWithFixedDelay(SOON, Duration.ofNanos(Runs.PERIOD_NS), runs, executor);
        acquire(runs.permits, Runs.COUNT);
        repeating.cancel();
        assertThat(runs.pausesNs()).allMatch(pause -> pause >= Runs.PERIOD_NS);
    }

    @Test
    @SuppressWarnings("deprecation") // for those who still use it
    void theFormerNameOfFixedRateWorks() throws Exception {
        Semaphore runs = new Semaphore(0);
        Cancellable repeating = scheduler.schedule(Duration.ZERO, SOON, runs::release, executor);
        acquire(runs, 5);
        assertThat(repeating.cancel()).isTrue();
    }

    @Test
    void aTaskThatThrowsIsReportedAndNotRepeated() throws Exception {
        Cancellable rate = scheduler.scheduleAtFixedRate(SOON, SOON, () -> fail("rate"), executor);
        Cancellable delay = scheduler.scheduleWithFixedDelay(SOON, SOON, () -> fail("delay"), executor);
        scheduler.scheduleOnce(SOON, () -> fail("once"), executor);
        awaitLater();
        assertThat(ran).containsExactlyInAnyOrder("rate", "delay", "once");
        assertThat(takeFailures())
                .containsExactlyInAnyOrder(
                        "java.lang.UnsupportedOperationException: rate",
                        "java.lang.UnsupportedOperationException: delay",
                        "java.lang.UnsupportedOperationException: once");
        for (Cancellable ended : List.of(rate, delay)) {
            assertThat(ended.isCancelled()).isFalse();
            assertThat(ended.cancel()).isTrue();
            assertThat(ended.cancel()).isFalse();
        }
    }

    private void fail(String name) {
        ran.add(name);
        throw new UnsupportedOperationException(name);
    }

    @Test
    void anExecutorThatRefusesIsToldWhatItThrew() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        executor.rejecting = true;
        scheduler.scheduleOnce(SOON, () -> ran.add("once"), executor);
        scheduler.scheduleAtFixedRate(SOON, SOON, () -> ran.add("rate"), executor);
        scheduler.scheduleOnce(LATER, refused::countDown, new TestExecutor());
        assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
        executor.rejecting = false;
        awaitLater();
        assertThat(ran).isEmpty();
        assertThat(takeFailures())
                .containsExactly(
                        "java.util.concurrent.RejectedExecutionException: full",
                        "java.util.concurrent.RejectedExecutionException: full");
    }

    @Test
    void aSchedulerExceptionEndsARepeatingTaskQuietly() throws Exception {
        Runnable gone = () -> {
            ran.add("run");
            throw new SchedulerException("the actor has ended");
        };
        scheduler.scheduleAtFixedRate(SOON, SOON, gone, executor);
        scheduler.scheduleWithFixedDelay(SOON, SOON, gone, executor);
        awaitLater();
        assertThat(ran).hasSize(2);
    }

    @Test
    void aDelayOfYearsIsRefused() {
        Duration tooLong = Duration.ofMillis(Integer.MAX_VALUE + 1L); // as many ticks
        List<ThrowingCallable> attempts = List.of(
                () -> scheduler.scheduleOnce(tooLong, () -> ran.add("once"), executor),
                () -> scheduler.scheduleAtFixedRate(SOON, tooLong, () -> ran.add("rate"), executor),
                () -> scheduler.scheduleAtFixedRate(tooLong, SOON, () -> ran.add("rate"), executor),
                () -> scheduler.scheduleWithFixedDelay(tooLong, SOON, () -> ran.add("delay"), executor),
                () -> scheduler.scheduleWithFixedDelay(SOON, tooLong, () -> ran.add("delay"), executor));
        for (ThrowingCallable attempt : attempts) {
            assertThatIllegalArgumentException().isThrownBy(attempt).withMessageContaining("2147483");
        }
        Cancellable longest =
                scheduler.scheduleOnce(Duration.ofMillis(Integer.MAX_VALUE - 1L), () -> ran.add("once"), executor);
        assertThat(longest.cancel()).isTrue();
    }

    /** Runs at the scheduler's end. */
    private final class AtEnd implements Scheduler.TaskRunOnClose {
        private final String name;

        AtEnd(String name) {
            this.name = name;
        }

        @Override
        public void run() {
            ran.add(name);
        }
    }

    @Test
    void whatIsArmedAtTheEndIsDroppedUnlessMarked() throws Exception {
        scheduler.scheduleOnce(HOUR, () -> ran.add("dropped"), executor);
        scheduler.scheduleAtFixedRate(HOUR, HOUR, () -> ran.add("dropped"), executor);
        scheduler.scheduleOnce(HOUR, new AtEnd("at the end"), executor);
        scheduler.scheduleOnce(HOUR, new AtEnd("cancelled"), executor).cancel();
        scheduler.scheduleOnce(SOON, new AtEnd("before the end"), executor);
        awaitLater();
        close();
        assertThat(ran).containsExactly("before the end", "at the end");
        close();
        assertThat(ran).hasSize(2);
    }

    @Test
    void aTaskThatThrowsAtTheEndKeepsNoOtherFromRunning() throws Exception {
        Scheduler.TaskRunOnClose throwing = () -> {
            throw new UnsupportedOperationException("at the end");
        };
        Scheduler.TaskRunOnClose goneActor = () -> {
            throw new SchedulerException("the actor has ended");
        };
        scheduler.scheduleOnce(Duration.ofMinutes(1), throwing, executor);
        scheduler.scheduleOnce(Duration.ofMinutes(2), goneActor, executor);
        scheduler.scheduleOnce(HOUR, new AtEnd("last"), executor);
        close();
        assertThat(ran).containsExactly("last");
        assertThat(log.lines)
                .singleElement()
                .asString()
                .endsWith("java.lang.UnsupportedOperationException: at the end");
        log.lines.clear();
    }

    @Test
    void afterTheEndNothingCanBeScheduled() throws Exception {
        close();
        List<ThrowingCallable> attempts = List.of(
                () -> scheduler.scheduleOnce(SOON, () -> ran.add("once"), executor),
                () -> scheduler.scheduleOnce(Duration.ZERO, () -> ran.add("once"), executor),
                () -> scheduler.scheduleOnce(SOON, new AtEnd("once"), executor),
                () -> scheduler.scheduleAtFixedRate(SOON, SOON, () -> ran.add("rate"), executor),
                () -> scheduler.scheduleAtFixedRate(Duration.ZERO, SOON, () -> ran.add("rate"), executor),
                () -> scheduler.scheduleWithFixedDelay(SOON, SOON, () -> ran.add("delay"), executor));
        for (ThrowingCallable attempt : attempts) {
            assertThatThrownBy(attempt)
                    .isInstanceOf(IllegalStateException.class)
                    .hasCauseInstanceOf(SchedulerException.class);
        }
        assertThat(ran).isEmpty();
    }

    @Test
    void cancellingAfterTheEndIsAllowed() throws Exception {
        Cancellable once = scheduler.scheduleOnce(HOUR, () -> ran.add("once"), executor);
        Cancellable rate = scheduler.scheduleAtFixedRate(HOUR, HOUR, () -> ran.add("rate"), executor);
        close();
        assertThat(once.cancel()).isTrue();
        assertThat(rate.cancel()).isTrue();
        assertThat(rate.isCancelled()).isTrue();
    }
}
