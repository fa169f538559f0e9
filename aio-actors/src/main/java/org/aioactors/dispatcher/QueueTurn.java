// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.aioactors.aio.Padded;

/** The part of a loop's turn in which its own thread runs the queue. Written by that thread alone. */
final class QueueTurn extends Padded {
    private static final VarHandle ACTIVE;
    private static final VarHandle DEPTH;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ACTIVE = lookup.findVarHandle(QueueTurn.class, "active", boolean.class);
            DEPTH = lookup.findVarHandle(QueueTurn.class, "depth", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Whether the own thread still has the duty: a relief may have given it back. Own thread only. */
    boolean hasDuty;

    /** Whether its last run was relieved, which ends it: fds and timers have waited long enough. Own thread only. */
    private boolean relieved;

    /** Whether it is going on. Read by the watchdog; partner of {@link StallWatch}'s mark "armed". */
    private volatile boolean active;

    /** How many tasks waited at its beginning; of no meaning while nobody has the duty. */
    @SuppressWarnings("unused") // through DEPTH
    private int depth;

    /** Visible to the watchdog before the own thread looks whether that is armed: hence the full fence. */
    void begin(int waiting) {
        hasDuty = true;
        relieved = false;
        DEPTH.setOpaque(this, waiting);
        active = true;
    }

    /** The run that is over was relieved; whether the own thread still has the duty. Own thread. */
    void relieved(boolean stillHasDuty) {
        relieved = true;
        hasDuty = stillHasDuty;
    }

    /** Whether it goes on to the next task. Own thread. */
    boolean goesOn() {
        return hasDuty && !relieved;
    }

    /** Whether a run was relieved since this was asked last. Own thread. */
    boolean takeRelieved() {
        boolean taken = relieved;
        relieved = false;
        return taken;
    }

    void end() {
        ACTIVE.setRelease(this, false);
    }

    /** Any thread. */
    boolean isActive() {
        return active;
    }

    /** Any thread. */
    int depth() {
        return (int) DEPTH.getOpaque(this);
    }
}
