// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

/**
 * Whether it is worth it that loops take work from loops which are not held up: learned from how it went. A thief that had
 * nothing to do again after a few short runs has cost more than it has brought, since each actor that it took has to come
 * into its processor's cache and, when it is told something, go back. After some of these in a row no loop is woken, and
 * none looks, for a while that doubles with each further one, and is shorter again by each that was worth it.
 *
 * <p>What is left undone by a pause is done by its owner, who has it in its queue. If that one computes for long, the
 * watchdog finds it. What many wait for ends a pause at once.
 */
final class StealWorth {
    /** What a thief runs before it rests again, so that its coming was worth it: so many, or for so long. */
    static final int WORTH_RUNS = 16;

    private static final long WORTH_NS = 50_000;

    /** How many failures in a row begin a pause: a bad moment is no habit. */
    private static final int FAILURES = 4;

    private static final long SHORTEST_PAUSE_NS = 20_000;
    private static final long LONGEST_PAUSE_NS = 1_000_000;

    /** Of so many, a thief takes twice what is worth it. */
    private static final int MANY = 4 * WORTH_RUNS;

    private volatile boolean paused;

    /** Written by loops that rest, read by those that work; of two who write at once, one counts. */
    private volatile long pauseNs;

    private volatile long endNs;
    private volatile int failures;

    StealWorth() {}

    /** Whether nobody is to be woken, or to look. Any thread; does not look at the clock. */
    boolean isPaused() {
        return paused;
    }

    /** Ends a pause that is over, or if so many wait. An owner, once in a while. */
    void look(int waiting, long nowNs) {
        if (waiting >= MANY || nowNs - endNs >= 0) {
            paused = false;
        }
    }

    /** A thief rests that has taken something and then run so many, for so long. */
    void judge(long runs, long busyNs, long nowNs) {
        if (runs >= WORTH_RUNS || busyNs >= WORTH_NS) {
            succeeded();
        } else {
            failed(nowNs);
        }
    }

    /** It was worth it. */
    void succeeded() {
        failures = 0;
        long shorterNs = pauseNs / 4;
        pauseNs = shorterNs < SHORTEST_PAUSE_NS ? 0 : shorterNs;
    }

    /** A thief has found nothing, though somebody had something to spare. */
    void failed(long nowNs) {
        long lastNs = pauseNs;
        int count = failures + 1;
        failures = count;
        if (lastNs == 0 && count <= FAILURES) {
            return;
        }
        long nextNs = Math.min(Math.max(SHORTEST_PAUSE_NS, 2 * lastNs), LONGEST_PAUSE_NS);
        pauseNs = nextNs;
        endNs = nowNs + nextNs;
        paused = true;
    }
}
