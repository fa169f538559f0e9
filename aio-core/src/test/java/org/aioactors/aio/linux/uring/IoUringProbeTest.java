// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FdLeakExtension.class)
class IoUringProbeTest {
    @BeforeEach
    void skipWithoutIoUring() {
        RingKind.PLAIN.open(1).close();
    }

    @Test
    void knowsWhatTheKernelDoes() {
        try (TestRing test = RingKind.PLAIN.open(2)) {
            IoUringProbe probe = test.ring.probe();
            assertThat(probe.supports(Opcode.IORING_OP_NOP)).isTrue();
            assertThat(probe.supports(Opcode.IORING_OP_SHUTDOWN)).isTrue();
            assertThat(probe.supports(255)).isFalse();
            assertThat(probe).hasToString("IoUringProbe" + probe.toString().substring(12));
            // What is concluded is what is so: these two fail with EINVAL where the kernel does not know them.
            SocketOps.acceptMultishot(test.sqe(1), -1, 0);
            assertThat(test.awaitResult(1) != -Errno.EINVAL).isEqualTo(probe.supportsMultishotAccept());
            SocketOps.recvMultishot(test.sqe(2), -1, 0, 0);
            assertThat(test.awaitResult(2) != -Errno.EINVAL).isEqualTo(probe.supportsMultishotReceive());
            PollOps.pollAddMultishot(test.sqe(3), -1, 0);
            assertThat(test.awaitResult(3) != -Errno.EINVAL).isEqualTo(probe.supportsMultishotPoll());
        }
    }

    @Test
    void aRefusalIsAnException() {
        FaultySyscalls faulty = new FaultySyscalls(Syscalls.linux()).fail("ioUringRegister", 1, Errno.EACCES);
        try (IoUring ring = IoUring.open(faulty, IoUringOptions.of(2))) {
            assertThatThrownBy(ring::probe)
                    .isInstanceOf(SyscallException.class)
                    .hasMessageMatching("io_uring_register\\(PROBE, fd=\\d+\\): EACCES .*");
        }
    }
}
