// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waits of epoll with a timeout finer than a millisecond, on kernels with and without {@code epoll_pwait2(2)}. */
@ExtendWith(FdLeakExtension.class)
class TimedEpollWaitTest {
    private static final long LONG_NS = 20_000_000_000L;
    private static final long SHORT_NS = 100_000;

    private final FaultySyscalls syscalls = new FaultySyscalls(Syscalls.linux());
    private final FdTable table = new FdTable();
    private final ReadyList ready = new ReadyList();
    private final EventNotifier source = EventNotifier.create(Syscalls.linux());
    private final TestFd watched = new TestFd(source.fd(), FdEvents.READ_INTEREST);
    private EpollFdMonitor monitor;

    @BeforeEach
    void open() {
        monitor = new EpollFdMonitor(syscalls, table, newEpoll());
        watch(monitor);
    }

    private Fd newEpoll() {
        return Fd.adopt(
                syscalls, SyscallException.check(syscalls.epollCreate1(Epoll.EPOLL_CLOEXEC), "epoll_create1"), "epoll");
    }

    private void watch(EpollFdMonitor by) {
        synchronized (table) {
            if (table.get(watched.fd()) == null) {
                table.add(watched);
            }
            by.update(null, watched);
        }
        by.entries().applyChanges();
    }

    @AfterEach
    void close() {
        monitor.close();
        source.close();
    }

    @Test
    void aTimedWaitIsOneSystemCall() {
        assertThat(monitor.await(SHORT_NS, ready)).isZero(); // perhaps early: a signal ends it
        source.set();
        assertThat(monitor.await(LONG_NS, ready)).isEqualTo(1);
        assertThat(ready.takeFirst()).isSameAs(watched);
        assertThat(syscalls.calls("epollPwait2")).isEqualTo(2);
        assertThat(syscalls.calls("ppoll") + syscalls.calls("epollWait")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.ENOSYS, Errno.EPERM})
    void aKernelWithoutTheCallIsAskedForItOnce(int errno) {
        syscalls.fail("epollPwait2", 1, errno);
        assertThat(monitor.await(SHORT_NS, ready)).isZero();
        source.set();
        assertThat(monitor.await(LONG_NS, ready)).isEqualTo(1);
        assertThat(syscalls.calls("epollPwait2")).isEqualTo(1);
        assertThat(syscalls.calls("ppoll")).isEqualTo(2);
        assertThat(syscalls.calls("epollWait")).isEqualTo(1);
    }

    @Test
    void aSignalDoesNotMakeItForgetTheCall() {
        syscalls.fail("epollPwait2", 1, Errno.EINTR);
        assertThat(monitor.await(LONG_NS, ready)).isZero();
        source.set();
        assertThat(monitor.await(LONG_NS, ready)).isEqualTo(1);
        assertThat(syscalls.calls("epollPwait2")).isEqualTo(2);
    }

    @Test
    void theReferenceHasTwoCalls() {
        try (EpollFdMonitor reference = new ReferenceEpollFdMonitor(syscalls, table, newEpoll())) {
            watch(reference);
            source.set();
            assertThat(reference.await(LONG_NS, ready)).isEqualTo(1);
            assertThat(syscalls.calls("epollPwait2")).isZero();
            assertThat(syscalls.calls("ppoll")).isEqualTo(1);
            assertThat(syscalls.calls("epollWait")).isEqualTo(1);
        }
    }
}
