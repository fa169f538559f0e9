// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.uring.BufferRing;
import org.aioactors.aio.linux.uring.IoUring;

/** The buffers on a loop's ring that the kernel chooses from; they are closed before the ring. Home thread only. */
public final class RingBuffers {
    private final IoUring ring;

    /** Index is the group; those that are freed leave their group to the next one. */
    private final List<BufferRing> byGroup = new ArrayList<>();

    RingBuffers(IoUring ring) {
        this.ring = ring;
    }

    /**
     * Allocates buffers and gives them to the kernel.
     *
     * @param count how many, a power of two up to 32768
     * @param bufferSize of each, in bytes
     * @throws IllegalArgumentException if a number is out of range
     * @throws org.aioactors.aio.linux.SyscallException if the kernel refuses
     */
    public BufferRing open(int count, int bufferSize) {
        int group = 0;
        while (group < byGroup.size() && !byGroup.get(group).isFreed()) {
            group++;
        }
        BufferRing opened = BufferRing.open(ring, group, count, bufferSize);
        if (group == byGroup.size()) {
            byGroup.add(opened);
        } else {
            byGroup.set(group, opened);
        }
        return opened;
    }

    /** Whether these are buffers of this ring. */
    public boolean owns(BufferRing buffers) {
        int group = buffers.group();
        return group < byGroup.size() && byGroup.get(group) == buffers;
    }

    /** Whether any were ever opened. */
    boolean isUsed() {
        return !byGroup.isEmpty();
    }

    /** Closes all; those that a request still retains stay allocated. */
    void close() {
        for (BufferRing buffers : byGroup) {
            buffers.close();
        }
    }
}
