// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FdLeakExtension.class)
class FdTest {
    private final FaultySyscalls syscalls = new FaultySyscalls(Syscalls.linux());

    private Fd open() {
        return Fd.adopt(syscalls, FdIo.moveUp(SyscallException.check(syscalls.eventfd(0, 0), "eventfd")), "eventfd");
    }

    @Test
    void closesTheDescriptor() {
        Fd fd = open();
        int number = fd.value();
        assertThat(fd.isOpen()).isTrue();
        assertThat(fd).hasToString("eventfd (fd " + number + ")");
        fd.close();
        assertThat(fd.isOpen()).isFalse();
        assertThat(fd).hasToString("eventfd (fd " + number + ", closed)");
        assertThat(Syscalls.linux().fcntl(number, Fcntl.F_GETFD, 0)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void givesNoNumberOnceClosed() {
        Fd fd = open();
        fd.close();
        assertThatIllegalStateException().isThrownBy(fd::value).withMessageContaining("after it was closed");
    }

    @Test
    void theSecondCloseDoesNotTouchAReusedNumber() {
        Fd fd = open();
        int number = fd.value();
        fd.close();
        try (Fd other = open()) {
            assertThat(other.value())
                    .as("the lowest free number of those that nobody else is given")
                    .isEqualTo(number);
            fd.close();
            assertThat(Syscalls.linux().fcntl(other.value(), Fcntl.F_GETFD, 0)).isNotNegative();
        }
    }

    @Test
    void anInterruptedCloseIsDoneAndNotRepeated() {
        syscalls.fail("close", 1, Errno.EINTR);
        open().close();
        assertThat(syscalls.calls("close")).isEqualTo(1);
    }

    @Test
    void aFailingCloseThrowsAndIsNotRepeated() {
        syscalls.fail("close", 1, Errno.EIO);
        Fd fd = open();
        int number = fd.value();
        assertThatThrownBy(fd::close)
                .isInstanceOf(SyscallException.class)
                .hasMessage("close(fd=" + number + "): EIO (Input/output error)");
        fd.close();
        assertThat(syscalls.calls("close")).isEqualTo(1);
    }

    @Test
    void closingAfterAFailureKeepsThatFailure() {
        syscalls.fail("close", 1, Errno.EIO);
        Exception failure = new Exception("the failure");
        open().closeAfter(failure);
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(failure.getSuppressed()[0]).isInstanceOf(SyscallException.class);
    }

    @Test
    void adoptsNoErrno() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fd.adopt(syscalls, -Errno.EMFILE, "eventfd"))
                .withMessageContaining("eventfd");
    }
}
