// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that end, are cancelled and are submitted at the same time, while the loop sleeps, and while it is closed. */
class OffloadRaceTest extends RaceTest {
    private static final int SUBMITTERS = 3;
    private static final int ROUNDS = 2_000;

    @ParameterizedTest
    @EnumSource
    void aLoopThatGoesToSleepHearsOfEachCall(Loop loop) {
        AioContext context = start(loop).context();
        CountDownLatch done = new CountDownLatch(1);
        Chain chain = new Chain(context, ROUNDS, done);
        chain.next();
        await(done);
    }

    /** One call after the other: each ends while the loop is about to sleep. */
    private record Chain(AioContext context, int left, CountDownLatch done) {
        void next() {
            context.offload("call", () -> left - 1, (now, failure) -> {
                if (now == null || now == 0) {
                    done.countDown();
                } else {
                    new Chain(context, now, done).next();
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachCallIsHeardOfOnceCancelledOrNot(Loop loop) {
        AioContext context = start(loop).context();
        AtomicIntegerArray ran = new AtomicIntegerArray(SUBMITTERS * ROUNDS);
        AtomicIntegerArray heard = new AtomicIntegerArray(SUBMITTERS * ROUNDS);
        CountDownLatch all = new CountDownLatch(SUBMITTERS * ROUNDS);
        inParallel(SUBMITTERS, submitter -> {
            for (int i = 0; i < ROUNDS; i++) {
                int number = submitter * ROUNDS + i;
                Cancellable call = context.offload("call", () -> ran.incrementAndGet(number), (result, failure) -> {
                    boolean cancelled = failure instanceof CancellationException;
                    assertThat(ran.get(number)).isEqualTo(cancelled ? 0 : 1);
                    heard.incrementAndGet(number);
                    all.countDown();
                });
                if (i % 3 == 0) {
                    call.cancel();
                }
            }
        });
        await(all);
        awaitTurnOf(context);
        assertThat(IntStream.range(0, heard.length()).map(heard::get)).containsOnly(1);
    }

    /** Whatever was taken is heard of before close returns, and what was not is told so by an exception. */
    @Test
    void closingLosesNothing() {
        for (int round = 0; round < 200; round++) {
            AioContextBuilder builder =
                    AioContext.builder().errorHandler(this::failed).offloadLimits(1 + round % 3, 1_000_000);
            AioThread thread = AioThread.start("closing", builder);
            AioContext context = thread.context();
            AtomicInteger taken = new AtomicInteger();
            AtomicInteger heard = new AtomicInteger();
            inParallel(SUBMITTERS, submitter -> {
                if (submitter == 0) {
                    await(() -> taken.get() > 20);
                    thread.requestStop();
                    return;
                }
                try {
                    while (true) {
                        while (taken.get() - heard.get() > 1_000 && thread.isAlive()) {
                            LockSupport.parkNanos(1_000);
                        }
                        Cancellable call = context.offload("call", () -> 1, (r, f) -> heard.incrementAndGet());
                        taken.incrementAndGet();
                        if (taken.get() % 5 == 0) {
                            call.cancel();
                        }
                    }
                } catch (RejectedExecutionException closed) {
                    assertThat(closed).hasMessage("call: context 'closing' is closed");
                }
            });
            join(thread);
            assertThat(heard.get()).isEqualTo(taken.get());
        }
    }

    @Test
    void theThreadsOfAClosedContextEnd() {
        AioThread thread = start(Loop.EPOLL);
        CountDownLatch ran = new CountDownLatch(4);
        List<Thread> workers = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 4; i++) {
            thread.context().offload("call", () -> workers.add(Thread.currentThread()), (r, f) -> ran.countDown());
        }
        await(ran);
        thread.requestStop();
        join(thread);
        workers.forEach(RaceTest::join);
    }
}
