// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.Epoll;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the kernel's list follows the table, also where the kernel has forgotten an fd or knows it already. */
@ExtendWith(FdLeakExtension.class)
class EpollRegistrationTest {
    private static final Syscalls LINUX = Syscalls.linux();

    private final FaultySyscalls syscalls = new FaultySyscalls(LINUX);
    private final FdTable table = new FdTable();
    private final ReadyList ready = new ReadyList();
    private final EventNotifier source = EventNotifier.create(LINUX);
    private Fd epoll;
    private EpollFdMonitor monitor;

    @BeforeEach
    void open() {
        int number = SyscallException.check(LINUX.epollCreate1(Epoll.EPOLL_CLOEXEC), "epoll_create1");
        epoll = Fd.adopt(LINUX, number, "epoll");
        monitor = new EpollFdMonitor(syscalls, table, epoll);
        source.set();
    }

    @AfterEach
    void close() {
        monitor.close();
        source.close();
    }

    private TestFd add(int events) {
        TestFd added = new TestFd(source.fd(), events);
        synchronized (table) {
            WatchedFd old = table.get(added.fd());
            table.add(added);
            monitor.update(old, added);
            if (old != null) {
                table.supersede(old);
            }
        }
        return added;
    }

    private void remove(WatchedFd watched) {
        synchronized (table) {
            monitor.update(watched, null);
            table.remove(watched);
        }
    }

    private List<WatchedFd> await() {
        monitor.entries().applyChanges();
        monitor.await(0, ready);
        List<WatchedFd> found = new ArrayList<>();
        for (WatchedFd next = ready.takeFirst(); next != null; next = ready.takeFirst()) {
            found.add(next);
        }
        return found;
    }

    /** Behind the monitor's back. */
    private void makeKernelForget() {
        assertThat(LINUX.epollCtl(epoll.value(), Epoll.EPOLL_CTL_DEL, source.fd(), 0, 0))
                .isZero();
    }

    @Test
    void manyChangesBeforeAWaitAreOneSystemCall() {
        for (int i = 0; i < 10; i++) {
            add(FdEvents.READ_INTEREST);
            add(FdEvents.WRITE_INTEREST);
        }
        TestFd last = add(FdEvents.WRITE_INTEREST);
        assertThat(syscalls.calls("epollCtl")).isZero();
        assertThat(await()).containsExactly(last);
        assertThat(syscalls.calls("epollCtl")).isEqualTo(1);
        for (int i = 0; i < 10; i++) {
            add(FdEvents.WRITE_INTEREST);
            last = add(FdEvents.READ_INTEREST);
        }
        assertThat(await()).containsExactly(last);
        assertThat(last.revents()).isEqualTo(FdEvents.IN);
        assertThat(syscalls.calls("epollCtl")).isEqualTo(2);
        await();
        assertThat(syscalls.calls("epollCtl")).isEqualTo(2);
    }

    @Test
    void whatIsRemovedBeforeAWaitIsNoSystemCall() {
        remove(add(FdEvents.READ_INTEREST));
        assertThat(await()).isEmpty();
        assertThat(syscalls.calls("epollCtl")).isZero();
    }

    /** The fd may be closed next, and no call could name the entry any more. */
    @Test
    void whatTheKernelKnowsIsRemovedAtOnce() {
        TestFd watched = add(FdEvents.READ_INTEREST);
        await();
        remove(watched);
        assertThat(syscalls.calls("epollCtl")).isEqualTo(2);
        assertThat(LINUX.epollCtl(epoll.value(), Epoll.EPOLL_CTL_DEL, source.fd(), 0, 0))
                .isEqualTo(-Errno.ENOENT);
    }

    @Test
    void whatWasReplacedAndNotToldIsRemovedAtOnceToo() {
        add(FdEvents.READ_INTEREST);
        await();
        remove(add(FdEvents.WRITE_INTEREST));
        assertThat(syscalls.calls("epollCtl")).isEqualTo(2);
        assertThat(LINUX.epollCtl(epoll.value(), Epoll.EPOLL_CTL_DEL, source.fd(), 0, 0))
                .isEqualTo(-Errno.ENOENT);
        assertThat(await()).isEmpty();
    }

