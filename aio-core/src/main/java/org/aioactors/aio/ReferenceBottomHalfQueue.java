// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.jspecify.annotations.Nullable;

/**
 * {@link BottomHalfQueue} as the reference machine has it (S23, S28, S63): a slice runs the newest first, what was once
 * scheduled idly stays idle, each schedule notifies, and cancelled ones count as left behind too.
 */
final class ReferenceBottomHalfQueue extends BottomHalfQueue {
    ReferenceBottomHalfQueue(Thread homeThread, NotifyGate gate, CallbackRunner callbacks) {
        super(homeThread, gate, callbacks);
    }

    @Override
    int mark(BottomHalf bottomHalf, int bits) {
        return bottomHalf.add(bits);
    }

    @Override
    boolean mustNotify(int bits) {
        return true;
    }

    @Override
    @Nullable BottomHalf inOrder(@Nullable BottomHalf newestFirst) {
        return newestFirst;
    }

    @Override
    boolean isLeftBehind(int flags) {
        return (flags & BottomHalf.DELETED) == 0;
    }
}
