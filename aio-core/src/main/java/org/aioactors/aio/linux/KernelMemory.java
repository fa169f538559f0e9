// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/**
 * Memory that the kernel may use after the call that named it has returned. Whoever starts such a use retains the
 * memory, and releases it when the kernel is done with it: closing the memory in between ends our own use at once,
 * but frees it only with the last release. Any thread; nothing blocks.
 */
public interface KernelMemory {
    /**
     * Keeps the memory allocated until as many calls of {@link #release}.
     *
     * @throws IllegalStateException if it is closed
     */
    void retain();

    /** Takes back one {@link #retain}; frees the memory if it was the last and the memory is closed. */
    void release();

    /**
     * Several as one: retaining it retains all, or, if one is closed, none.
     *
     * @param parts at least one
     */
    static KernelMemory all(KernelMemory... parts) {
        return parts.length == 1 ? parts[0] : new SeveralMemories(parts.clone());
    }
}
