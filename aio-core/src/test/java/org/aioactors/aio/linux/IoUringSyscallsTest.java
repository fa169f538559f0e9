// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The system calls below io_uring, where they fail; the tests of {@code uring} show them at work. */
class IoUringSyscallsTest {
    /** Not -1, which Linux 6.13 gave a meaning in io_uring_register. */
    private static final int NOT_OPEN = Integer.MAX_VALUE;

    private final Syscalls syscalls = Syscalls.linux();

    @Test
    void errorsAreNegative() {
        assertThat(syscalls.ioUringSetup(0, 0)).isIn(-Errno.EFAULT, -Errno.EPERM, -Errno.ENOSYS);
        assertThat(syscalls.ioUringEnter(NOT_OPEN, 0, 0, 0, 0, 0)).isIn(-Errno.EBADF, -Errno.EPERM, -Errno.ENOSYS);
        assertThat(syscalls.ioUringRegister(NOT_OPEN, 0, 0, 0)).isIn(-Errno.EBADF, -Errno.EPERM, -Errno.ENOSYS);
        assertThat(syscalls.mmap(0, Mman.PROT_READ, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, -1, 0))
                .isEqualTo(-Errno.EINVAL);
        assertThat(syscalls.mmap(1, Mman.PROT_READ, Mman.MAP_SHARED, -1, 0)).isEqualTo(-Errno.EBADF);
        assertThat(syscalls.munmap(1, 1)).isEqualTo(-Errno.EINVAL);
    }
}
