// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.Test;

/** A notification costs a system call only when the loop sleeps, and only the first one does (S49). */
class EventfdWritesTest extends MonitorContract {
    private static final int THREADS = 4;

    EventfdWritesTest(MonitorSetup setup) {
        super(setup);
    }

    private int writes() {
        return faulty.calls("write");
    }

    @Test
    void workFromInsideCallbacksIsNotWritten() {
        EventNotifier source = setSource();
        AioTimer timer = context.newTimer(ClockType.REALTIME, () -> {
            log.add("timer");
            context.scheduleOneshot("from timer", logging("from timer"));
        });
        context.setFdHandler(source.fd(), FdHandler.reading(() -> {
            source.testAndClear();
            context.scheduleOneshot("from fd", logging("from fd"));
            timer.modify(0);
            context.setFdHandler(source.fd(), FdHandler.reading(logging("updated")));
        }));
        context.poll(false);
        context.poll(true);
        assertThat(takeLog()).containsExactly("timer", "from fd", "from timer");
        assertThat(writes()).isZero();
    }

    @Test
    void workFromAnotherThreadWhileTheLoopIsAwakeIsNotWritten() {
        context.scheduleOneshot("busy", () -> onOtherThread(() -> context.scheduleOneshot("other", logging("other"))));
        context.poll(true);
        context.poll(true);
        assertThat(log).containsExactly("other");
        assertThat(writes()).isZero();
    }

    @Test
    void manyNotificationsOfASleepAreOneWrite() {
        for (int sleep = 1; sleep <= 10; sleep++) {
            kernel.onNextWait(() -> onOtherThread(() -> {
                for (int i = 0; i < 100; i++) {
                    context.scheduleOneshot("work", logging("work"));
                }
            }));
            pollUntilProgress(context);
            assertThat(takeLog()).hasSize(100);
            assertThat(writes()).isEqualTo(sleep);
        }
        assertThat(kernel.takeWaitsNs()).hasSize(10);
    }

    /** Each may have seen that the loop sleeps before another had told it. */
    @Test
    void severalThreadsAtOnceWriteAtMostOnceEach() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(new Thread(() -> {
                for (int j = 0; j < 1_000; j++) {
                    context.scheduleOneshot("work", logging("work"));
                }
            }));
        }
        kernel.onNextWait(() -> {
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                join(thread);
            }
        });
        pollUntilProgress(context);
        assertThat(log).hasSize(1_000 * THREADS);
        assertThat(writes()).isBetween(1, THREADS);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void aLoopThatBusyPollsIsNotWrittenTo() {
        context.setPollParams(new PollParams(1_000_000_000, 0, 0));
        List<Runnable> onAsked = new ArrayList<>();
        EventNotifier source = setSource();
        FdHandler handler = FdHandler.builder()
                .onReadable(source::testAndClear)
                .isReady(() -> {
                    onAsked.forEach(Runnable::run);
                    onAsked.clear();
                    return false;
                })
                .build();
        context.setFdHandler(source.fd(), handler);
        context.poll(false); // the fd fires, and so it is busy-polled from now on
        kernel.onNextWait(context::notifyContext);
        context.poll(true); // so is the notifier
        context.poll(false); // the time to busy-poll grows from 0
        int before = writes();
        kernel.takeWaitsNs();
        onAsked.add(() -> onOtherThread(() -> context.scheduleOneshot("work", logging("work"))));
        assertThat(context.poll(true)).isTrue();
        assertThat(log).containsExactly("work");
        assertThat(kernel.takeWaitsNs()).isEmpty();
        assertThat(writes()).isEqualTo(before);
    }
}
