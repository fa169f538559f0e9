// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/** Several blocks that the kernel uses together: all are retained, or none is. Any thread. */
final class SeveralMemories implements KernelMemory {
    private final KernelMemory[] parts;

    /** Keeps the array. */
    SeveralMemories(KernelMemory[] parts) {
        this.parts = parts;
    }

    @Override
    public void retain() {
        int retained = 0;
        try {
            while (retained < parts.length) {
                parts[retained].retain();
                retained++;
            }
        } finally {
            if (retained < parts.length) {
                release(retained);
            }
        }
    }

    @Override
    public void release() {
        release(parts.length);
    }

    private void release(int count) {
        for (int i = 0; i < count; i++) {
            parts[i].release();
        }
    }
}
