// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import org.aioactors.aio.LogCapture;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When poll gives way to epoll and back, and what is said about it (S50, S52, B13). */
@ExtendWith(FdLeakExtension.class)
class UpgradingFdMonitorTest {
    private static final int UPGRADE_FDS = 64;

    private final FaultySyscalls syscalls = new FaultySyscalls(Syscalls.linux());
    private final FdTable table = new FdTable();
    private final ReadyList ready = new ReadyList();
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private LogCapture logged;

    @BeforeEach
    void captureLog() {
        logged = new LogCapture("org.aioactors.aio.fdmon");
        toClose.push(logged);
    }

    @AfterEach
    void close() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }

    private FdMonitor monitor(boolean upgradeNow) {
        FdMonitor monitor = new UpgradingFdMonitor(syscalls, table, EpollFdMonitor::new, upgradeNow);
        toClose.push(monitor);
        return monitor;
    }

    private TestFd watchNew(FdMonitor monitor) {
        EventNotifier source = EventNotifier.create(Syscalls.linux());
        source.set();
        toClose.push(source);
        TestFd watched = new TestFd(source.fd(), FdEvents.READ_INTEREST);
        synchronized (table) {
            table.add(watched);
            monitor.update(null, watched);
        }
        return watched;
    }

    private void watchNew(FdMonitor monitor, int count) {
        for (int i = 0; i < count; i++) {
            watchNew(monitor);
        }
    }

    private int countReady(FdMonitor monitor) {
        int count = monitor.await(0, ready);
        while (ready.takeFirst() != null) {
            // only counted
        }
        return count;
    }

    private void failNext(String method, int errno) {
        syscalls.fail(method, syscalls.calls(method) + 1, errno);
    }

    @Test
    void fewFdsArePolled() {
        FdMonitor monitor = monitor(false);
        watchNew(monitor, UPGRADE_FDS - 1);
        assertThat(countReady(monitor)).isEqualTo(UPGRADE_FDS - 1);
        assertThat(monitor.kind()).isEqualTo(MonitorKind.POLL);
        assertThat(syscalls.calls("epollCtl")).isZero();
        watchNew(monitor);
        assertThat(countReady(monitor)).isEqualTo(UPGRADE_FDS);
        assertThat(monitor.kind()).isEqualTo(MonitorKind.EPOLL);
        assertThat(syscalls.calls("epollCtl")).isEqualTo(UPGRADE_FDS);
        assertThat(logged.lines()).isEmpty();
    }

    @Test
    void askedForEpollItIsEpollFromTheFirstFdOn() {
        FdMonitor monitor = monitor(true);
        watchNew(monitor);
        assertThat(countReady(monitor)).isEqualTo(1);
        assertThat(syscalls.calls("ppoll")).isZero();
    }

    @Test
    void withoutAnEpollFdPollServes() {
        failNext("epollCreate1", Errno.EMFILE);
        FdMonitor monitor = monitor(true);
        watchNew(monitor, UPGRADE_FDS + 1);
        assertThat(countReady(monitor)).isEqualTo(UPGRADE_FDS + 1);
        assertThat(monitor.kind()).isEqualTo(MonitorKind.POLL);
        assertThat(logged.lines())
                .containsExactly("WARN epoll given up, going on with ppoll, whose cost grows with the number of fds:"
                        + " epoll_create1: EMFILE (Too many open files)");
    }

    @Test
    void aRefusalDuringTheUpgradeIsForGood() {
        FdMonitor monitor = monitor(false);
        watchNew(monitor, UPGRADE_FDS);
        syscalls.fail("epollCtl", UPGRADE_FDS / 2, Errno.ENOMEM);
        assertThat(countReady(monitor)).isEqualTo(UPGRADE_FDS);
        assertThat(countReady(monitor)).isEqualTo(UPGRADE_FDS);
        assertThat(monitor.kind()).isEqualTo(MonitorKind.POLL);
        assertThat(syscalls.calls("epollCtl")).isEqualTo(UPGRADE_FDS / 2);
        assertThat(logged.lines()).singleElement().asString().contains("ENOMEM");
    }

    @Test
    void aRefusalLaterIsForGoodToo() {
        FdMonitor monitor = monitor(true);
        watchNew(monitor, 2);
        assertThat(countReady(monitor)).isEqualTo(2);
        failNext("epollCtl", Errno.EPERM);
        watchNew(monitor);
        TestFd refused = watchNew(monitor); // the last that came is told first
        assertThat(logged.lines()).isEmpty();
        assertThat(countReady(monitor)).isEqualTo(4);
        assertThat(monitor.kind()).isEqualTo(MonitorKind.POLL);
        assertThat(logged.lines())
                .singleElement()
                .asString()
                .contains("epoll_ctl(ADD, fd=" + refused.fd() + "): EPERM (Operation not permitted)");
    }

    @Test
    void theEpollFdIsClosedByTheNextWait() {
        FdMonitor monitor = monitor(true);
        failNext("epollCtl", Errno.EPERM);
        watchNew(monitor);
        countReady(monitor);
        assertThat(logged.lines()).hasSize(1);
        assertThat(syscalls.calls("close")).isZero();
        countReady(monitor);
        countReady(monitor);
        assertThat(syscalls.calls("close")).isEqualTo(1);
    }

    @Test
    void closedRightAfterARefusalItLeavesNothingOpen() {
        FdMonitor monitor = monitor(true);
        failNext("epollCtl", Errno.EPERM);
        watchNew(monitor);
        monitor.submit();
        assertThat(monitor.kind()).isEqualTo(MonitorKind.POLL);
        monitor.close();
        assertThat(syscalls.calls("close")).isEqualTo(1);
    }

    @Test
    void afterAFailingCloseItIsClosedAllTheSame() {
        FdMonitor monitor = monitor(true);
        failNext("close", Errno.EIO);
        assertThatThrownBy(monitor::close).isInstanceOf(SyscallException.class).hasMessageContaining("EIO");
        monitor.close();
    }

    @Test
    void aWaitThatTheKernelRefusesIsThrown() {
        FdMonitor epoll = monitor(true);
        failNext("epollWait", Errno.EINVAL);
        assertThatThrownBy(() -> countReady(epoll))
                .isInstanceOf(SyscallException.class)
                .hasMessageStartingWith("epoll_wait(fd=")
                .hasMessageEndingWith("EINVAL (Invalid argument)");
        failNext("epollPwait2", Errno.EINVAL);
        assertThatThrownBy(() -> epoll.await(1_000, ready))
                .isInstanceOf(SyscallException.class)
                .hasMessageStartingWith("epoll_pwait2(fd=");
        failNext("epollPwait2", Errno.ENOSYS);
        failNext("ppoll", Errno.ENOMEM);
        assertThatThrownBy(() -> epoll.await(1_000, ready))
                .isInstanceOf(SyscallException.class)
                .hasMessageStartingWith("ppoll(epoll, fd=");
        FdMonitor poll = monitor(false);
        failNext("ppoll", Errno.ENOMEM);
        assertThatThrownBy(() -> countReady(poll))
                .isInstanceOf(SyscallException.class)
                .hasMessage("ppoll(0 fds): ENOMEM (Cannot allocate memory)");
    }
}
