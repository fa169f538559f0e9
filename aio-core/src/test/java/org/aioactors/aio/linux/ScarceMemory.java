// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.util.HashSet;
import java.util.Set;

/** Native memory of which the n-th block that this thread asks for is not to be had, once; and what was not given back. */
public final class ScarceMemory implements NativeMemory.Allocator, AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final NativeMemory.Allocator before;
    private final Set<Long> held = new HashSet<>();
    private int untilFailure;

    /** From now until {@link #close}, the block {@code nth} fails. */
    public ScarceMemory(int nth) {
        this.untilFailure = nth;
        NativeMemory.allocate(1).close(); // the C library is there
        this.before = NativeMemory.replaceAllocator(this);
    }

    @Override
    public synchronized long allocate(long alignment, long bytes) {
        if (Thread.currentThread() == thread && --untilFailure == 0) {
            return 0;
        }
        long address = before.allocate(alignment, bytes);
        held.add(address);
        return address;
    }

    @Override
    public synchronized void free(long address) {
        held.remove(address);
        before.free(address);
    }

    /** How many blocks are not freed. */
    public synchronized int held() {
        return held.size();
    }

    /** Whether the failure has come. */
    public synchronized boolean hasFailed() {
        return untilFailure <= 0;
    }

    @Override
    public void close() {
        NativeMemory.replaceAllocator(before);
    }
}
