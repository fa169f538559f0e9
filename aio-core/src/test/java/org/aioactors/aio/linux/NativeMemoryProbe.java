// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/** Tells tests of other packages what became of memory. */
public final class NativeMemoryProbe {
    private NativeMemoryProbe() {}

    /** Whether it was given back to the allocator. */
    public static boolean isFreed(NativeMemory memory) {
        return memory.isFreed();
    }
}
