// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FdLeakExtension.class)
class FaultySyscallsTest {
    private final FaultySyscalls faulty = new FaultySyscalls(Syscalls.linux());

    @Test
    void failsOnlyTheCallThatWasNamed() {
        faulty.fail("eventfd", 2, Errno.EMFILE);
        int first = faulty.eventfd(0, 0);
        assertThat(faulty.eventfd(0, 0)).isEqualTo(-Errno.EMFILE);
        int third = faulty.eventfd(0, 0);
        assertThat(first).isPositive();
        assertThat(third).isPositive();
        assertThat(faulty.close(first)).isZero();
        assertThat(faulty.close(third)).isZero();
        assertThat(faulty.calls("eventfd")).isEqualTo(3);
    }

    @Test
    void aFailingCloseReleasesTheDescriptor() {
        int fd = FdIo.moveUp(faulty.fail("close", 1, Errno.EIO).eventfd(0, 0));
        assertThat(faulty.close(fd)).isEqualTo(-Errno.EIO);
        assertThat(Syscalls.linux().fcntl(fd, Fcntl.F_GETFD, 0)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void anyCountsAllMethodsButClose() {
        faulty.fail(FaultySyscalls.ANY, 3, Errno.EINTR);
        int fd = faulty.eventfd(0, 0);
        assertThat(faulty.fcntl(fd, Fcntl.F_GETFD, 0)).isZero();
        assertThat(faulty.close(fd)).isZero();
        assertThat(faulty.epollCreate1(0)).isEqualTo(-Errno.EINTR);
        assertThat(faulty.calls(FaultySyscalls.ANY)).isEqualTo(3);
    }
}
