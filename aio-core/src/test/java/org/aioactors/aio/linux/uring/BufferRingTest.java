// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SocketPair;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FdLeakExtension.class)
class BufferRingTest {
    private final MappingLedger ledger = new MappingLedger();
    private final FaultySyscalls syscalls = new FaultySyscalls(ledger.syscalls());
    private TestRing test;

    @BeforeEach
    void open() {
        try (TestRing plain = RingKind.PLAIN.open(1)) {
            assumeTrue(plain.ring.probe().supportsMultishotAccept(), "this kernel has rings of buffers");
        }
        test = new TestRing(IoUring.open(syscalls, IoUringOptions.of(8)));
    }

    @AfterEach
    void close() {
        if (test != null) {
            test.close();
        }
        assertThat(ledger.mapped()).isZero();
    }

    private Fd end(int number) {
        return Fd.adopt(Syscalls.linux(), number, "socket of a pair");
    }

    @Test
    void allBuffersAreUsedAgainAndAgain() {
        int[] pair = SocketPair.open();
        try (Fd in = end(pair[0]);
                Fd out = end(pair[1]);
                NativeMemory number = NativeMemory.allocate(Integer.BYTES);
                BufferRing buffers = BufferRing.open(test.ring, 0, 8, 100)) {
            Set<Integer> seen = new HashSet<>();
            // More often than the 16 bits of the index go.
            for (int i = 0; i < 70_000; i++) {
                number.buffer().putInt(0, i);
                FileOps.write(test.sqe(1), out.value(), number.address(), Integer.BYTES, -1);
                FileOps.readSelect(test.sqe(2), in.value(), 0, 0, -1);
                TestRing.Completion read = test.awaitAll(2).get(1);
                assertThat(read.result()).isEqualTo(Integer.BYTES);
                int id = buffers.take(read.flags());
                assertThat(buffers.buffer(id).getInt(0)).isEqualTo(i);
                seen.add(id);
                buffers.recycle(id);
            }
            assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    @Test
    void aBufferCanBeSentFromWhereItIs() {
        int[] pair = SocketPair.open();
        try (Fd in = end(pair[0]);
                Fd out = end(pair[1]);
                BufferRing buffers = BufferRing.open(test.ring, 0, 2, 100)) {
            ByteBuffer last = buffers.buffer(takeOne(buffers, 1));
            last.putLong(0, 4711);
            FileOps.write(test.sqe(1), out.value(), buffers.address(1), Long.BYTES, -1);
            FileOps.readSelect(test.sqe(2), in.value(), 0, 0, -1);
            TestRing.Completion read = test.awaitAll(2).get(1);
            assertThat(buffers.buffer(buffers.take(read.flags())).getLong(0)).isEqualTo(4711);
        }
    }

    /**
     * Pretends that a completion has brought a buffer. The kernel does not know, so only for one it
     * will not use first.
     */
    private static int takeOne(BufferRing buffers, int id) {
        return buffers.take(CompletionQueue.IORING_CQE_F_BUFFER | id << CompletionQueue.IORING_CQE_BUFFER_SHIFT);
    }

    @Test
    void whoeverHasABufferIsChecked() {
        try (BufferRing buffers = BufferRing.open(test.ring, 5, 2, 64)) {
            assertThat(buffers.group()).isEqualTo(5);
            assertThat(buffers.count()).isEqualTo(2);
            assertThat(buffers.bufferSize()).isEqualTo(64);
            assertThatIllegalStateException()
                    .isThrownBy(() -> buffers.recycle(0))
                    .withMessage("buffer 0 of group 5 is with the kernel");
            assertThatIllegalStateException().isThrownBy(() -> buffers.buffer(1));
            assertThatIllegalStateException().isThrownBy(() -> buffers.address(1));
            assertThatIllegalStateException()
                    .isThrownBy(() -> buffers.take(0))
                    .withMessage("a completion without a buffer: flags 0x0");
            assertThat(takeOne(buffers, 1)).isEqualTo(1);
            assertThatIllegalStateException()
                    .isThrownBy(() -> takeOne(buffers, 1))
                    .withMessage("buffer 1 of group 5 is taken already");
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> takeOne(buffers, 2));
            ByteBuffer buffer = buffers.buffer(1);
            assertThat(buffer.capacity()).isEqualTo(64);
            assertThat(buffers.buffer(1)).isSameAs(buffer);
            buffers.recycle(1);
            assertThatIllegalStateException().isThrownBy(() -> buffers.recycle(1));
        }
    }

    @Test
    void badNumbersAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> BufferRing.open(test.ring, -1, 2, 64));
        assertThatIllegalArgumentException().isThrownBy(() -> BufferRing.open(test.ring, 65536, 2, 64));
        assertThatIllegalArgumentException().isThrownBy(() -> BufferRing.open(test.ring, 0, 3, 64));
        assertThatIllegalArgumentException().isThrownBy(() -> BufferRing.open(test.ring, 0, 0, 64));
        assertThatIllegalArgumentException().isThrownBy(() -> BufferRing.open(test.ring, 0, 1 << 16, 64));
        assertThatIllegalArgumentException().isThrownBy(() -> BufferRing.open(test.ring, 0, 2, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> BufferRing.open(test.ring, 0, 1 << 15, 1 << 16));
    }

