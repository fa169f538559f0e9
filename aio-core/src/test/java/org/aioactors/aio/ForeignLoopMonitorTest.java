// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.aioactors.aio.fdmon.FdMonitorKind;
import org.aioactors.aio.linux.EpollEvents;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.NeedsIoUring;
import org.junit.jupiter.api.Test;

/** What the other loop sees when the monitor changes under it, or fails. */
class ForeignLoopMonitorTest extends LoopTest {
    private AioContext open(FdMonitorKind kind) {
        AioContext context = closing(builder().fdMonitor(kind).build());
        context.poll(false);
        return context;
    }

    @Test
    void manyFdsChangeItToEpoll() {
        AioContext context = open(FdMonitorKind.POLL_THEN_EPOLL);
        ForeignLoop guest = context.foreignLoop();
        EventNotifier last = source();
        for (int i = 0; i < MonitorSetup.UPGRADE_FDS - 2; i++) { // the notifier and the last come on top
            context.setFdHandler(source().fd(), FdHandler.reading(logging("idle")));
        }
        try (PpollHost host = new PpollHost(guest)) {
            assertThat(host.turn(false)).isFalse();
            assertThat(guest.fdCount()).isEqualTo(MonitorSetup.UPGRADE_FDS - 1);
            context.setFdHandler(last.fd(), draining("last", last));
            host.onNextWait(last::set);
            while (log.isEmpty()) {
                host.turn(true);
            }
            assertThat(takeLog()).containsExactly("last");
            assertThat(guest.fdCount()).isEqualTo(1);
            assertThat(context.fdMonitor()).isEqualTo(FdMonitorKind.EPOLL);
        }
    }

    @Test
    void anFdThatEpollRefusesChangesItBackAndTheEpollFdOutlivesItsTurn() {
        AioContext context = open(FdMonitorKind.EPOLL);
        ForeignLoop guest = context.foreignLoop();
        int file = closing(new RegularFile()).fd();
        EventNotifier source = source();
        context.setFdHandler(source.fd(), draining("read", source));
        try (PpollHost host = new PpollHost(guest);
                LogCapture logged = new LogCapture("org.aioactors.aio.fdmon")) {
            host.turn(false);
            int epoll = guest.fd(0);
            context.setFdHandler(file, FdHandler.reading(logging("file")));
            assertThat(logged.lines()).hasSize(1);
            source.set();
            host.turn(false);
            assertThat(takeLog()).containsExactlyInAnyOrder("file", "read");
            assertThat(guest.fdCount()).isEqualTo(3);
            assertThat(look(epoll)).isNotEqualTo(-Errno.EBADF);
            host.turn(false);
            assertThat(takeLog()).containsExactly("file");
            assertThat(look(epoll)).isEqualTo(-Errno.EBADF);
        }
    }

    /** What {@code epoll_wait} of an fd, open or not, returns. */
    private static int look(int epollFd) {
        try (EpollEvents events = EpollEvents.allocate(1)) {
            return Syscalls.linux().epollWait(epollFd, events, 0);
        }
    }

    @Test
    void anFdRegisteredAnewIsAnotherEntry() {
        AioContext context = open(FdMonitorKind.POLL);
        ForeignLoop guest = context.foreignLoop();
        EventNotifier source = source();
        context.setFdHandler(source.fd(), draining("read", source));
        guest.prepare();
        long version = guest.version();
        context.removeFdHandler(source.fd());
        context.setFdHandler(source.fd(), draining("read", source));
        guest.prepare();
        assertThat(guest.version()).isNotEqualTo(version);
    }

    @Test
    void aFailureOfCheckIsThrownAndTheNextTurnGoesOn() {
        AioContext context = open(FdMonitorKind.EPOLL);
        ForeignLoop guest = context.foreignLoop();
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), draining("read", source));
        try (PpollHost host = new PpollHost(guest)) {
            faulty.fail("epollWait", faulty.calls("epollWait") + 1, Errno.EINVAL);
            assertThatThrownBy(() -> host.turn(false))
                    .isInstanceOf(SyscallException.class)
                    .hasMessageStartingWith("epoll_wait");
            assertThat(host.turn(false)).isTrue();
            assertThat(takeLog()).containsExactly("read");
        }
    }

    @Test
    @NeedsIoUring
    void aFailureOfPrepareIsThrownAndNothingIsPrepared() {
        AioContext context = open(FdMonitorKind.IO_URING);
        ForeignLoop guest = context.foreignLoop();
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), draining("read", source));
        faulty.fail("ioUringEnter", faulty.calls("ioUringEnter") + 1, Errno.EFAULT);
        assertThatThrownBy(guest::prepare).isInstanceOf(SyscallException.class);
        assertThat(new AioContextProbe(context).notifyMe()).isZero();
        assertThatThrownBy(guest::check).isInstanceOf(IllegalStateException.class);
        try (PpollHost host = new PpollHost(guest)) {
            assertThat(host.turn(false)).isTrue();
            assertThat(takeLog()).containsExactly("read");
        }
    }

    @Test
    @NeedsIoUring
    void whatTheRingCouldNotTakeIsNotSleptOver() {
        AioContext context = open(FdMonitorKind.IO_URING);
        ForeignLoop guest = context.foreignLoop();
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), draining("read", source));
        faulty.fail("ioUringEnter", faulty.calls("ioUringEnter") + 1, Errno.EAGAIN);
        assertThat(guest.prepare()).isZero();
        try (PpollHost host = new PpollHost(guest)) {
            while (log.isEmpty()) {
                host.turn(true);
            }
            assertThat(takeLog()).containsExactly("read");
        }
    }
}
