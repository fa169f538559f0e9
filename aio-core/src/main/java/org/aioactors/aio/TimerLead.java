// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/**
 * By how much a sleep is to end before the timer that limits it is due. A timer is the one event whose time is known in
 * advance: a loop that may busy-poll sleeps until shortly before it, and busy-polls through the rest, so that the
 * wake-up's cost is paid before the timer is due and not after. Home thread only.
 */
final class TimerLead {
    /** How fast it follows sleeps that ended later than expected, and earlier: it is to cover most, not the middle. */
    private static final int RISE = 4;

    private static final int FALL = 32;

    private long leadNs;

    /** Expects to wake up {@code wakeUpNs} late until sleeps were measured. */
    TimerLead(long wakeUpNs) {
        leadNs = 2 * wakeUpNs;
    }

    /** The lead: no more than the loop may busy-poll at all. */
    long ns(PollParams params) {
        return Math.min(leadNs, params.maxNs());
    }

    /** A sleep that nothing but its timeout ended was so much too long. */
    void overslept(PollParams params, long lateNs) {
        if (params.maxNs() == 0) {
            return;
        }
        long countedNs = Math.min(lateNs, params.maxNs()); // a thread that had to wait for a processor says nothing
        long deltaNs = countedNs - leadNs;
        leadNs += deltaNs > 0 ? deltaNs / RISE : deltaNs / FALL;
    }
}
