// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;

/**
 * A block of native memory with an owner, for structures and buffers that the kernel reads and writes.
 *
 * <p>It is zeroed, aligned to a cache line and freed by {@link #close()} and by nothing else: a block
 * that is dropped without being closed stays allocated. {@link #address()} and {@link #buffer()} throw
 * once the block is closed, but an address or buffer taken before that is not checked any more: the
 * owner closes the block when nobody uses it. What the kernel still uses is {@linkplain #retain retained}, and freed
 * when that ends. Methods may be called by any thread; the contents have no protection of their own.
 */
public final class NativeMemory implements KernelMemory, AutoCloseable {
    /** The alignment of every block, in bytes. */
    public static final int ALIGNMENT_BYTES = 64;

    /** Where blocks come from: the C library, but for tests that let it run out of memory. */
    interface Allocator {
        /** Like {@code aligned_alloc(3)}: 0 if there is no memory left. */
        long allocate(long alignment, long bytes);

        void free(long address);
    }

    private static final Allocator LIBC = new Allocator() {
        @Override
        public long allocate(long alignment, long bytes) {
            return Libc.aligned_alloc(alignment, bytes);
        }

        @Override
        public void free(long address) {
            Libc.free(address);
        }
    };

    private static final Cleaner CLEANER = Cleaner.create();

    /** Written by tests only, read by any thread. */
    private static volatile Allocator allocator = LIBC;

    private final long address;
    private final long size;
    private final ByteBuffer buffer;
    private final boolean collected;
    private final Pins pins = new Pins();

    /** Written once, by the thread that frees it; for tests. */
    private volatile boolean freed;

    private NativeMemory(long address, long size, boolean collected) {
        this.address = address;
        this.size = size;
        this.buffer = Libc.view(address, size);
        this.collected = collected;
    }

    /**
     * Allocates a block ({@code aligned_alloc(3)}). Does not block.
     *
     * @param bytes its size, from 1 to {@link Integer#MAX_VALUE}, which is what a buffer can address
     * @throws IllegalArgumentException if the size is out of range
     * @throws OutOfMemoryError if there is no native memory left
     */
    public static NativeMemory allocate(long bytes) {
        return allocate(bytes, false);
    }

    /**
     * The same for memory whose {@link #buffer} is given to strangers, who may keep views of it for as long as they like: it is
     * freed by the garbage collector, when neither the block nor any view of its buffer can be reached any more. Closing
     * such a block frees nothing. A request that uses it reaches it.
     *
     * @param bytes as above
     * @throws IllegalArgumentException if the size is out of range
     * @throws OutOfMemoryError if there is no native memory left
     */
    public static NativeMemory allocateCollected(long bytes) {
        NativeMemory block = allocate(bytes, true);
        long address = block.address;
        Allocator from = allocator;
        // The buffer, and not the block: each view of a buffer reaches the buffer that it is of.
        CLEANER.register(block.buffer, () -> from.free(address));
        return block;
    }

    private static NativeMemory allocate(long bytes, boolean collected) {
        if (bytes < 1 || bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("cannot allocate " + bytes + " bytes: from 1 to " + Integer.MAX_VALUE);
        }
        LinuxPlatform.require();
        long rounded = (bytes + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
        long address = allocator.allocate(ALIGNMENT_BYTES, rounded);
        if (address == 0) {
            throw new OutOfMemoryError(
                    "aligned_alloc(" + ALIGNMENT_BYTES + ", " + rounded + "): " + Errno.describe(Libc.errno()));
        }
        Libc.memset(address, 0, rounded);
        return new NativeMemory(address, bytes, collected);
    }

    /**
     * A view in native byte order of memory that somebody else owns, such as what {@code mmap(2)} returned. Nobody checks
     * that the memory is there: an access after its end takes the JVM down.
     *
     * @param size in bytes, at most {@link Integer#MAX_VALUE}
     */
    public static ByteBuffer view(long address, long size) {
        LinuxPlatform.require();
        return Libc.view(address, size);
    }

    /**
     * The address of the first byte.
     *
     * @throws IllegalStateException if the block is closed
     */
    public long address() {
        checkOpen();
        return address;
    }

    /**
     * The block as a direct buffer in native byte order: the same buffer at each call, so use its
     * absolute methods, or a duplicate.
     *
     * @throws IllegalStateException if the block is closed
     */
    public ByteBuffer buffer() {
        checkOpen();
        return buffer;
    }

    /** The size in bytes that was asked for. Also works on a closed block. */
    public long size() {
        return size;
    }

    private void checkOpen() {
        if (pins.isClosed()) {
            throw new IllegalStateException(this + " was used after it was closed");
        }
    }

    @Override
    public void retain() {
        if (!pins.pin()) {
            throw new IllegalStateException(this + " was used after it was closed");
        }
    }

    @Override
    public void release() {
        if (pins.unpin()) {
            free();
        }
    }

    /** Frees the block, once nobody retains it; does nothing if it is closed already. */
    @Override
    public void close() {
        if (pins.close()) {
            free();
        }
    }

    private void free() {
        if (collected) {
            return;
        }
        freed = true;
        allocator.free(address);
    }

    /** For tests, which put back what this returns. */
    static Allocator replaceAllocator(Allocator other) {
        Allocator before = allocator;
        allocator = other;
        return before;
    }

    /** Whether the memory was given back, for tests. */
    boolean isFreed() {
        return freed;
    }

    @Override
    public String toString() {
        return "NativeMemory[0x" + Long.toHexString(address) + ", " + size + " bytes]";
    }
}
