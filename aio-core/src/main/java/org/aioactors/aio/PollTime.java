// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.trace.PollTimeGrowEvent;
import org.aioactors.aio.trace.PollTimeShrinkEvent;

/** How long the next turn may busy-poll at most, as its controller has decided. */
final class PollTime extends Padded {
    private final String contextName;

    /** Written by the home thread, and zeroed by any; read by any. */
    private volatile long ns;

    PollTime(String contextName) {
        this.contextName = contextName;
    }

    /** Any thread. */
    long ns() {
        return ns;
    }

    /** Busy polling starts over (S2). Any thread. */
    void reset() {
        ns = 0;
    }

    /** The controller has decided, after a turn that has taken so long until its events were known. Home thread. */
    void set(long newNs, long blockNs) {
        long oldNs = ns;
        if (newNs > oldNs) {
            ns = newNs;
            PollTimeGrowEvent.emit(contextName, oldNs, newNs, blockNs);
        } else if (newNs < oldNs) {
            ns = newNs;
            PollTimeShrinkEvent.emit(contextName, oldNs, newNs, blockNs);
        }
    }
}
