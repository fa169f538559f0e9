// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FdLeakExtension.class)
class EpollEventsTest {
    private static final long DATA = 0x1122334455667788L;

    private final Syscalls syscalls = Syscalls.linux();
    private final Fd epoll = Fd.adopt(
            syscalls, SyscallException.check(syscalls.epollCreate1(Epoll.EPOLL_CLOEXEC), "epoll_create1"), "epoll");
    private final Fd first = FdIo.newEventFd();
    private final Fd second = FdIo.newEventFd();
    private final EpollEvents events = EpollEvents.allocate(2);

    @AfterEach
    void close() {
        events.close();
        second.close();
        first.close();
        epoll.close();
    }

    private int ctl(int op, Fd fd, int mask, long data) {
        return syscalls.epollCtl(epoll.value(), op, fd.value(), mask, data);
    }

    private int epollWait(int timeoutMs) {
        return syscalls.epollWait(epoll.value(), events, timeoutMs);
    }

    @Test
    void eachEventBringsItsDataBack() {
        assertThat(ctl(Epoll.EPOLL_CTL_ADD, first, Epoll.EPOLLIN, DATA)).isZero();
        assertThat(ctl(Epoll.EPOLL_CTL_ADD, second, Epoll.EPOLLOUT, -DATA)).isZero();
        FdIo.writeLong(first.value(), 1);
        assertThat(epollWait(Syscalls.INFINITE)).isEqualTo(2);
        int indexOfFirst = events.data(0) == DATA ? 0 : 1;
        assertThat(events.data(indexOfFirst)).isEqualTo(DATA);
        assertThat(events.events(indexOfFirst)).isEqualTo(Epoll.EPOLLIN);
        assertThat(events.data(1 - indexOfFirst)).isEqualTo(-DATA);
        assertThat(events.events(1 - indexOfFirst)).isEqualTo(Epoll.EPOLLOUT);
    }

    @Test
    void modifyAndDeleteChangeWhatIsWatched() {
        assertThat(ctl(Epoll.EPOLL_CTL_ADD, first, Epoll.EPOLLIN, 1)).isZero();
        assertThat(epollWait(0)).isZero();
        assertThat(ctl(Epoll.EPOLL_CTL_MOD, first, Epoll.EPOLLOUT | Epoll.EPOLLONESHOT, 2))
                .isZero();
        assertThat(epollWait(0)).isEqualTo(1);
        assertThat(events.data(0)).isEqualTo(2);
        assertThat(epollWait(0)).as("disarmed after one event").isZero();
        assertThat(ctl(Epoll.EPOLL_CTL_MOD, first, Epoll.EPOLLOUT | Epoll.EPOLLET, 3))
                .isZero();
        assertThat(epollWait(0)).isEqualTo(1);
        assertThat(epollWait(0)).as("no new edge").isZero();
        assertThat(ctl(Epoll.EPOLL_CTL_DEL, first, 0, 0)).isZero();
        assertThat(epollWait(1)).isZero();
    }

    @Test
    void waitReturnsNoMoreThanFit() {
        try (EpollEvents one = EpollEvents.allocate(1)) {
            ctl(Epoll.EPOLL_CTL_ADD, first, Epoll.EPOLLOUT, 1);
            ctl(Epoll.EPOLL_CTL_ADD, second, Epoll.EPOLLOUT, 2);
            assertThat(syscalls.epollWait(epoll.value(), one, 0)).isEqualTo(1);
        }
    }

    @Test
    void misuseIsAnErrno() {
        assertThat(ctl(Epoll.EPOLL_CTL_DEL, first, 0, 0)).isEqualTo(-Errno.ENOENT);
        assertThat(ctl(Epoll.EPOLL_CTL_ADD, epoll, Epoll.EPOLLIN, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(ctl(Epoll.EPOLL_CTL_ADD, first, Epoll.EPOLLIN, 0)).isZero();
        assertThat(ctl(Epoll.EPOLL_CTL_ADD, first, Epoll.EPOLLIN, 0)).isEqualTo(-Errno.EEXIST);
        assertThat(syscalls.epollCtl(Integer.MAX_VALUE, Epoll.EPOLL_CTL_ADD, first.value(), 0, 0))
                .isEqualTo(-Errno.EBADF);
    }

    @Test
    void aScriptCanWriteEntries() {
        events.set(0, Epoll.EPOLLIN, -1);
        events.set(1, Epoll.EPOLLET | Epoll.EPOLLERR, DATA);
        assertThat(events.events(0)).isEqualTo(Epoll.EPOLLIN);
        assertThat(events.data(0)).isEqualTo(-1);
        assertThat(events.events(1)).isEqualTo(Epoll.EPOLLET | Epoll.EPOLLERR);
        assertThat(events.data(1)).isEqualTo(DATA);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> events.data(2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> events.set(-1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> EpollEvents.allocate(0));
    }

    @Test
    void isOutOfReachOnceClosed() {
        events.close();
        assertThatIllegalStateException().isThrownBy(() -> events.data(0));
        assertThatIllegalStateException().isThrownBy(() -> epollWait(0));
    }
}
