// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Blocking calls whose answers come back to the loop. */
class OffloadTest extends LoopTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    private AioContext context;

    /** What holds up the calls of {@link #occupy}. */
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void openContext() {
        open(builder());
    }

    private void open(AioContextBuilder builder) {
        context = closing(builder.build());
        context.poll(false);
        closing(release::countDown); // whatever becomes of the test
    }

    /** Writes down what it hears, and that it hears it once. */
    private final class Heard<T> implements OffloadCompletion<T> {
        private final String name;

        @Nullable T result;

        @Nullable Throwable failure;

        int times;

        Heard(String name) {
            this.name = name;
        }

        @Override
        public void onCompletion(@Nullable T newResult, @Nullable Throwable newFailure) {
            assertThat(context.inHomeThread()).isTrue();
            times++;
            result = newResult;
            failure = newFailure;
            log.add(name);
        }

        void await() {
            pollUntil(() -> times > 0);
        }
    }

    private void pollUntil(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(deadlineNs - System.nanoTime()).as("time left").isPositive();
            context.poll(true);
        }
    }

    private <T> Heard<T> offload(String name, Callable<T> call) {
        Heard<T> heard = new Heard<>(name);
        context.offload(name, call, heard);
        return heard;
    }

    /** Has a thread do nothing until {@link #release}; returns when it does. */
    private Heard<String> occupy(String name) {
        CountDownLatch begun = new CountDownLatch(1);
        Heard<String> heard = offload(name, () -> {
            begun.countDown();
            release.await();
            return name;
        });
        await(begun);
        return heard;
    }

    private static void await(CountDownLatch latch) {
        RaceTest.await(latch);
    }

    @Test
    void aCallRunsElsewhereAndItsCompletionAtHome() {
        Heard<Thread> heard = offload("call", Thread::currentThread);
        heard.await();
        assertThat(heard.result).isNotSameAs(Thread.currentThread());
        assertThat(heard.result.isDaemon()).isTrue();
        assertThat(heard.result.getName()).isEqualTo("test-offload-1");
        assertThat(heard.failure).isNull();
        assertThat(heard.times).isEqualTo(1);
    }

    @Test
    void whatACallThrowsIsHeard() {
        IOException failure = new IOException("on purpose");
        Heard<String> heard = offload("call", () -> {
            throw failure;
        });
        heard.await();
        assertThat(heard.result).isNull();
        assertThat(heard.failure).isSameAs(failure);
    }

    @Test
    void anErrorIsHeardAndTheThreadGoesOn() {
        open(builder().offloadLimits(1, 1));
        Heard<String> heard = offload("call", () -> {
            throw new OutOfMemoryError("on purpose");
        });
        heard.await();
        assertThat(heard.failure).isInstanceOf(OutOfMemoryError.class);
        Heard<Thread> next = offload("next", Thread::currentThread);
        next.await();
        assertThat(next.result.getName()).isEqualTo("test-offload-1");
    }

    @Test
    void nullIsAResult() {
        Heard<Void> heard = offload("call", () -> null);
        heard.await();
        assertThat(heard.result).isNull();
        assertThat(heard.failure).isNull();
    }

    @Test
    void aCompletionThatThrowsIsReportedAndTheOthersHear() {
        open(builder().offloadExecutor(Runnable::run));
        context.offload("first", () -> 1, (result, failure) -> {
            throw new IllegalStateException("on purpose");
        });
        offload("second", () -> 2);
        assertThat(turn(context)).containsExactly("second");
        assertThat(takeErrors()).containsExactly("offloaded call 'first': java.lang.IllegalStateException: on purpose");
    }

    @Test
    void callsOfOneThreadBeginInOrder() {
        open(builder().offloadLimits(1, 100));
        occupy("first");
        List<Heard<String>> all = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d")) {
            all.add(offload(name, () -> name));
        }
        release.countDown();
        all.get(3).await();
        assertThat(takeLog()).containsExactly("first", "a", "b", "c", "d");
    }

    @Test
    void completionsThatWaitTogetherCostOneWakeUp() {
        open(builder().offloadExecutor(Runnable::run));
        long before = context.stats().wakeUps();
        kernel.onNextWait(() -> onOtherThread(() -> {
            for (int i = 0; i < 100; i++) {
                offload("call", () -> 1);
            }
        }));
        pollUntil(() -> log.size() == 100);
        assertThat(context.stats().wakeUps() - before).isEqualTo(1);
    }

    @Test
    void aNestedPollGoesOnWithTheOthers() {
        open(builder().offloadExecutor(Runnable::run));
        context.offload("1", () -> 1, (result, failure) -> {
            log.add("1{");
            pollUntil(() -> log.contains("3"));
            log.add("}1");
        });
        offload("2", () -> 2);
        offload("3", () -> 3);
        assertThat(turn(context)).containsExactly("1{", "2", "3", "}1");
        context.poll(false);
        assertThat(takeLog()).isEmpty();
    }

    @Test
    void anotherThreadMayOffload() {
        onOtherThread(() -> offload("call", () -> 1));
        pollUntil(() -> log.contains("call"));
    }

    @Test
    void whatHasNotBegunCanBeCancelledOnce() {
        open(builder().offloadLimits(1, 1));
        occupy("first");
        Heard<String> heard = new Heard<>("second");
        Cancellable second = context.offload(
                "second",
                () -> {
                    throw new AssertionError("it has begun");
                },
                heard);
        assertThat(second.isDone()).isFalse();
        assertThat(second.cancel()).isTrue();
        assertThat(second.cancel()).isFalse();
        assertThat(log).as("not inside cancel").isEmpty();
        pollUntil(second::isDone);
        assertThat(heard.failure)
                .isInstanceOf(CancellationException.class)
                .hasMessage("second: it was cancelled before it began");
        offload("third", () -> 3); // the cancelled one takes up no room
        release.countDown();
        pollUntil(() -> log.contains("third"));
        assertThat(heard.times).isEqualTo(1);
    }

    @Test
    void whatHasBegunCannotBeCancelled() {
        CountDownLatch begun = new CountDownLatch(1);
        Heard<String> heard = new Heard<>("call");
        Cancellable call = context.offload(
                "call",
                () -> {
                    begun.countDown();
                    release.await();
                    return "result";
                },
                heard);
        await(begun);
        assertThat(call.cancel()).isFalse();
        release.countDown();
        heard.await();
        assertThat(heard.result).isEqualTo("result");
        assertThat(call.isDone()).isTrue();
        assertThat(call.cancel()).isFalse();
    }

    @Test
    void aFullPoolSaysSo() {
        open(builder().offloadLimits(1, 2));
        occupy("first");
        offload("second", () -> 2);
        offload("third", () -> 3);
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> offload("fourth", () -> 4))
                .withMessage(
                        "fourth: the threads of context 'test' (1) are all busy, and as many calls wait for them as"
                                + " may (2); see AioContextBuilder.offloadLimits");
        release.countDown();
        pollUntil(() -> log.size() == 3);
        assertThat(takeLog()).containsExactly("first", "second", "third");
    }

    @Test
    void limitsMustBePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder().offloadLimits(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().offloadLimits(1, 0));
        assertThatNullPointerException().isThrownBy(() -> context.offload("call", null, new Heard<>("call")));
        assertThatNullPointerException().isThrownBy(() -> context.offload("call", () -> 1, null));
    }

    @Test
    void threadsEndWhenTheyHaveNothingToDo() throws InterruptedException {
        OffloadPool pool = new OffloadPool("short", 2, 10, SHORT);
        Thread[] ran = new Thread[1];
        CountDownLatch done = new CountDownLatch(1);
        pool.execute(() -> {
            ran[0] = Thread.currentThread();
            done.countDown();
        });
        await(done);
        assertThat(ran[0].getName()).isEqualTo("short-offload-1");
        ran[0].join(Duration.ofSeconds(30).toMillis());
        assertThat(ran[0].isAlive()).isFalse();
        CountDownLatch again = new CountDownLatch(1);
        pool.execute(again::countDown);
        await(again);
        pool.close();
    }

    @Test
    void noThreadIsStartedBeforeItIsNeeded() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("unused-offload"));
        open(builder().name("unused"));
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("unused-offload"));
    }

    @Test
    void itsOwnersExecutorIsLeftAlone() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        closing(executor::shutdownNow);
        open(builder().offloadExecutor(executor));
        Heard<Thread> heard = offload("call", Thread::currentThread);
        heard.await();
        context.close();
        assertThat(executor.isShutdown()).isFalse();
        executor.shutdownNow();
        open(builder().offloadExecutor(executor));
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> offload("call", () -> 1));
        assertThat(context.poll(false)).isFalse();
        assertThat(takeLog()).containsExactly("call");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsServe() throws ReflectiveOperationException {
        ExecutorService executor = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        closing(executor::shutdownNow);
        open(builder().offloadExecutor(executor));
        Heard<String> heard = offload("call", () -> Thread.currentThread().toString());
        heard.await();
        assertThat(heard.result).startsWith("VirtualThread");
    }

    @Test
    void closingCancelsWhatWaitsAndWaitsForWhatRuns() {
        open(builder().offloadLimits(1, 10));
        Heard<String> running = occupy("running");
        Heard<Integer> waiting = new Heard<>("waiting");
        context.offload(
                "waiting",
                () -> {
                    throw new AssertionError("it has begun");
                },
                (Integer result, Throwable failure) -> {
                    waiting.onCompletion(result, failure);
                    release.countDown();
                });
        context.close();
        assertThat(running.result).isEqualTo("running");
        assertThat(waiting.failure)
                .isInstanceOf(CancellationException.class)
                .hasMessage("waiting: context 'test' was closed before it began");
        assertThat(takeLog()).containsExactly("waiting", "running");
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> offload("late", () -> 1))
                .withMessage("late: context 'test' is closed");
        assertThat(log).isEmpty();
    }

    @Test
    void closingWaitsNoLongerThanItMust() {
        BlockingCalls calls = blockingCalls(new OffloadPool("test", 1, 10, SHORT));
        Heard<Integer> heard = new Heard<>("call");
        CountDownLatch begun = new CountDownLatch(1);
        calls.submit(new OffloadedCall<>(
                "offloaded call",
                "call",
                () -> {
                    begun.countDown();
                    release.await();
                    return 1;
                },
                heard,
                null));
        calls.submit(new OffloadedCall<>(
                "offloaded call",
                "cancelled",
                () -> 2,
                (Integer result, Throwable failure) -> release.countDown(),
                null));
        await(begun);
        calls.close(Duration.ofDays(1)); // longer than a test may take
        assertThat(heard.result).isEqualTo(1);
    }

    @Test
    void aClosedContextRefusesWhateverExecutorItHad() {
        open(builder().offloadExecutor(Runnable::run));
        context.close();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> offload("late", () -> 1))
                .withMessage("late: context 'test' is closed");
        assertThat(takeLog()).isEmpty();
    }

    @Test
    void closingHearsOfWhatHasEndedUnheard() {
        open(builder().offloadExecutor(Runnable::run));
        Heard<Integer> heard = offload("call", () -> 1);
        context.close();
        assertThat(heard.result).isEqualTo(1);
    }

    @Test
    void aCompletionDuringCloseCannotOffloadNorPoll() {
        context.offload("call", () -> 1, (result, failure) -> {
            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> offload("late", () -> 1));
            assertThat(context.scheduleOneshot("late", () -> {})).isFalse();
            context.close();
            log.add("heard");
        });
        context.close();
        assertThat(takeLog()).containsExactly("heard");
    }

    @Test
    void anInterruptedThreadClosesAllTheSameAndStaysInterrupted() {
        open(builder().offloadLimits(1, 10));
        Heard<String> running = occupy("running");
        context.offload("waiting", () -> 1, (result, failure) -> release.countDown());
        Thread.currentThread().interrupt();
        context.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(running.result).isEqualTo("running");
    }

    @Test
    void whatRunsForTooLongIsLeftToItselfWithAWarning() {
        BlockingCalls calls = blockingCalls(new OffloadPool("test", 1, 10, SHORT));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch dropped = new CountDownLatch(1);
        Heard<String> heard = new Heard<>("stuck");
        calls.submit(
                new OffloadedCall<>(
                        "offloaded call",
                        "stuck",
                        () -> {
                            begun.countDown();
                            release.await();
                            return "unheard";
                        },
                        heard,
                        null) {
                    @Override
                    void dropped(String unheard) {
                        assertThat(unheard).isEqualTo("unheard");
                        dropped.countDown();
                    }
                });
        await(begun);
        try (LogCapture logged = new LogCapture("org.aioactors.aio")) {
            calls.close(SHORT);
            assertThat(logged.lines()).hasSize(1).first().asString().contains("1 calls still run", "stuck");
        }
        assertThat(heard.failure)
                .isInstanceOf(CancellationException.class)
                .hasMessage("stuck: it was still running when context 'test' was closed");
        release.countDown();
        await(dropped);
        assertThat(heard.times).isEqualTo(1);
    }

    @Test
    void whatFailsUnheardIsLogged() throws InterruptedException {
        OffloadPool pool = new OffloadPool("test", 1, 10, SHORT);
        BlockingCalls calls = blockingCalls(pool);
        Thread[] thread = new Thread[1];
        CountDownLatch begun = new CountDownLatch(1);
        calls.submit(new OffloadedCall<>(
                "offloaded call",
                "stuck",
                () -> {
                    thread[0] = Thread.currentThread();
                    begun.countDown();
                    release.await();
                    throw new IOException("on purpose");
                },
                new Heard<>("stuck"),
                null));
        await(begun);
        try (LogCapture logged = new LogCapture("org.aioactors.aio")) {
            calls.close(SHORT);
            release.countDown();
            thread[0].join();
            assertThat(logged.lines()).hasSize(2).last().asString().contains("stuck", "failed");
        }
    }

    private BlockingCalls blockingCalls(OffloadPool pool) {
        CallbackRunner callbacks = new CallbackRunner("test", (where, failure) -> log.add(where + ": " + failure));
        return new BlockingCalls(callbacks, new AioContextProbe(context).bottomHalves(), pool);
    }

    @Test
    void aCallThatGoesOnDoesNotKeepAClosedContext() {
        BlockingCalls calls = blockingCalls(new OffloadPool("test", 1, 10, SHORT));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch hold = release;
        calls.submit(new OffloadedCall<>("offloaded call", "stuck", holding(begun, hold), new Heard<>("stuck"), null));
        await(begun);
        try (LogCapture logged = new LogCapture("org.aioactors.aio")) {
            calls.close(SHORT);
            assertThat(logged.lines()).hasSize(1);
        }
        WeakReference<BlockingCalls> kept = new WeakReference<>(calls);
        calls = null;
        RaceTest.await(() -> {
            System.gc();
            return kept.refersTo(null);
        });
    }

    /** Static: it holds nothing of the test. */
    private static Callable<String> holding(CountDownLatch begun, CountDownLatch release) {
        return () -> {
            begun.countDown();
            release.await();
            return "unheard";
        };
    }

    @Test
    void aCancelledCallInAnExecutorDoesNotKeepAClosedContext() {
        List<Runnable> never = new ArrayList<>();
        WeakReference<AioContext> kept = closedContext(never);
        RaceTest.await(() -> {
            System.gc();
            return kept.refersTo(null);
        });
        assertThat(never).hasSize(1);
        never.get(0).run(); // does nothing
    }

    private WeakReference<AioContext> closedContext(List<Runnable> never) {
        AioContext short1 = AioContext.builder().offloadExecutor(never::add).build();
        List<String> heard = new ArrayList<>();
        short1.offload("call", () -> 1, (result, failure) -> heard.add(String.valueOf(failure)));
        short1.close();
        assertThat(heard).hasSize(1);
        return new WeakReference<>(short1);
    }
}
