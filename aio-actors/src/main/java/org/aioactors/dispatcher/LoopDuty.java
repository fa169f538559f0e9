// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.aioactors.aio.Padded;

/**
 * Who sees to it that a loop's queue gets run: the protocol, alone.
 *
 * <pre>
 *                    a producer takes it: starts a thread
 *         STOPPED ─────────────────────────────────────────► TAKEN
 *            ▲                                              ▲  │
 *            │    a producer takes it: notifies the loop    │  │ the loop thread has run
 *            │                                              │  │ the queue empty
 *            └───────────────────── IDLE ───────────────────┘  │
 *             the loop thread stops   ▲                        │
 *                                     └────────────────────────┘
 * </pre>
 *
 * <p>A producer first queues its task (a) and then asks for the duty (b). If the duty is TAKEN it goes its way: no
 * notification, no system call. The loop thread, having run the queue empty, sets IDLE (c), then looks at the queue
 * again (d) and takes the duty back if it finds something.
 *
 * <p>No task is left behind. All of a, b, c, d are sequentially consistent. If b sees TAKEN, it comes before the next
 * c, so a comes before the d that follows, and d sees the task. If b sees IDLE or STOPPED, it takes the duty, or
 * another one did meanwhile: then it looks again.
 *
 * <p>The loop runs the queue whenever it finds the duty TAKEN, perhaps before it is notified of that. So a notification
 * may come late, when the work is done, the loop has rested since, or the thread has ended: its context, and the
 * {@link Relief}, take it for what it is.
 *
 * <p>No two threads run one loop. From the moment a producer takes an IDLE duty until the queue has been run, the state
 * is TAKEN; a thread ends only by turning IDLE into STOPPED; and only one producer turns STOPPED into TAKEN.
 */
final class LoopDuty extends Padded {
    /** There is no thread, so nobody looks at the queue. */
    static final int STOPPED = 0;

    /** The thread runs, and the queue was empty. */
    static final int IDLE = 1;

    /** Somebody is starting the thread, waking it, or running the queue. */
    static final int TAKEN = 2;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(LoopDuty.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** One of the above. Written by producers and the loop thread, by compare-and-set except when TAKEN. */
    private volatile int state = STOPPED;

    /**
     * Asks for the duty, after queueing. Any thread.
     *
     * @return IDLE: the caller has it and notifies the loop; STOPPED: the caller has it and starts a thread;
     *     TAKEN: another one has it
     */
    int take() {
        int seen = state;
        while (seen != TAKEN && !STATE.compareAndSet(this, seen, TAKEN)) {
            seen = state;
        }
        return seen;
    }

    /** Takes the duty of a running loop; false if it is taken or there is no thread. Any thread. */
    boolean takeIfIdle() {
        return STATE.compareAndSet(this, IDLE, TAKEN);
    }

    /** Whether there is something to run, or was a moment ago. Any thread. */
    boolean isTaken() {
        return state == TAKEN;
    }

    /** The queue was seen empty; to be followed by another look. Loop thread, which has the duty. */
    void release() {
        state = IDLE;
    }

    /**
     * Ends the service of this thread, unless there is work again; after true another thread may start. Loop thread.
     */
    boolean stop() {
        return STATE.compareAndSet(this, IDLE, STOPPED);
    }

    /** The thread could not be started or is dying of an error: the next producer starts another one. */
    void abandon() {
        state = STOPPED;
    }
}