    @Test
    void aGroupThatIsTakenIsAnException() {
        try (BufferRing first = BufferRing.open(test.ring, 65535, 2, 64)) {
            assertThatExceptionOfType(SyscallException.class)
                    .isThrownBy(() -> BufferRing.open(test.ring, first.group(), 2, 64))
                    .withMessageMatching("io_uring_register\\(PBUF_RING, group 65535, fd=\\d+\\): EEXIST .*");
        }
        BufferRing.open(test.ring, 65535, 2, 64).close();
    }

    @Test
    void whateverFailsLeavesNothingBehind() {
        int before = ledger.mapped();
        syscalls.fail("mmap", syscalls.calls("mmap") + 1, Errno.ENOMEM);
        assertThatExceptionOfType(SyscallException.class)
                .isThrownBy(() -> BufferRing.open(test.ring, 0, 2, 64))
                .withMessageContaining("mmap(buffers of group 0, 160 bytes): ENOMEM");
        syscalls.fail("ioUringRegister", 1, Errno.EINVAL);
        assertThatExceptionOfType(SyscallException.class)
                .isThrownBy(() -> BufferRing.open(test.ring, 0, 2, 64))
                .withMessageContaining("EINVAL");
        assertThat(ledger.mapped()).isEqualTo(before);
    }

    @Test
    void buffersThatTheKernelKeepsAreNotFreed() {
        BufferRing buffers = BufferRing.open(test.ring, 0, 2, 64);
        int before = ledger.mapped();
        syscalls.fail("ioUringRegister", 2, Errno.EEXIST);
        assertThatExceptionOfType(SyscallException.class).isThrownBy(buffers::close);
        assertThat(ledger.mapped()).isEqualTo(before);
        buffers.close();
        assertThat(ledger.mapped()).isEqualTo(before - 1);
    }

    @Test
    void isOutOfReachOnceClosed() {
        BufferRing buffers = BufferRing.open(test.ring, 0, 2, 64);
        takeOne(buffers, 0);
        buffers.close();
        buffers.close();
        assertThatIllegalStateException().isThrownBy(() -> buffers.buffer(0)).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(() -> buffers.address(0)).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(() -> buffers.recycle(0)).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(() -> takeOne(buffers, 1)).withMessageContaining("closed");
        FileOps.readSelect(test.sqe(1), 0, 0, 8, -1);
        assertThat(test.awaitResult(1)).as("the kernel has none either").isEqualTo(-Errno.ENOBUFS);
    }

    @Test
    void canBeClosedAfterTheRing() {
        BufferRing buffers = BufferRing.open(test.ring, 0, 2, 64);
        test.close();
        buffers.close();
    }
}
