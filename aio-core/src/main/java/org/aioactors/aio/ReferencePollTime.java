// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/**
 * {@link AdaptivePollTime} as the reference computes it (S48): a product that does not fit into 64 bits wraps around. A
 * pure function.
 */
final class ReferencePollTime {
    private ReferencePollTime() {}

    /** The next busy-poll time; negative after a growth that wrapped around. */
    static long next(PollParams params, long pollNs, long blockNs) {
        if (pollNs != 0 && AdaptivePollTime.grows(params, pollNs, blockNs)) {
            return Math.min(pollNs * AdaptivePollTime.factor(params), params.maxNs());
        }
        return AdaptivePollTime.next(params, pollNs, blockNs);
    }
}
