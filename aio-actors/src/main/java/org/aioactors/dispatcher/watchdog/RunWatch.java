// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.watchdog;

import org.aioactors.dispatcher.queue.CurrentRun;

/** What the watchdog has seen of a thread's runs. The watchdog only. */
public final class RunWatch {
    private final CurrentRun run;

    private long seen;
    private long ageNs;
    private boolean reported;
    private int looksHeld;

    /** The processor time that the thread had used when the run was first seen, and at the last look. */
    private long firstCpuNs;

    private long lastCpuNs;

    /** What is known of a thread that has not been looked at. */
    public RunWatch(CurrentRun run) {
        this.run = run;
    }

    CurrentRun run() {
        return run;
    }

    /**
     * Looks: returns whether the thread has begun or ended a run since the last look.
     *
     * @param passedNs the time since then; at most twice as long as it was meant to be, so that the time for which a
     *     process or a machine was suspended does not count
     */
    boolean look(long passedNs) {
        long now = run.seen();
        if (now == seen) {
            ageNs += passedNs;
            return false;
        }
        seen = now;
        ageNs = 0;
        reported = false;
        looksHeld = 0;
        return true;
    }

    /** The run, or what is between two, that was seen. */
    long seen() {
        return seen;
    }

    boolean isRunning() {
        return CurrentRun.isRunning(seen);
    }

    /** For how long, at least, it has gone on. */
    long ageNs() {
        return ageNs;
    }

    /** At this look, the thread has used so much processor time. Returns how much of it since the last one. */
    long usedNs(long cpuNs) {
        long usedNs = cpuNs - lastCpuNs;
        lastCpuNs = cpuNs;
        if (ageNs == 0) {
            firstCpuNs = cpuNs;
        }
        return usedNs;
    }

    /** For how long the run has computed since it was first seen. */
    long computedNs() {
        return lastCpuNs - firstCpuNs;
    }

    /** Whether it is found held up for the second time. */
    boolean isHeldStill() {
        return ++looksHeld == 2;
    }

    /** Whether it is to be reported as a stall now: once, and not if it has announced that it blocks. */
    boolean isStall(long afterNs) {
        if (reported || ageNs < afterNs || run.isAnnounced(seen)) {
            return false;
        }
        reported = true;
        return true;
    }
}
