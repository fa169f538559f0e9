// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.uring.IoUringHere;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Work queued by another thread just when the other loop goes to sleep: a wake-up that is lost ends in a wait without end. */
class ForeignLoopRaceTest extends LoopTest {
    private static final int HANDOFFS = 20_000;

    private AioContext open(FdMonitorKind kind) {
        IoUringHere.assumeIf(kind == FdMonitorKind.IO_URING);
        return closing(builder().fdMonitor(kind).build());
    }

    @ParameterizedTest
    @EnumSource
    void everyBottomHalfWakesTheOtherLoop(FdMonitorKind kind) {
        AioContext context = open(kind);
        AtomicInteger ran = new AtomicInteger();
        BottomHalf work = closing(context.newBottomHalf("work", ran::incrementAndGet));
        play(context, ran, number -> work.schedule());
    }

    @ParameterizedTest
    @EnumSource
    void everyFdThatIsAddedWakesTheOtherLoop(FdMonitorKind kind) {
        AioContext context = open(kind);
        AtomicInteger ran = new AtomicInteger();
        EventNotifier source = setSource();
        play(
                context,
                ran,
                number -> context.setFdHandler(source.fd(), FdHandler.reading(() -> {
                    context.removeFdHandler(source.fd());
                    ran.incrementAndGet();
                })));
    }

    @ParameterizedTest
    @EnumSource
    void everyTimerThatIsArmedWakesTheOtherLoop(FdMonitorKind kind) {
        AioContext context = open(kind);
        AtomicInteger ran = new AtomicInteger();
        AioTimer timer = context.newTimer(ClockType.REALTIME, ran::incrementAndGet);
        play(context, ran, number -> timer.modify(number % 2));
    }

    private interface Handoff {
        void queue(int number);
    }

    /** The other thread queues the next piece of work, a little later each time, when the last one has run. */
    private static void play(AioContext context, AtomicInteger ran, Handoff handoff) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread other = new Thread(
                () -> {
                    for (int i = 0; i < HANDOFFS && failure.get() == null; i++) {
                        while (ran.get() != i && failure.get() == null) {
                            Thread.onSpinWait();
                        }
                        for (int spins = i % 200; spins > 0; spins--) {
                            Thread.onSpinWait();
                        }
                        if (i % 1_000 == 0) {
                            LockSupport.parkNanos(100_000); // the other loop is asleep now and then
                        }
                        handoff.queue(i);
                    }
                },
                "other");
        other.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        other.start();
        try (PpollHost host = new PpollHost(context.foreignLoop())) {
            while (ran.get() < HANDOFFS && failure.get() == null) {
                host.turn(true);
            }
        } catch (Throwable thrown) {
            failure.compareAndSet(null, thrown);
            throw thrown;
        } finally {
            RaceTest.join(other);
        }
        assertThat(failure.get()).isNull();
    }
}
