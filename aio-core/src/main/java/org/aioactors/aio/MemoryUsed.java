// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.linux.KernelMemory;
import org.aioactors.aio.linux.NativeMemory;
import org.jspecify.annotations.Nullable;

/** What one request uses of memory: checks its bounds, and makes one of several. */
final class MemoryUsed {
    private MemoryUsed() {}

    /** The address of some bytes of a block; throws {@link IndexOutOfBoundsException} unless they are all within. */
    static long address(String operation, NativeMemory memory, int offset, int length) {
        if (offset < 0 || length < 0 || offset > memory.size() - length) {
            throw new IndexOutOfBoundsException(operation + ": " + length + " bytes from offset " + offset
                    + " on are not within the " + memory.size() + " bytes of " + memory);
        }
        return memory.address() + offset;
    }

    static @Nullable KernelMemory all(KernelMemory... parts) {
        return parts.length == 0 ? null : KernelMemory.all(parts);
    }
}
