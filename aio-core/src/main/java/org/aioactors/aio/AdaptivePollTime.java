// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/**
 * The controller of adaptive busy polling: from how long the last turn blocked to how long the next may spin (S48). A
 * pure function.
 */
final class AdaptivePollTime {
    /** Where growth starts from zero. */
    private static final long FIRST_NS = 4_000;

    private static final long DEFAULT_GROW = 2;

    private AdaptivePollTime() {}

    /**
     * The next busy-poll time. The reasoning: an event that came within the present time changes nothing; one that
     * came later than polling may ever wait shows that spinning is a waste; one in between would have been caught by
     * more of it.
     *
     * @param blockNs how long the turn blocked until its event came
     */
    static long next(PollParams params, long pollNs, long blockNs) {
        if (blockNs <= pollNs) {
            return pollNs;
        }
        if (blockNs > params.maxNs()) {
            return params.shrink() == 0 ? 0 : pollNs / params.shrink();
        }
        return grows(params, pollNs, blockNs) ? grown(params, pollNs) : pollNs;
    }

    /** Whether more of it would have caught the event. */
    static boolean grows(PollParams params, long pollNs, long blockNs) {
        return blockNs > pollNs && pollNs < params.maxNs() && blockNs < params.maxNs();
    }

    /** The factor of growth. */
    static long factor(PollParams params) {
        return params.grow() == 0 ? DEFAULT_GROW : params.grow();
    }

    private static long grown(PollParams params, long pollNs) {
        if (pollNs == 0) {
            return Math.min(FIRST_NS, params.maxNs());
        }
        long grow = factor(params);
        return pollNs > params.maxNs() / grow ? params.maxNs() : pollNs * grow;
    }
}
