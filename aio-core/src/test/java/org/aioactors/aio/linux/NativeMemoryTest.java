// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeMemoryTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 63, 64, 65, 100_000})
    void isAlignedZeroedAndOfTheSizeAskedFor(long bytes) {
        try (NativeMemory memory = NativeMemory.allocate(bytes)) {
            assertThat(memory.address()).isPositive();
            assertThat(memory.address() % NativeMemory.ALIGNMENT_BYTES).isZero();
            assertThat(memory.size()).isEqualTo(bytes);
            assertThat(memory.buffer().capacity()).isEqualTo((int) bytes);
            assertThat(memory.buffer().order()).isEqualTo(ByteOrder.nativeOrder());
            byte[] contents = new byte[(int) bytes];
            memory.buffer().get(0, contents);
            assertThat(contents).containsOnly(0);
        }
    }

    @Test
    void zeroesMemoryThatWasUsedBefore() {
        long address;
        try (NativeMemory memory = NativeMemory.allocate(64)) {
            address = memory.address();
            memory.buffer().putLong(8, -1);
        }
        for (int i = 0; i < 100; i++) {
            try (NativeMemory memory = NativeMemory.allocate(64)) {
                assertThat(memory.buffer().getLong(8))
                        .as("reused: %s", memory.address() == address)
                        .isZero();
                memory.buffer().putLong(8, -1);
            }
        }
    }

    @Test
    void theKernelSeesWhatTheBufferHolds() {
        try (Fd eventFd = FdIo.newEventFd();
                NativeMemory memory = NativeMemory.allocate(Long.BYTES)) {
            memory.buffer().putLong(0, 42);
            assertThat(Syscalls.linux().write(eventFd.value(), memory.address(), Long.BYTES))
                    .isEqualTo(Long.BYTES);
            memory.buffer().putLong(0, 0);
            assertThat(Syscalls.linux().read(eventFd.value(), memory.address(), Long.BYTES))
                    .isEqualTo(Long.BYTES);
            assertThat(memory.buffer().getLong(0)).isEqualTo(42);
        }
    }

    @Test
    void isOutOfReachOnceClosed() {
        NativeMemory memory = NativeMemory.allocate(8);
        memory.close();
        memory.close();
        assertThatIllegalStateException().isThrownBy(memory::address).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(memory::buffer).withMessageContaining("closed");
        assertThat(memory.size()).isEqualTo(8);
    }

    @Test
    void whatIsRetainedIsFreedWithTheLastRelease() {
        NativeMemory memory = NativeMemory.allocate(8);
        memory.retain();
        memory.retain();
        memory.close();
        assertThatIllegalStateException().isThrownBy(memory::address).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(memory::retain).withMessageContaining("closed");
        memory.release();
        assertThat(memory.isFreed()).isFalse();
        memory.release();
        assertThat(memory.isFreed()).isTrue();
        assertThatIllegalStateException().isThrownBy(memory::release);
    }

    @Test
    void whatWasReleasedIsFreedByClosing() {
        NativeMemory memory = NativeMemory.allocate(8);
        memory.retain();
        memory.release();
        assertThat(memory.isFreed()).isFalse();
        memory.close();
        assertThat(memory.isFreed()).isTrue();
    }

    /** Counts the blocks that the C library has got back. */
    private static final class CountingAllocator implements NativeMemory.Allocator {
        final AtomicInteger freed = new AtomicInteger();

        @Override
        public long allocate(long alignment, long bytes) {
            return Libc.aligned_alloc(alignment, bytes);
        }

        @Override
        public void free(long address) {
            freed.incrementAndGet();
            Libc.free(address);
        }
    }

    private static ByteBuffer viewOfCollected() {
        NativeMemory memory = NativeMemory.allocateCollected(1_000);
        ByteBuffer whole = memory.buffer().put(7, (byte) 42);
        memory.close();
        return whole.asReadOnlyBuffer().slice(7, 10).duplicate();
    }

    @Test
    void whatIsCollectedIsFreedWhenNoViewOfItIsLeft() {
        CountingAllocator counting = new CountingAllocator();
        NativeMemory.Allocator before = NativeMemory.replaceAllocator(counting);
        try {
            ByteBuffer view = viewOfCollected();
            for (int i = 0; i < 5; i++) {
                System.gc();
                assertThat(view.get(0)).isEqualTo((byte) 42);
            }
            assertThat(counting.freed).hasValue(0);
            view = null;
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (counting.freed.get() == 0 && System.nanoTime() - deadlineNs < 0) {
                System.gc();
                Thread.onSpinWait();
            }
            assertThat(counting.freed).hasValue(1);
        } finally {
            NativeMemory.replaceAllocator(before);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, Integer.MAX_VALUE + 1L})
    void refusesSizesThatABufferCannotHave(long bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NativeMemory.allocate(bytes))
                .withMessageContaining(Long.toString(bytes));
    }
}
