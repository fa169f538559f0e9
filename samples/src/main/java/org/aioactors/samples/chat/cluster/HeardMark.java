// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import java.util.concurrent.TimeUnit;

/**
 * When a loop has to tell the authority up to which event it has heard: each 64 events, a while after the first that the authority
 * does not know of, and at once if one is missing. For one thread; times are those of a clock that only goes on.
 */
final class HeardMark {
    static final int EVENTS = 64;
    static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    static final long LATE_NS = TimeUnit.SECONDS.toNanos(3);

    private long last;
    private long told;
    private long sinceNs;
    private long toldNs;

    /** Whether the authority has to be told, whether there is news or not. */
    private boolean asked;

    /** The authority does not know yet that the loop has heard all events up to a number. */
    HeardMark(long last, long nowNs) {
        this.last = last;
        this.told = last - 1;
        this.sinceNs = nowNs;
        this.toldNs = nowNs - PAUSE_NS;
    }

    long last() {
        return last;
    }

    void heard(long number, long nowNs) {
        if (!isUntold()) {
            sinceNs = nowNs;
        }
        last = number;
    }

    /** The authority waits for it. */
    void ask() {
        asked = true;
    }

    /** The authority tells what is here, or lacks something before it. Of many such events only some make it hear of that. */
    void remind(long nowNs) {
        asked |= isUntold() || nowNs - toldNs >= PAUSE_NS;
    }

    /** Whether there is something that the authority does not know. */
    boolean isUntold() {
        return asked || last > told;
    }

    boolean isDue(long nowNs) {
        return asked || last - told >= EVENTS || (last > told && nowNs - sinceNs >= PAUSE_NS);
    }

    /** Whether nothing was told for long. */
    boolean isLate(long nowNs) {
        return nowNs - toldNs >= LATE_NS;
    }

    /** The authority is told now: returns what. */
    long tell(long nowNs) {
        told = last;
        toldNs = nowNs;
        asked = false;
        return last;
    }
}
