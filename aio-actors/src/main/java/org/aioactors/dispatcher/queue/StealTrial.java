// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

/** What a thief makes of what it took last: told to {@link StealWorth} as soon as it is known. The thief's owner only. */
final class StealTrial {
    private final StealWorth worth;
    private boolean isOn;
    private long firstRun;
    private long startNs;

    StealTrial(StealWorth worth) {
        this.worth = worth;
    }

    /** Something was taken, after so many runs of this thread. */
    void begin(long runs) {
        isOn = true;
        firstRun = runs;
        startNs = System.nanoTime();
    }

    /** The thread has run so many and goes on. */
    void goOn(long runs) {
        if (isOn && runs - firstRun >= StealWorth.WORTH_RUNS) {
            isOn = false;
            worth.succeeded();
        }
    }

    /** The thread has run so many and has nothing to do. */
    void end(long runs) {
        if (isOn) {
            isOn = false;
            long nowNs = System.nanoTime();
            worth.judge(runs - firstRun, nowNs - startNs, nowNs);
        }
    }
}
