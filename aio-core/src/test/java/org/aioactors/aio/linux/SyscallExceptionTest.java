// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SyscallExceptionTest {
    @Test
    void messageNamesCallArgumentsDescriptorAndError() {
        assertThat(new SyscallException("epoll_ctl(ADD)", 7, Errno.EPERM))
                .hasMessage("epoll_ctl(ADD, fd=7): EPERM (Operation not permitted)");
        assertThat(new SyscallException("read", 7, Errno.EBADF)).hasMessage("read(fd=7): EBADF (Bad file descriptor)");
        assertThat(new SyscallException("eventfd", SyscallException.NO_FD, Errno.EMFILE))
                .hasMessage("eventfd: EMFILE (Too many open files)");
    }

    @Test
    void carriesItsParts() {
        SyscallException e = new SyscallException("read", 7, Errno.EBADF);
        assertThat(e.call()).isEqualTo("read");
        assertThat(e.fd()).isEqualTo(7);
        assertThat(e.errno()).isEqualTo(Errno.EBADF);
    }

    @Test
    void checkPassesResultsThrough() {
        assertThat(SyscallException.check(0, "close")).isZero();
        assertThat(SyscallException.check(5, "fcntl", 3)).isEqualTo(5);
        assertThat(SyscallException.check(1L << 40, "read")).isEqualTo(1L << 40);
    }

    @Test
    void checkThrowsForANegatedErrno() {
        assertThatThrownBy(() -> SyscallException.check(-Errno.EINVAL, "eventfd"))
                .isInstanceOf(SyscallException.class)
                .hasMessage("eventfd: EINVAL (Invalid argument)");
        assertThatThrownBy(() -> SyscallException.check((long) -Errno.EIO, "read", 3))
                .isInstanceOf(SyscallException.class)
                .hasMessage("read(fd=3): EIO (Input/output error)");
    }
}
