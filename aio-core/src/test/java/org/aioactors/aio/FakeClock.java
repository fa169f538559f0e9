// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/** Time that moves only when a test says so. Used by one thread at a time. */
final class FakeClock implements ClockSource {
    private long timeNs;
    private long tickNs;

    FakeClock(long startNs) {
        this.timeNs = startNs;
    }

    @Override
    public long nowNs(ClockType clock) {
        timeNs += tickNs;
        return timeNs;
    }

    /** The time; looking at it costs nothing. */
    long timeNs() {
        return timeNs;
    }

    void advance(long deltaNs) {
        timeNs += deltaNs;
    }

    /** From now on each reading costs this much. */
    void tick(long newTickNs) {
        tickNs = newTickNs;
    }
}
