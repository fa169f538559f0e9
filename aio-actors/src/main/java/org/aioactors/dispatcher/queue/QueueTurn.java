// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.aioactors.aio.Fields;
import org.aioactors.aio.Padded;

/** The part of a loop's turn in which its own thread runs the queue. Written by that thread alone. */
public final class QueueTurn extends Padded {
    private static final VarHandle ACTIVE = Fields.handle(MethodHandles.lookup(), "active", boolean.class);
    private static final VarHandle DEPTH = Fields.handle(MethodHandles.lookup(), "depth", int.class);

    /** Whether it is going on. Read by the watchdog; partner of its mark "armed". */
    private volatile boolean active;

    /** How many tasks waited at its beginning; of no meaning while nobody has the duty. */
    @SuppressWarnings("unused") // through DEPTH
    private int depth;

    /** How many tasks were run. Own thread only. */
    long runs;

    /** How many tasks may still be run between the callbacks of this turn. Own thread only. */
    private int wokenLeft;

    /** Whether tasks were run between callbacks. Own thread only. */
    private boolean ranWoken;

    /** Whether the home queue comes before the ring, which it does every second time. Own thread only. */
    boolean homeFirst;

    /** Whether a run was held up since {@link #takeLookAtFds}. Own thread only. */
    private boolean lookAtFds;

    QueueTurn() {}

    /** One more is run. Own thread. */
    public void countRun() {
        runs++;
    }

    /** How many tasks may still be run between the callbacks of this turn. Own thread. */
    public int wokenLeft() {
        return wokenLeft;
    }

    /** So many were run between two callbacks. Own thread. */
    public void countWoken(int tasks) {
        wokenLeft -= tasks;
        ranWoken = true;
    }

    /** The loop's turn ends, and so many may be run between callbacks of the next. Returns whether any were. Own thread. */
    public boolean endWoken(int most) {
        boolean ran = ranWoken;
        ranWoken = false;
        wokenLeft = most;
        return ran;
    }

    /** A run was held up: fds have waited long enough, and what is settled, since all else could have gone elsewhere. */
    public void heldUp() {
        lookAtFds = true;
        homeFirst = false;
    }

    /** Whether a run was held up since this was asked last. Own thread. */
    public boolean takeLookAtFds() {
        boolean taken = lookAtFds;
        lookAtFds = false;
        return taken;
    }

    /** Visible to the watchdog before the own thread looks whether that is armed: hence the full fence. */
    void begin(int waiting) {
        DEPTH.setOpaque(this, waiting);
        active = true;
    }

    /** It is over. Own thread. */
    public void end() {
        ACTIVE.setRelease(this, false);
    }

    /** Whether it is going on. Any thread. */
    public boolean isActive() {
        return active;
    }

    /** How many tasks waited at the beginning of the last one. Any thread. */
    public int depth() {
        return (int) DEPTH.getOpaque(this);
    }
}
