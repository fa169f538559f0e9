// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.config.AioConfigurationException;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.dispatcher.TestConfig;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import scala.concurrent.duration.FiniteDuration;

/** Beginning, end and memory of a scheduler. */
@ExtendWith(NoFdLeaks.class)
class AioSchedulerLifeTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static Set<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toSet());
    }

    private static AioScheduler scheduler(String settings, ThreadFactory threads) {
        return new AioScheduler(TestConfig.of(settings), new RecordingLog(), threads);
    }

    private static AioScheduler scheduler() {
        return scheduler("", Thread::new);
    }

    @Test
    void manySystemsLeaveNoThreadAndNoFd() throws Exception {
        startAndTerminate(30);
    }

    @Test
    @Tag("soak")
    @Timeout(600)
    void aThousandSystemsLeaveNoThreadAndNoFd() throws Exception {
        startAndTerminate(1_000);
    }

    private static void startAndTerminate(int systems) throws Exception {
        for (int i = 0; i < systems; i++) {
            try (TestSystem system = new TestSystem("many", "")) {
                system.scheduler().scheduleOnce(HOUR, () -> {}, system.loops());
                system.onLoop(() -> system.scheduler().scheduleOnce(HOUR, () -> {}, system.loops()));
                assertThat(threads("many-aio-scheduler")).hasSize(1);
            }
        }
        Eventually.equal("threads left", () -> threads("many-"), Set.of());
    }

    @Test
    void theThreadIsMadeByAkkasFactory() {
        try (TestSystem system = new TestSystem("factory", "akka.daemonic = on")) {
            AtomicReference<Thread> ranOn = new AtomicReference<>();
            CountDownLatch done = new CountDownLatch(1);
            system.scheduler()
                    .scheduleOnce(
                            Duration.ofNanos(1),
                            () -> {
                                ranOn.set(Thread.currentThread());
                                done.countDown();
                            },
                            new TestExecutor());
            TestSystem.assertDone(done);
            assertThat(ranOn.get().isDaemon()).isTrue();
            assertThat(ranOn.get().getName()).isEqualTo("factory-aio-scheduler");
        }
    }

    @Test
    void cancelledTimersAreFreedLongBeforeTheirTime() {
        AioScheduler scheduler = scheduler();
        List<WeakReference<Cancellable>> cancelled = new ArrayList<>();
        for (int i = 0; i < 1_000_000; i++) {
            Cancellable timer = scheduler.scheduleOnce(HOUR, () -> {}, new TestExecutor());
            timer.cancel();
            if (i % 10_000 == 0) {
                cancelled.add(new WeakReference<>(timer));
            }
        }
        Eventually.equal("timers still in memory", () -> left(cancelled), 0L);
        scheduler.close();
    }

    private static long left(List<WeakReference<Cancellable>> references) {
        System.gc();
        return references.stream().filter(reference -> reference.get() != null).count();
    }

    @Test
    void aMillionTimersCanBeArmedAndCancelledInAnyOrder() {
        AioScheduler scheduler = scheduler();
        int timers = 1_000_000;
        List<Cancellable> armed = new ArrayList<>(timers);
        TestExecutor executor = new TestExecutor();
        for (int i = 0; i < timers; i++) {
            armed.add(scheduler.scheduleOnce(HOUR.plusNanos(Integer.reverse(i) & 0xFFFFFF), () -> {}, executor));
        }
        CountDownLatch among = new CountDownLatch(1);
        scheduler.scheduleOnce(Duration.ofMillis(1), among::countDown, executor);
        TestSystem.assertDone(among);
        int cancelled = 0;
        for (int i = 0; i < timers; i++) {
            cancelled += armed.get((int) (i * 7_919L % timers)).cancel() ? 1 : 0;
        }
        assertThat(cancelled).isEqualTo(timers);
        scheduler.close();
    }

    @Test
    void aThreadThatDoesNotEndIsNotWaitedForForEver() {
        RecordingLog log = new RecordingLog();
        AioScheduler scheduler =
                new AioScheduler(TestConfig.of("akka.scheduler.shutdown-timeout = 10 ms"), log, Thread::new);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        scheduler.scheduleOnce(
                Duration.ofNanos(1),
                () -> {
                    held.countDown();
                    TestSystem.assertDone(release);
                },
                new TestExecutor());
        TestSystem.assertDone(held);
        scheduler.close();
        release.countDown();
        assertThat(log.lines).singleElement().asString().contains("did not end within akka.scheduler.shutdown-timeout");
    }

    @Test
    void aWrongSettingIsNamed() {
        assertThatThrownBy(() -> scheduler("aio.scheduler.polling.max = 5", Thread::new))
                .isInstanceOf(AioConfigurationException.class)
                .hasMessageContaining("'aio.scheduler.polling.max': 5; allowed: a duration with its unit");
        assertThatThrownBy(() -> scheduler("aio.scheduler.polling.grow = -1", Thread::new))
                .isInstanceOf(AioConfigurationException.class)
                .hasMessageContaining("'aio.scheduler.polling.grow': -1; allowed: an integer >= 0");
        Throwable thrown =
                catchThrowable(() -> ActorSystem.create(Behaviors.empty(), "wrong-setting", TestConfig.of("""
                        akka.scheduler.implementation = "org.aioactors.time.AioScheduler"
                        aio.scheduler.polling.shrink = few
                        """)));
        assertThat(AioConfigurationException.causeOf(thrown)).hasMessageContaining("aio.scheduler.polling.shrink");
        Eventually.equal("threads left", () -> threads("wrong-setting"), Set.of());
    }

    @Test
    void whatKeepsTheThreadFromItsContextKeepsTheSchedulerFromStarting() {
        SyscallException refusal = new SyscallException("eventfd", -1, 24);
        assertThatThrownBy(() -> SchedulerThread.start(
                        task -> new Thread(task, "refused"),
                        () -> {
                            throw refusal;
                        },
                        () -> {}))
                .isSameAs(refusal);
        Eventually.equal("threads left", () -> threads("refused"), Set.of());
    }

    @Test
    void aMillionTimesASecondIsTheHighestRate() {
        AioScheduler scheduler = scheduler();
        assertThat(scheduler.maxFrequency()).isEqualTo(1e6);
        scheduler.close();
    }

    @Test
    void aFatalErrorOfATaskGoesToTheHandlerOfTheThread() {
        AtomicReference<Throwable> uncaught = new AtomicReference<>();
        AioScheduler scheduler = scheduler("", task -> {
            Thread thread = new Thread(task);
            thread.setUncaughtExceptionHandler((where, error) -> uncaught.set(error));
            return thread;
        });
        CountDownLatch later = new CountDownLatch(1);
        OutOfMemoryError planted = new OutOfMemoryError("planted");
        scheduler.scheduleOnce(
                Duration.ofNanos(1),
                () -> {
                    throw planted;
                },
                new TestExecutor());
        scheduler.scheduleOnce(FiniteDuration.create(1, "ms"), later::countDown, new TestExecutor());
        TestSystem.assertDone(later);
        assertThat(uncaught).hasValue(planted);
        scheduler.close();
    }
}