    @Test
    void whatAsksForNothingAnyMoreIsTakenOut() {
        add(FdEvents.READ_INTEREST);
        await();
        TestFd silent = add(0);
        assertThat(await()).isEmpty();
        assertThat(syscalls.calls("epollCtl")).isEqualTo(2);
        remove(silent);
        assertThat(syscalls.calls("epollCtl")).isEqualTo(2);
    }

    @Test
    void anFdClosedBeforeTheKernelIsToldIsReportedAsNotOpen() {
        TestFd watched = add(FdEvents.READ_INTEREST);
        source.close();
        monitor.entries().applyChanges();
        assertThat(monitor.await(FdMonitor.INFINITE, ready)).isEqualTo(1);
        assertThat(ready.takeFirst()).isSameAs(watched);
        assertThat(watched.revents()).isEqualTo(FdEvents.NVAL);
    }

    @Test
    void anErrorThatIsNotTheFdsOwnIsThrown() {
        add(FdEvents.READ_INTEREST);
        syscalls.fail("epollCtl", 1, Errno.EBADF);
        assertThatThrownBy(monitor.entries()::applyChanges)
                .isInstanceOf(SyscallException.class)
                .hasMessageStartingWith("epoll_ctl(ADD, fd=" + source.fd() + "): EBADF");
    }

    /** One that another thread replaces during each wait is no file that somebody keeps open. */
    @Test
    void reportsForWhatWasReplacedDuringTheWaitAreNoReportsForNobody() {
        add(FdEvents.READ_INTEREST);
        for (int i = 0; i < 100; i++) {
            monitor.entries().applyChanges();
            add(FdEvents.READ_INTEREST);
            monitor.await(0, ready);
        }
        assertThat(monitor.isHaunted()).isFalse();
    }

    @Test
    void anUpdateOfAnFdThatTheKernelHasForgottenAddsIt() {
        add(FdEvents.READ_INTEREST);
        await();
        makeKernelForget();
        TestFd current = add(FdEvents.READ_INTEREST);
        assertThat(await()).containsExactly(current);
    }

    @Test
    void anFdThatTheKernelKnowsAlreadyIsChanged() {
        TestFd removed = add(FdEvents.READ_INTEREST);
        await();
        syscalls.fail("epollCtl", syscalls.calls("epollCtl") + 1, Errno.ENOENT);
        remove(removed); // the kernel was not told
        TestFd current = add(FdEvents.WRITE_INTEREST);
        assertThat(await()).containsExactly(current);
        assertThat(current.revents()).isEqualTo(FdEvents.OUT);
    }

    @Test
    void removingWhatTheKernelHasForgottenIsFine() {
        TestFd watched = add(FdEvents.READ_INTEREST);
        await();
        makeKernelForget();
        remove(watched);
        assertThat(await()).isEmpty();
    }

    @Test
    void removingAClosedFdIsFine() {
        TestFd watched = add(FdEvents.READ_INTEREST);
        await();
        source.close();
        remove(watched);
        assertThat(await()).isEmpty();
    }

    @Test
    void aReportForAReplacedRegistrationIsDropped() {
        TestFd old = add(FdEvents.READ_INTEREST);
        monitor.entries().applyChanges();
        synchronized (table) { // as if another thread did it while the report was on its way
            table.add(new TestFd(source.fd(), FdEvents.READ_INTEREST));
            table.remove(old);
        }
        assertThat(await()).isEmpty();
    }

    @Test
    void waitsThatSignalsEndAreNoReportsForNobody() {
        add(FdEvents.READ_INTEREST);
        for (int i = 1; i <= 100; i++) {
            syscalls.fail("epollWait", i, Errno.EINTR);
            await();
        }
        assertThat(monitor.isHaunted()).isFalse();
    }

    @Test
    void addingAllSkipsWhatIsDeletedOrAsksForNothing() {
        try (EventNotifier silent = EventNotifier.create(LINUX);
                EventNotifier deleted = EventNotifier.create(LINUX)) {
            TestFd asking = new TestFd(source.fd(), FdEvents.READ_INTEREST);
            TestFd gone = new TestFd(deleted.fd(), FdEvents.READ_INTEREST);
            synchronized (table) {
                table.add(asking);
                table.add(new TestFd(silent.fd(), 0));
                table.add(gone);
                table.remove(gone);
                monitor.entries().addAll();
            }
            assertThat(syscalls.calls("epollCtl")).isEqualTo(1);
            assertThat(await()).containsExactly(asking);
        }
    }
}
