// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import org.aioactors.aio.ClockSource;
import org.aioactors.aio.ClockType;

/** Time that moves only when the script says so. Used by one thread at a time. */
final class TraceClock implements ClockSource {
    private static final long START_NS = 1_000_000_000;
    private static final long NS_PER_US = 1_000;

    /** Whoever reads the clock so often while it stands still waits for it to move, and it will not. */
    private static final int MAX_READS_AT_A_STANDSTILL = 100_000;

    private long timeNs = START_NS;
    private long tickNs;
    private long hostOffsetNs;
    private int readsAtAStandstill;

    /** What a context reads: each reading costs a tick, and all but the monotonic clock count in microseconds. */
    @Override
    public long nowNs(ClockType clock) {
        advance(tickNs);
        if (++readsAtAStandstill > MAX_READS_AT_A_STANDSTILL) {
            throw new AssertionError(
                    "livelock: the clock was read " + readsAtAStandstill + " times at " + timeNs + " ns");
        }
        return clock == ClockType.REALTIME ? timeNs : (timeNs + hostOffsetNs) / NS_PER_US * NS_PER_US;
    }

    /** The time for the transcript; looking at it costs nothing. */
    long timeNs() {
        return timeNs;
    }

    void advance(long deltaNs) {
        set(timeNs + deltaNs);
    }

    void set(long newTimeNs) {
        if (newTimeNs != timeNs) {
            readsAtAStandstill = 0;
        }
        timeNs = newTimeNs;
    }

    void setTick(long newTickNs) {
        tickNs = newTickNs;
    }

    void setHostOffset(long offsetNs) {
        hostOffsetNs = offsetNs;
    }
}
