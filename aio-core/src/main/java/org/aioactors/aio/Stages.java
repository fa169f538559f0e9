// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.ReadyList;

/** What a turn does once it is known what there is to do (S13, S14, S17, S18). Home thread only. */
final class Stages {
    private final BottomHalfQueue bottomHalves;
    private final AioRequests requests;
    private final Timers timers;

    Stages(BottomHalfQueue bottomHalves, AioRequests requests, Timers timers) {
        this.bottomHalves = bottomHalves;
        this.requests = requests;
        this.timers = timers;
    }

    /** Runs bottom halves, and the callbacks of ready fds and of completed requests; returns whether there were any. */
    boolean run(FdDispatch fdDispatch, ReadyList ready) {
        boolean progress = bottomHalves.run();
        progress |= fdDispatch.run(ready);
        progress |= requests.dispatch();
        return progress;
    }

    /** Runs the timers that are due; returns whether there were any. */
    boolean runTimers() {
        return timers.run();
    }
}
