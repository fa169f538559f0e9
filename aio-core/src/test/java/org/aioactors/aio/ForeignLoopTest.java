// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;

/** Fds and bottom halves of a context inside another loop (S62, B12). */
class ForeignLoopTest extends ForeignLoopContract {
    ForeignLoopTest(MonitorSetup setup) {
        super(setup);
    }

    @Test
    void itIsTheSameObjectAtEachCall() {
        assertThat(context.foreignLoop()).isSameAs(guest);
    }

    @Test
    void anIdleContextMayWaitWithoutLimit() {
        assertThat(guest.prepare()).isEqualTo(Syscalls.INFINITE);
        assertThat(guest.timeoutMs()).isEqualTo(-1);
        host.await(0);
        assertThat(guest.check()).isFalse();
    }

    @Test
    void aReadyFdIsCalledUntilItIsDrained() {
        EventNotifier source = source();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("read")));
        assertThat(look()).isEmpty();
        source.set();
        assertThat(look()).containsExactly("read");
        assertThat(look()).containsExactly("read");
        source.testAndClear();
        assertThat(look()).isEmpty();
    }

    @Test
    void anFdThatGetsReadyEndsTheWait() {
        EventNotifier source = source();
        context.setFdHandler(source.fd(), draining("read", source));
        for (int i = 0; i < 3; i++) {
            host.onNextWait(source::set);
            assertThat(waitForCallbacks()).containsExactly("read");
            assertThat(look()).isEmpty();
        }
    }

    @Test
    void readingComesBeforeWriting() {
        EventNotifier source = setSource();
        context.setFdHandler(
                source.fd(),
                FdHandler.builder()
                        .onReadable(logging("read"))
                        .onWritable(logging("write"))
                        .build());
        assertThat(look()).containsExactly("read", "write");
    }

    @Test
    void manyReadyFdsAreAllCalled() {
        List<EventNotifier> sources = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            EventNotifier source = setSource();
            context.setFdHandler(source.fd(), draining("read", source));
            sources.add(source);
        }
        int called = 0;
        for (int i = 0; i < 200 && called < 200; i++) {
            called += look().size();
        }
        assertThat(called).isEqualTo(200);
        assertThat(sources).allMatch(source -> !source.testAndClear());
        assertThat(look()).isEmpty();
    }

    @Test
    void oneFdStandsForAllWhereTheKernelKeepsTheList() {
        guest.prepare();
        int before = guest.fdCount();
        long version = guest.version();
        EventNotifier source = source();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("read")));
        guest.prepare();
        if (setup == MonitorSetup.IO_URING || setup.isEpoll()) {
            assertThat(before).isEqualTo(1);
            assertThat(guest.fdCount()).isEqualTo(1);
            assertThat(watched()).doesNotContain(source.fd());
            assertThat(guest.version()).isEqualTo(version);
        } else {
            assertThat(guest.fdCount()).isEqualTo(before + 1);
            assertThat(watched()).contains(source.fd());
            assertThat(guest.version()).isNotEqualTo(version);
        }
    }

    @Test
    void theVersionStaysWhileNothingChanges() {
        guest.prepare();
        long version = guest.version();
        look();
        assertThat(guest.version()).isEqualTo(version);
    }

    @Test
    void anFdRemovedBetweenPrepareAndCheckIsNotCalled() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("read")));
        host.onNextWait(() -> context.removeFdHandler(source.fd()));
        assertThat(look()).isEmpty();
        assertThat(look()).isEmpty();
    }

    @Test
    void anFdRemovedBetweenCheckAndDispatchIsNotCalled() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("read")));
        guest.prepare();
        host.await(0);
        assertThat(guest.check()).isTrue();
        context.removeFdHandler(source.fd());
        guest.dispatch();
        assertThat(takeLog()).isEmpty();
    }

    @Test
    void anFdAddedBetweenPrepareAndCheckEndsTheWait() {
        EventNotifier source = setSource();
        host.onNextWait(() -> context.setFdHandler(source.fd(), draining("read", source)));
        assertThat(waitForCallbacks()).containsExactly("read");
    }

    @Test
    void anFdAddedByAnotherThreadEndsTheWait() {
        EventNotifier source = setSource();
        host.onNextWait(() -> onOtherThread(() -> context.setFdHandler(source.fd(), draining("read", source))));
        assertThat(waitForCallbacks()).containsExactly("read");
    }

    @Test
    void anFdRemovedByAnotherThreadIsNotCalled() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("read")));
        host.onNextWait(() -> onOtherThread(() -> context.removeFdHandler(source.fd())));
        assertThat(look()).isEmpty();
    }

    @Test
    void aReplacedHandlerTakesOver() {
        EventNotifier source = source();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("old")));
        look();
        context.setFdHandler(source.fd(), draining("new", source));
        source.set();
        assertThat(look()).containsExactly("new");
    }

    @Test
    void aScheduledBottomHalfNeedsNoWait() {
        context.scheduleOneshot("work", logging("work"));
        assertThat(guest.prepare()).isZero();
        assertThat(guest.timeoutMs()).isZero();
        assertThat(guest.check()).isTrue();
        assertThat(guest.dispatch()).isTrue();
        assertThat(takeLog()).containsExactly("work");
        assertThat(look()).isEmpty();
    }

    @Test
    void aBottomHalfScheduledByAnotherThreadEndsTheWait() {
        for (int i = 0; i < 3; i++) {
            host.onNextWait(() -> onOtherThread(() -> context.scheduleOneshot("work", logging("work"))));
            assertThat(waitForCallbacks()).containsExactly("work");
        }
    }

    @Test
    void aNotificationEndsOneWait() {
        host.onNextWait(() -> onOtherThread(context::notifyContext));
        assertThat(host.turn(true)).isTrue();
        assertThat(guest.prepare()).isEqualTo(Syscalls.INFINITE);
    }

    @Test
    void whatTheLoopItselfQueuedIsNoReasonNotToWait() {
        context.setFdHandler(source().fd(), FdHandler.reading(logging("read")));
        assertThat(guest.prepare()).isEqualTo(Syscalls.INFINITE);
    }

    @Test
    void anIdleBottomHalfWaitsTenMilliseconds() {
        BottomHalf idle = closing(context.newBottomHalf("idle", logging("idle")));
        idle.scheduleIdle();
        assertThat(guest.prepare()).isEqualTo(10_000_000);
        assertThat(guest.timeoutMs()).isEqualTo(10);
        assertThat(guest.check()).isTrue();
        guest.dispatch();
        assertThat(takeLog()).containsExactly("idle");
    }

    @Test
    void bottomHalvesComeBeforeFdsAndTimers() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), draining("read", source));
        context.newTimer(ClockType.REALTIME, logging("timer")).modify(0);
        context.scheduleOneshot("work", logging("work"));
        assertThat(look()).containsExactly("work", "read", "timer");
    }

    @Test
    void bottomHalvesWithoutEndStarveNoFd() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), draining("read", source));
        BottomHalf[] self = new BottomHalf[1];
        self[0] = closing(context.newBottomHalf("self", () -> self[0].schedule()));
        self[0].schedule();
        assertThat(look()).containsExactly("read");
    }

    @Test
    void aCallbackThatThrowsIsReportedAndTheTurnGoesOn() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), FdHandler.reading(() -> {
            source.testAndClear();
            throw new IllegalArgumentException("fd");
        }));
        context.scheduleOneshot("bad", () -> {
            throw new IllegalArgumentException("work");
        });
        context.newTimer(ClockType.REALTIME, logging("timer")).modify(0);
        assertThat(look()).containsExactly("timer");
        assertThat(takeErrors()).hasSize(2);
        assertThat(look()).isEmpty();
    }

    @Test
    void externalHandlersAreHeldBackWhileDisabled() {
        EventNotifier external = setSource();
        EventNotifier internal = setSource();
        context.setFdHandler(
                external.fd(),
                FdHandler.builder().onReadable(logging("external")).external().build());
        context.setFdHandler(internal.fd(), draining("internal", internal));
        context.disableExternal();
        assertThat(waitForCallbacks()).containsExactly("internal");
        assertThat(look()).isEmpty();
        assertThat(guest.prepare()).isEqualTo(Syscalls.INFINITE);
        assertThat(watched()).doesNotContain(external.fd());
        host.onNextWait(() -> onOtherThread(context::enableExternal));
        assertThat(waitForCallbacks()).containsExactly("external");
    }

    @Test
    void externalHandlersDisabledDuringTheWaitAreReportedAgainLater() {
        EventNotifier external = setSource();
        context.setFdHandler(
                external.fd(),
                FdHandler.builder().onReadable(logging("external")).external().build());
        host.onNextWait(context::disableExternal);
        assertThat(look()).isEmpty();
        assertThat(look()).isEmpty();
        context.enableExternal();
        assertThat(look()).containsExactly("external");
    }

    @Test
    void aBrokenPipeIsReported() {
        Pipe pipe = pipe();
        pipe.fill();
        context.setFdHandler(
                pipe.writeFd(), FdHandler.builder().onWritable(logging("write")).build());
        assertThat(look()).isEmpty();
        pipe.closeReader();
        assertThat(look()).containsExactly("write");
    }

    @Test
    void aContextMayBeClosedWhileTheOtherLoopWaits() {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), FdHandler.reading(logging("read")));
        guest.prepare();
        context.close();
        assertThat(source.testAndClear()).isTrue();
    }
}
