// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

/**
 * When a writer that is at rest begins a batch: when a few looks into its mailbox have brought nothing more. Those that were
 * acknowledged just now are about to append again; the first of them would go alone, and the others wait for it. The writer
 * only.
 */
final class LogLooks {
    private static final int MOST = 3;

    private boolean looking;
    private int looks;
    private int lastSize;

    /** There may be something to do; returns whether the writer is to look, since it is not about to. */
    boolean begin() {
        if (looking) {
            return false;
        }
        looking = true;
        looks = 0;
        lastSize = 0;
        return true;
    }

    /** So many records wait now; returns whether to look once more. */
    boolean again(int size) {
        looking = size > lastSize && looks < MOST;
        looks++;
        lastSize = size;
        return looking;
    }
}
