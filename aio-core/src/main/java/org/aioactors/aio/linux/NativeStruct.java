// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.nio.ByteBuffer;

/** A C structure in native memory of its own: what all have in common but their members. */
abstract class NativeStruct implements KernelMemory, AutoCloseable {
    private final NativeMemory memory;

    /** Allocates so many bytes, zeroed; throws {@link OutOfMemoryError} if there is no native memory left. */
    NativeStruct(int size) {
        this.memory = NativeMemory.allocate(size);
    }

    /** The address of the structure. */
    public final long address() {
        return memory.address();
    }

    final ByteBuffer buffer() {
        return memory.buffer();
    }

    @Override
    public final void retain() {
        memory.retain();
    }

    @Override
    public final void release() {
        memory.release();
    }

    /** Frees the memory, once nobody retains it; does nothing if it is closed already. */
    @Override
    public final void close() {
        memory.close();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + memory + "]";
    }
}
