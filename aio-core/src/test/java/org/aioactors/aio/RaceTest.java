// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.IoUringHere;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the tests of races have in common: loops on threads of their own. A race that is lost shows as a wait that does not end;
 * all waits have a deadline far beyond what they need.
 */
@ExtendWith(FdLeakExtension.class)
abstract class RaceTest {
    static final Duration DEADLINE = Duration.ofSeconds(40);

    /** How a loop waits: each race is run with all of them. */
    enum Loop {
        POLL(FdMonitorKind.POLL, false, true),
        POLL_AFTER_BUSY_POLLING(FdMonitorKind.POLL, true, true),
        EPOLL(FdMonitorKind.EPOLL, false, true),
        EPOLL_AFTER_BUSY_POLLING(FdMonitorKind.EPOLL, true, true),
        IO_URING(FdMonitorKind.IO_URING, false, true),
        IO_URING_AFTER_BUSY_POLLING(FdMonitorKind.IO_URING, true, true),
        /** Without an fd to wait for. */
        PARKED(FdMonitorKind.AUTO, false, false),
        PARKED_AFTER_BUSY_POLLING(FdMonitorKind.AUTO, true, false);

        private final FdMonitorKind kind;
        private final boolean busyPolls;
        private final boolean watchesFd;

        Loop(FdMonitorKind kind, boolean busyPolls, boolean watchesFd) {
            this.kind = kind;
            this.busyPolls = busyPolls;
            this.watchesFd = watchesFd;
        }
    }

    private final EventNotifier neverSet = EventNotifier.create(Syscalls.linux());
    private final List<AioThread> threads = new ArrayList<>();

    /** What failed on any thread, callbacks included. */
    private final List<Throwable> failures = new ArrayList<>();

    /** Starts such a loop, or skips the test where there is none. */
    AioThread start(Loop loop) {
        IoUringHere.assumeIf(loop.kind == FdMonitorKind.IO_URING);
        AioContextBuilder builder = AioContext.builder()
                .fdMonitor(loop.kind)
                .pollParams(loop.busyPolls ? PollParams.IO_THREAD : PollParams.OFF)
                .errorHandler(this::failed);
        AioThread thread = AioThread.start("loop " + threads.size(), builder);
        threads.add(thread);
        if (loop.watchesFd) {
            FdHandler idle = FdHandler.builder()
                    .onReadable(() -> failed("an fd that nobody writes", new AssertionError("is readable")))
                    .isReady(() -> false) // without it nothing could be busy-polled
                    .build();
            thread.context().setFdHandler(neverSet.fd(), idle);
        }
        return thread;
    }

    /** A callback failed, or what else a loop reports. */
    void failed(String where, Throwable failure) {
        failed(new AssertionError(where, failure));
    }

    private void failed(Throwable failure) {
        synchronized (failures) {
            failures.add(failure);
        }
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .as("done in time")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Asks until it is true. */
    static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs)
                    .as("ns past the deadline")
                    .isNegative();
            LockSupport.parkNanos(1_000);
        }
    }

    /** Waits until the loop has run all that was queued before. */
    static void awaitTurnOf(AioContext context) {
        CountDownLatch ran = new CountDownLatch(1);
        context.scheduleOneshot("barrier", ran::countDown);
        await(ran);
    }

    /** Runs an action on several threads that begin together; returns when all are done. */
    void inParallel(int count, ParallelAction action) {
        Phaser begin = new Phaser(count);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            Thread worker = new Thread(() -> {
                begin.arriveAndAwaitAdvance();
                action.run(number);
            });
            worker.setUncaughtExceptionHandler((thread, failure) -> failed(failure));
            worker.start();
            workers.add(worker);
        }
        workers.forEach(RaceTest::join);
    }

    /** What one of several threads does. */
    interface ParallelAction {
        void run(int number);
    }

    static void join(Thread thread) {
        try {
            thread.join(DEADLINE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        assertThat(thread.isAlive()).as("%s is still running", thread.getName()).isFalse();
    }

    @AfterEach
    void stopAll() {
        threads.forEach(AioThread::requestStop);
        threads.forEach(RaceTest::join);
        neverSet.close();
        synchronized (failures) {
            assertThat(failures).isEmpty();
        }
    }
}
