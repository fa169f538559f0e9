// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

/** One thread's time in a {@link Relief}, whose lock guards it. */
final class Shift {
    private final Relief relief;
    private final ReliefThread thread;
    private final LongRun longRun = new LongRun();

    /** How many tasks it has run, the present one included. */
    private long runs;

    private boolean replaced;

    /** Written by the thread of this shift. */
    private boolean visiting;

    Shift(Relief relief, ReliefThread thread) {
        this.relief = relief;
        this.thread = thread;
    }

    /** Any thread. */
    Relief relief() {
        return relief;
    }

    /** Any thread. */
    ReliefThread thread() {
        return thread;
    }

    void nextRun() {
        runs++;
    }

    /** The watchdog looks; returns whether this run has gone on for too long. */
    boolean looksStalled() {
        return longRun.look(runs);
    }

    /** Whether others have taken its place, since it blocks. */
    boolean isReplaced() {
        return replaced;
    }

    void setReplaced(boolean replaced) {
        this.replaced = replaced;
    }

    /** Whether the loop's own thread waits for this one's run to end. The shift's thread may ask without the lock. */
    boolean isVisiting() {
        return visiting;
    }

    /** The shift's thread. */
    void setVisiting(boolean visiting) {
        this.visiting = visiting;
    }
}
