// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FdLeakExtension.class)
class PollFdsTest {
    private final Syscalls syscalls = Syscalls.linux();

    @Test
    void ppollReportsEachEntry() {
        try (Fd idle = FdIo.newEventFd();
                Fd set = FdIo.newEventFd();
                PollFds fds = PollFds.allocate(4)) {
            FdIo.writeLong(set.value(), 1);
            fds.set(0, idle.value(), PollFds.POLLIN);
            fds.set(1, set.value(), PollFds.POLLIN | PollFds.POLLOUT);
            fds.set(2, -1, PollFds.POLLIN);
            fds.set(3, Integer.MAX_VALUE, 0);
            assertThat(syscalls.ppoll(fds, 4, Syscalls.INFINITE)).isEqualTo(2);
            assertThat(fds.revents(0)).isZero();
            assertThat(fds.revents(1)).isEqualTo(PollFds.POLLIN | PollFds.POLLOUT);
            assertThat(fds.revents(2)).isZero();
            assertThat(fds.revents(3)).isEqualTo(PollFds.POLLNVAL);
        }
    }

    @Test
    void ppollLooksAtTheFirstEntriesOnly() {
        try (Fd set = FdIo.newEventFd();
                PollFds fds = PollFds.allocate(2)) {
            FdIo.writeLong(set.value(), 1);
            fds.set(0, -1, 0);
            fds.set(1, set.value(), PollFds.POLLIN);
            assertThat(syscalls.ppoll(fds, 1, 0)).isZero();
            assertThat(syscalls.ppoll(fds, 2, 0)).isEqualTo(1);
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> syscalls.ppoll(fds, 3, 0));
        }
    }

    @Test
    void ppollWaitsForTheWholeTimeout() {
        long timeoutNs = Duration.ofMillis(1).toNanos() + 1;
        try (PollFds fds = PollFds.allocate(1)) {
            long startNs = System.nanoTime();
            assertThat(syscalls.ppoll(fds, 0, timeoutNs)).isZero();
            assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(timeoutNs);
        }
    }

    @Test
    void timeoutsAreSplitIntoSecondsAndNanoseconds() {
        try (PollFds fds = PollFds.allocate(1)) {
            assertThat(fds.timespecAddress(Syscalls.INFINITE))
                    .as("a null pointer")
                    .isZero();
            assertThat(fds.timespecAddress(3_000_000_007L)).isEqualTo(fds.address() - Timespec.SIZE_TIMESPEC);
            assertThat(fds.address() % PollFds.SIZE_POLLFD).isZero();
        }
    }

    @Test
    void holdsWhatWasSetAndGrows() {
        try (PollFds fds = PollFds.allocate(1)) {
            fds.set(0, 42, PollFds.POLLIN | PollFds.POLLRDHUP);
            fds.setRevents(0, 0x8001);
            fds.grow(1000);
            assertThat(fds.capacity()).isEqualTo(1000);
            assertThat(fds.fd(0)).isEqualTo(42);
            assertThat(fds.events(0)).isEqualTo(PollFds.POLLIN | PollFds.POLLRDHUP);
            assertThat(fds.revents(0)).isEqualTo(0x8001);
            assertThat(fds.fd(999)).isZero();
            fds.grow(10);
            assertThat(fds.capacity()).isEqualTo(1000);
            fds.set(0, 43, PollFds.POLLOUT);
            assertThat(fds.revents(0)).isZero();
        }
    }

    @Test
    void refusesIndexesOutsideTheCapacity() {
        try (PollFds fds = PollFds.allocate(2)) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> fds.set(2, 1, 1));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> fds.revents(-1));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> PollFds.allocate(0));
        assertThatIllegalArgumentException().isThrownBy(() -> PollFds.allocate(Integer.MAX_VALUE));
    }

    @Test
    void isOutOfReachOnceClosed() {
        PollFds fds = PollFds.allocate(1);
        fds.close();
        fds.close();
        assertThatIllegalStateException().isThrownBy(() -> fds.set(0, 1, 1));
        assertThatIllegalStateException().isThrownBy(() -> fds.revents(0));
        assertThatIllegalStateException().isThrownBy(() -> fds.grow(2));
        assertThatIllegalStateException().isThrownBy(() -> syscalls.ppoll(fds, 1, 0));
    }
}
