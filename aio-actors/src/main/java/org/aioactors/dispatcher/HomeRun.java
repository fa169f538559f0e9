// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.aioactors.aio.Padded;

/**
 * Which task a loop's own thread is running, and whether it has been relieved while it runs it: the protocol, alone.
 *
 * <pre>
 *              the own thread: begin               anybody, once: relieve
 *   BETWEEN ─────────────────────────► RUNNING n ─────────────────────────► RELIEVED n
 *      ▲ ▲        the own thread: end     │                                     │
 *      │ └────────────────────────────────┘                                     │
 *      └────────────────────────────────────────────────────────────────────────┘
 *                                            the own thread: back, holding the relief's lock
 * </pre>
 *
 * <p>Who is to take tasks out of the loop's queue follows from it. BETWEEN: the own thread, alone and without a lock.
 * RUNNING: nobody does. RELIEVED: the relief threads, under the lock of {@link Relief}. So a run costs the own thread
 * one store and one compare-and-set that no other thread contends for, unless there is a stall.
 *
 * <p>Runs are numbered, so that one can tell a long run from many short ones without a clock, and nobody relieves a
 * run that is over.
 */
final class HomeRun extends Padded {
    private static final int RUNNING = 1;
    private static final int RELIEVED = 2;
    private static final int FIRST_NUMBER = 4;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(HomeRun.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * The number of the run, a multiple of FIRST_NUMBER, and RUNNING or RELIEVED or, between runs, neither. Written by
     * the own thread, but for RUNNING to RELIEVED; read by all.
     */
    private volatile long state;

    /** The number of the present run, or the one before. Own thread only. */
    private long number;

    /** A run begins; what the own thread did to the queue is visible to who relieves it. Own thread. */
    void begin() {
        number += FIRST_NUMBER;
        STATE.setRelease(this, number | RUNNING); // partner: the compareAndSet of relieve
    }

    /** The run is over. Returns false if it was relieved: then the own thread must {@link Relief#comeBack}. */
    boolean end() {
        return STATE.compareAndSet(this, number | RUNNING, number);
    }

    /** What is going on now, for {@link #isRunning} and {@link #relieve}. Any thread. */
    long seen() {
        return state;
    }

    /** Whether a run was seen that nobody has relieved. */
    static boolean isRunning(long seen) {
        return (seen & RUNNING) != 0;
    }

    /** Relieves the own thread of the queue, if that run still goes on and nobody else did. Any thread. */
    boolean relieve(long seen) {
        return STATE.compareAndSet(this, seen, seen - RUNNING + RELIEVED);
    }

    /** Whether the run that was {@link #seen} goes on and has been relieved. Any thread. */
    boolean isRelieved(long seen) {
        return state == seen - RUNNING + RELIEVED;
    }

    /** Whether a run was seen that has been relieved. */
    static boolean wasRelieved(long seen) {
        return (seen & RELIEVED) != 0;
    }

    /** Whether the present run has been relieved. Any thread. */
    boolean isRelieved() {
        return wasRelieved(state);
    }

    /** The own thread has the queue again. Own thread, holding the lock of the relief. */
    void back() {
        state = number;
    }
}
