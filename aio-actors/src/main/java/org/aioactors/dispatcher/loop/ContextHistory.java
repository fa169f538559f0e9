// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioStats;

/**
 * The contexts of a loop's own threads, one after the other, for what they count together: the one that is open, and
 * the counts of those that ended. Any thread; the lock is held for a moment.
 */
final class ContextHistory {
    /** Rarely two: the next thread may start while the one before is still closing its context. Guarded by this. */
    private final List<AioContext> open = new ArrayList<>(1);

    /** Guarded by this. */
    private AioStats ended = AioStats.ZERO;

    synchronized void opened(AioContext context) {
        open.add(context);
    }

    /** The context has done all it ever did. */
    synchronized void closed(AioContext context) {
        if (open.remove(context)) {
            ended = context.stats().plus(ended); // in this order, what is left of its busy-poll time is dropped
        }
    }

    synchronized AioStats stats() {
        AioStats sum = ended;
        for (AioContext context : open) {
            sum = sum.plus(context.stats());
        }
        return sum;
    }
}
