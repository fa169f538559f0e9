// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

/**
 * Tells a long run from many short ones, without a clock: the same run at three looks in a row has gone on for the time
 * of two. A machine that was suspended adds to one of the two at most. The watchdog only.
 */
final class LongRun {
    /** How many times the watchdog looks in the time after which a run is a stall. */
    static final int LOOKS = 2;

    private long seen;
    private int looks;

    /** Looks at a run that goes on now, known by its number; returns whether it is a stall. */
    boolean look(long run) {
        if (run != seen) {
            seen = run;
            looks = 0;
            return false;
        }
        looks++;
        return looks >= LOOKS;
    }

    /** Whether this was the run at the last look. */
    boolean isKnown(long run) {
        return run == seen;
    }

    /** There is no run to look at, but this was seen. */
    void rest(long run) {
        seen = run;
        looks = 0;
    }
}
