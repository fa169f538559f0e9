// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.uring.IoUringHere;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A context inside another loop as the reference has it (S62). */
class ForeignLoopReferenceTest extends LoopTest {
    private final FakeClock clock = new FakeClock(1_000_000_000);

    private AioContext open(FdMonitorKind kind) {
        IoUringHere.assumeIf(kind == FdMonitorKind.IO_URING);
        return closing(builder()
                .clock(clock)
                .semantics(Semantics.REFERENCE)
                .fdMonitor(kind)
                .build());
    }

    @Test
    void embeddingDropsIoUringAndNeverGetsEpoll() {
        AioContext context = open(FdMonitorKind.IO_URING);
        assertThat(context.fdMonitor()).isEqualTo(FdMonitorKind.IO_URING);
        EventNotifier early = setSource();
        context.setFdHandler(early.fd(), draining("early", early));
        EventNotifier removed = setSource();
        context.setFdHandler(removed.fd(), draining("removed", removed));
        context.poll(false);
        assertThat(takeLog()).contains("early");
        context.removeFdHandler(removed.fd());

        context.foreignLoop();

        assertThat(context.fdMonitor()).isEqualTo(FdMonitorKind.POLL);
        for (int i = 0; i < 100; i++) {
            EventNotifier source = source();
            context.setFdHandler(source.fd(), draining("read", source));
        }
        early.set();
        context.poll(false);
        assertThat(takeLog()).containsExactly("early");
        assertThat(context.fdMonitor()).isEqualTo(FdMonitorKind.POLL);
        assertThat(new AioContextProbe(context).handlers()).hasSize(102).noneMatch(handler -> handler.deleted());
    }

    @ParameterizedTest
    @EnumSource
    void allFdsAreWatchedWhateverTheMonitor(FdMonitorKind kind) {
        AioContext context = open(kind);
        EventNotifier source = source();
        context.setFdHandler(source.fd(), draining("read", source));
        ForeignLoop guest = context.foreignLoop();
        try (PpollHost host = new PpollHost(guest)) {
            assertThat(host.turn(false)).isFalse();
            assertThat(guest.fdCount()).isEqualTo(2);
            assertThat(guest.fd(0)).isEqualTo(source.fd());
            host.onNextWait(source::set);
            assertThat(host.turn(true)).isTrue();
            assertThat(takeLog()).containsExactly("read");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTimeoutIsInWholeMilliseconds(FdMonitorKind kind) {
        AioContext context = open(kind);
        AioTimer timer = context.newTimer(ClockType.REALTIME, logging("timer"));
        timer.modify(clock.timeNs() + 1_000_001);
        assertThat(context.foreignLoop().prepare()).isEqualTo(2_000_000);
        timer.modify(clock.timeNs() + 1);
        assertThat(context.foreignLoop().prepare()).isEqualTo(1_000_000);
        timer.modify(clock.timeNs());
        assertThat(context.foreignLoop().prepare()).isZero();
        timer.cancel();
        assertThat(context.foreignLoop().prepare()).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void prepareSetsTheLowestBitAndCheckClearsIt(FdMonitorKind kind) {
        AioContext context = open(kind);
        AioContextProbe probe = new AioContextProbe(context);
        ForeignLoop guest = context.foreignLoop();
        assertThat(guest.prepare()).isEqualTo(-1);
        assertThat(probe.notifyMe()).isEqualTo(1);
        assertThat(probe.notified()).isTrue();
        assertThat(guest.check()).isFalse();
        assertThat(probe.notifyMe()).isZero();
        assertThat(probe.notified()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void dispatchMakesEveryHandlerWithATestAMember(FdMonitorKind kind) {
        AioContext context = open(kind);
        EventNotifier source = source();
        context.setFdHandler(
                source.fd(),
                FdHandler.builder()
                        .onReadable(logging("read"))
                        .isReady(() -> false)
                        .build());
        ForeignLoop guest = context.foreignLoop();
        guest.prepare();
        guest.dispatch();
        assertThat(takeLog()).isEmpty();
        assertThat(new AioContextProbe(context).pollList()).hasSize(2).contains(source.fd());
    }
}
