// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;

/**
 * Turns of the context's own between prepare and the other loop's wait: the other loop has been told how long to wait and for what,
 * and must hear of all that came since.
 */
class ForeignWaitNestedTurnTest extends ForeignLoopContract {
    /** Command of {@code fcntl(2)}: fails for a descriptor that is not open. */
    private static final int F_GETFD = 1;

    private static final long SOON_NS = 5_000_000;

    ForeignWaitNestedTurnTest(MonitorSetup setup) {
        super(setup);
    }

    @Override
    AioContextBuilder builder() {
        return super.builder().pollParams(PollParams.IO_THREAD);
    }

    private AioTimer timer() {
        return context.newTimer(ClockType.REALTIME, logging("timer"));
    }

    private static long soonNs() {
        return System.nanoTime() + SOON_NS;
    }

    @Test
    void anEarlierDeadlineIsHeard() {
        AioTimer timer = timer();
        host.onNextWait(() -> {
            timer.modify(soonNs());
            context.poll(false);
        });
        assertThat(waitForCallbacks()).containsExactly("timer");
    }

    @Test
    void anEarlierDeadlineOfAnotherThreadIsHeardAfterSeveralTurns() {
        AioTimer timer = timer();
        host.onNextWait(() -> {
            onOtherThread(() -> timer.modify(soonNs()));
            for (int i = 0; i < 5; i++) {
                context.poll(false);
            }
        });
        assertThat(waitForCallbacks()).containsExactly("timer");
    }

    @Test
    void anFdOfAnotherThreadIsWatched() {
        EventNotifier source = source();
        host.onNextWait(() -> {
            onOtherThread(() -> context.setFdHandler(source.fd(), draining("read", source)));
            context.poll(false);
            source.set();
        });
        assertThat(waitForCallbacks()).containsExactly("read");
    }

    @Test
    void whatTheOtherLoopIsOwedDoesNotKeepTurnsInsideAwake() {
        timer().modify(System.nanoTime() + 10 * SOON_NS);
        host.onNextWait(() -> {
            context.notifyContext();
            context.poll(false);
            long waits = context.stats().waits();
            pollUntilProgress(context);
            assertThat(context.stats().waits() - waits).isBetween(1L, 2L);
        });
        assertThat(waitForCallbacks()).containsExactly("timer");
    }

    @Test
    void oneThatIsNotifiedWhileItSleepsHearsOfIt() {
        host.onNextWait(() -> {
            context.notifyContext();
            context.poll(false);
            kernel.onNextWait(() -> onOtherThread(() -> context.scheduleOneshot("work", logging("work"))));
            pollUntilProgress(context);
        });
        assertThat(waitForCallbacks()).containsExactly("work");
    }

    @Test
    void theOtherLoopIsNotWokenTwiceForIt() {
        host.onNextWait(() -> {
            context.notifyContext();
            context.poll(false);
        });
        host.turn(true);
        assertThat(guest.prepare()).isEqualTo(Syscalls.INFINITE);
        host.await(0);
        assertThat(guest.check()).isFalse();
    }

    @Test
    void pollModeIsLeftBeforeTheOtherLoopWaits() {
        EventNotifier source = setSource();
        context.setFdHandler(
                source.fd(),
                FdHandler.builder()
                        .onReadable(source::testAndClear)
                        .isReady(() -> false)
                        .build());
        context.setPollCallbacks(source.fd(), logging("begin"), logging("end"));
        look();
        host.onNextWait(() -> {
            new AioContextProbe(context).startPolling();
            context.poll(false);
            log.add("the other loop waits");
        });
        assertThat(look()).containsExactly("begin", "end", "the other loop waits");
    }

    @Test
    void workThatCameBeforePollModeWasLeftIsDone() {
        EventNotifier source = setSource();
        context.setFdHandler(
                source.fd(),
                FdHandler.builder()
                        .onReadable(() -> {
                            source.testAndClear();
                            log.add("read");
                        })
                        .isReady(() -> log.contains("end"))
                        .build());
        look();
        context.setPollCallbacks(source.fd(), logging("begin"), logging("end"));
        host.onNextWait(() -> {
            new AioContextProbe(context).startPolling();
            context.poll(false);
        });
        assertThat(look()).startsWith("begin", "end", "read");
    }

    @Test
    void theFdThatTheOtherLoopWatchesStaysOpen() {
        int file = closing(new RegularFile()).fd();
        guest.prepare();
        int watched = guest.fd(guest.fdCount() - 1);
        try (LogCapture logged = new LogCapture("org.aioactors.aio.fdmon")) {
            context.setFdHandler(file, FdHandler.reading(() -> context.removeFdHandler(file)));
            context.poll(false);
            assertThat(logged.lines()).hasSize(setup.isEpoll() ? 1 : 0);
        }
        assertThat(Syscalls.linux().fcntl(watched, F_GETFD, 0))
                .as("fcntl(F_GETFD) of what the other loop watches")
                .isNotNegative();
        host.await(Syscalls.INFINITE);
        guest.check();
        guest.dispatch();
        look();
        if (setup.isEpoll()) {
            assertThat(context.fdMonitor()).isEqualTo(FdMonitorKind.POLL);
        }
    }
}
