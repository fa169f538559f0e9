// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;

/** Turns inside turns: the context's own and the other loop's; and orders of calls that other loops may have. */
class ForeignLoopNestingTest extends ForeignLoopContract {
    ForeignLoopNestingTest(MonitorSetup setup) {
        super(setup);
    }

    private void onceReadable(EventNotifier source, String name, Runnable inTheMiddle) {
        context.setFdHandler(source.fd(), FdHandler.reading(() -> {
            source.testAndClear();
            log.add(name + "{");
            inTheMiddle.run();
            log.add("}" + name);
        }));
    }

    @Test
    void aCallbackMayPoll() {
        EventNotifier outer = setSource();
        EventNotifier inner = source();
        context.setFdHandler(inner.fd(), draining("inner", inner));
        onceReadable(outer, "outer", () -> {
            inner.set();
            context.poll(false);
        });
        assertThat(look()).containsExactly("outer{", "inner", "}outer");
        assertThat(look()).isEmpty();
    }

    @Test
    void aCallbackMayPollAndSleep() {
        EventNotifier outer = setSource();
        EventNotifier inner = source();
        context.setFdHandler(inner.fd(), draining("inner", inner));
        onceReadable(outer, "outer", () -> {
            kernel.onNextWait(inner::set);
            pollUntilProgress(context);
        });
        assertThat(look()).containsExactly("outer{", "inner", "}outer");
    }

    @Test
    void aPollInsideTakesOverWhatIsReady() {
        for (EventNotifier source : List.of(setSource(), setSource())) {
            onceReadable(source, "fd", () -> context.poll(false));
        }
        assertThat(look()).containsExactly("fd{", "fd{", "}fd", "}fd");
        assertThat(look()).isEmpty();
    }

    @Test
    void aCallbackMayRunTurnsOfTheOtherLoop() {
        for (EventNotifier source : List.of(setSource(), setSource())) {
            onceReadable(source, "fd", () -> host.turn(false));
        }
        assertThat(look()).containsExactly("fd{", "fd{", "}fd", "}fd");
        assertThat(look()).isEmpty();
    }

    @Test
    void aTurnOfTheOtherLoopInsideIsWokenByAnotherThread() {
        EventNotifier outer = setSource();
        onceReadable(outer, "outer", () -> {
            host.onNextWait(() -> onOtherThread(() -> context.scheduleOneshot("inner", logging("inner"))));
            while (!log.contains("inner")) {
                host.turn(true);
            }
        });
        assertThat(look()).containsExactly("outer{", "inner", "}outer");
    }

    @Test
    void aPollBetweenPrepareAndCheckServesWhatIsReady() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), draining("read", source));
        host.onNextWait(() -> context.poll(false));
        assertThat(look()).containsExactly("read");
        assertThat(look()).isEmpty();
    }

    @Test
    void aPollBetweenPrepareAndTheWaitDoesNotSwallowAWakeUp() {
        host.onNextWait(() -> {
            onOtherThread(context::notifyContext); // writes the eventfd, which the poll finds and reads
            context.scheduleOneshot(
                    "first", () -> onOtherThread(() -> context.scheduleOneshot("later", logging("later"))));
            context.poll(false);
        });
        while (!log.contains("later")) {
            host.turn(true);
        }
        assertThat(log).containsExactly("later");
    }

    @Test
    void aPollBetweenCheckAndDispatchServesWhatIsReady() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), draining("read", source));
        guest.prepare();
        host.await(0);
        assertThat(guest.check()).isTrue();
        context.poll(false);
        assertThat(takeLog()).containsExactly("read");
        guest.dispatch();
        assertThat(takeLog()).isEmpty();
    }

    @Test
    void thePollOfTheContextAndTheOtherLoopTakeTurns() {
        EventNotifier source = source();
        context.setFdHandler(source.fd(), draining("read", source));
        for (int i = 0; i < 3; i++) {
            source.set();
            assertThat(look()).containsExactly("read");
            source.set();
            pollUntilProgress(context);
            assertThat(takeLog()).containsExactly("read");
        }
    }

    @Test
    void itMayBePreparedAgainWithoutACheck() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), draining("read", source));
        guest.prepare();
        guest.prepare();
        guest.prepare();
        assertThat(look()).containsExactly("read");
    }

    @Test
    void whatWasCheckedAndNotDispatchedIsNotLost() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), draining("read", source));
        guest.prepare();
        host.await(0);
        assertThat(guest.check()).isTrue();
        assertThat(guest.prepare()).isZero();
        guest.dispatch();
        assertThat(takeLog()).containsExactly("read");
    }

    @Test
    void dispatchWithoutCheckServesFdsToo() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), draining("read", source));
        context.scheduleOneshot("work", logging("work"));
        assertThat(guest.prepare()).isZero();
        host.await(0);
        guest.dispatch();
        assertThat(takeLog()).containsExactly("work", "read");
        assertThat(look()).isEmpty();
    }

    @Test
    void whileItDispatchesNobodyWritesTheEventfd() {
        BottomHalf later = closing(context.newBottomHalf("later", logging("later")));
        context.scheduleOneshot("work", () -> {
            int writes = faulty.calls("write");
            onOtherThread(later::schedule);
            assertThat(faulty.calls("write")).isEqualTo(writes);
        });
        look();
        assertThat(look()).containsExactly("later");
    }

    @Test
    void whileItIsPreparedOneNotificationIsWrittenAndNoMore() {
        guest.prepare();
        int writes = faulty.calls("write");
        onOtherThread(context::notifyContext);
        onOtherThread(context::notifyContext);
        assertThat(faulty.calls("write")).isEqualTo(writes + 1);
        host.await(Syscalls.INFINITE);
        assertThat(guest.check()).isTrue();
        guest.dispatch();
        assertThat(guest.prepare()).isEqualTo(Syscalls.INFINITE);
    }
}
