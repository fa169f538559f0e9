// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.aioactors.aio.FileRequests.CURRENT_POSITION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.NeedsIoUring;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A loop that has no fd to wait for parks, and is missed by nobody; one that has waits for it in the kernel. */
class ParkedWaitTest extends RaceTest {
    private AioThread thread;
    private AioContext context;

    @BeforeEach
    void start() {
        thread = start(Loop.PARKED);
        context = thread.context();
    }

    private void awaitParked() {
        await(() -> isIn(LockSupport.class, "park") || isIn(LockSupport.class, "parkNanos"));
    }

    private void awaitInKernel() {
        await(() -> isIn(KernelWait.class, "await"));
    }

    private boolean isIn(Class<?> type, String method) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(type.getName())
                        && frame.getMethodName().equals(method));
    }

    @Test
    void workOfAnotherThreadEndsIt() {
        for (int i = 0; i < 100; i++) {
            awaitParked();
            awaitTurnOf(context);
        }
        assertThat(context.stats().wakeUps()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void aTimerEndsIt() {
        CountDownLatch fired = new CountDownLatch(1);
        long dueNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(30);
        context.newTimer(ClockType.REALTIME, fired::countDown).modify(dueNs);
        awaitParked();
        await(fired);
        assertThat(System.nanoTime() - dueNs).isNotNegative();
    }

    @Test
    void anFdThatIsWatchedMeanwhileIsHeardOf() {
        awaitParked();
        try (EventNotifier source = EventNotifier.create(Syscalls.linux())) {
            CountDownLatch heard = new CountDownLatch(1);
            context.setFdHandler(source.fd(), FdHandler.reading(() -> {
                source.testAndClear();
                heard.countDown();
            }));
            awaitInKernel();
            source.set();
            await(heard);
            context.removeFdHandler(source.fd());
            awaitParked();
        }
    }

    @Test
    @NeedsIoUring
    void aRequestIsHeardOf() {
        CountDownLatch completed = new CountDownLatch(1);
        try (Pipe pipe = Pipe.open();
                NativeMemory memory = NativeMemory.allocate(1)) {
            context.scheduleOneshot("request", () -> context.requests()
                    .files()
                    .read(pipe.readFd(), memory, 0, 1, CURRENT_POSITION, (result, flags) -> completed.countDown()));
            awaitInKernel();
            pipe.write(1);
            await(completed);
            awaitParked();
        }
    }

    @Test
    void anInterruptedThreadWaitsForFdsAndIsNotBusy() {
        awaitParked();
        thread.interrupt();
        awaitInKernel();
        long turns = context.stats().turns();
        for (int i = 0; i < 10; i++) {
            awaitTurnOf(context);
        }
        assertThat(context.stats().turns() - turns).isLessThan(100);
        CountDownLatch cleared = new CountDownLatch(1);
        context.scheduleOneshot("clear", () -> {
            assertThat(Thread.interrupted()).isTrue();
            cleared.countDown();
        });
        await(cleared);
        awaitParked();
    }

    @Test
    void aPermitOfSomebodyElseIsNoWork() {
        awaitParked();
        long turns = context.stats().turns();
        for (int i = 0; i < 100; i++) {
            LockSupport.unpark(thread);
            awaitParked();
        }
        assertThat(context.stats().turns()).isEqualTo(turns);
    }
}
