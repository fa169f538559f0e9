// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.aioactors.aio.linux.EpollEvents;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.NeedsIoUring;
import org.junit.jupiter.api.Test;

/** What the other loop sees when the monitor changes under it, or fails. */
class ForeignLoopMonitorTest extends LoopTest {
    /** Command of {@code fcntl(2)}: a duplicate whose number is the given one or the next free one. */
    private static final int F_DUPFD = 0;

    /** Far from the numbers that the JVM uses by the way. */
    private static final int HIGH_FD = 5_000;

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
            source.set();
            host.turn(false);
            assertThat(logged.lines()).hasSize(1);
            assertThat(takeLog()).containsExactlyInAnyOrder("file", "read");
            assertThat(guest.fdCount()).isEqualTo(3);
            assertThat(look(epoll)).isNotEqualTo(-Errno.EBADF);
            host.turn(false);
            assertThat(takeLog()).containsExactly("file");
            assertThat(look(epoll)).isEqualTo(-Errno.EBADF);
        }
    }

    /** Epoll then reports for ever what nobody can name: it takes a new epoll fd to be rid of it. */
    @Test
    void anEpollFdThatIsReplacedOutlivesTheTurnAfterIt() {
        AioContext context = open(FdMonitorKind.EPOLL);
        ForeignLoop guest = context.foreignLoop();
        try (PpollHost host = new PpollHost(guest);
                LogCapture logged = new LogCapture("org.aioactors.aio.fdmon")) {
            host.turn(false);
            int first = guest.fd(0);
            haunt(context, () -> host.turn(false));
            long version = guest.version();
            while (logged.lines().isEmpty()) {
                assertThat(guest.fd(0)).isEqualTo(first);
                host.turn(false);
            }
            assertThat(guest.version()).isEqualTo(version);
            assertThat(look(first)).as("the other loop was not told yet").isNotEqualTo(-Errno.EBADF);
            guest.prepare();
            assertThat(guest.version()).isNotEqualTo(version);
            int second = guest.fd(0);
            assertThat(second).isNotEqualTo(first);
            assertThat(look(first)).as("it may be unregistered now").isNotEqualTo(-Errno.EBADF);
            host.turn(false);
            assertThat(look(first)).isEqualTo(-Errno.EBADF);
            assertThat(guest.fd(0)).isEqualTo(second);
            assertServes(context, host);
        }
    }

    @Test
    void anEpollFdThatIsGivenUpOutlivesATurnOfTheContextsOwnInBetween() {
        AioContext context = open(FdMonitorKind.EPOLL);
        ForeignLoop guest = context.foreignLoop();
        int file = closing(new RegularFile()).fd();
        try (PpollHost host = new PpollHost(guest);
                LogCapture logged = new LogCapture("org.aioactors.aio.fdmon")) {
            host.turn(false);
            int epoll = guest.fd(0);
            context.setFdHandler(file, FdHandler.reading(logging("file")));
            context.poll(false);
            assertThat(logged.lines()).hasSize(1);
            context.poll(false);
            assertThat(look(epoll)).isNotEqualTo(-Errno.EBADF);
            guest.prepare();
            assertThat(look(epoll)).isNotEqualTo(-Errno.EBADF);
            guest.prepare();
            assertThat(look(epoll)).isEqualTo(-Errno.EBADF);
        }
    }

    /** Closes an fd while it is watched and readable, though another one keeps its file open. */
    private void haunt(AioContext context, Runnable turn) {
        EventNotifier kept = setSource();
        int number = SyscallException.check(Syscalls.linux().fcntl(kept.fd(), F_DUPFD, HIGH_FD), "fcntl(F_DUPFD)");
        try (Fd duplicate = Fd.adopt(Syscalls.linux(), number, "duplicate")) {
            context.setFdHandler(duplicate.value(), FdHandler.reading(logging("haunted")));
            turn.run();
            assertThat(takeLog()).containsExactly("haunted");
        }
        context.removeFdHandler(number);
    }

    private void assertServes(AioContext context, PpollHost host) {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), draining("read", source));
        while (log.isEmpty()) {
            host.turn(false);
        }
        assertThat(takeLog()).containsExactly("read");
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
