// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Who sees to it that a loop's queue gets run: the protocol, alone.
 *
 * <pre>
 *                    a producer takes it: starts a thread
 *         STOPPED ─────────────────────────────────────────► TAKEN
 *            ▲                                              ▲  │
 *            │    a producer takes it: schedules the bottom │  │ the loop thread has run
 *            │    half                                      │  │ the queue empty
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
 * <p>No context is touched after its end, and no two threads run one loop. From the moment a producer takes an IDLE
 * duty until the bottom half that it schedules has run, the state is TAKEN; a thread ends only by turning IDLE into
 * STOPPED; and only one producer turns STOPPED into TAKEN. What may outlast the context is the end of a notification,
 * whose bottom half has already run: the context's notifier takes it for what it is.
 */
final class LoopDuty {
    /** There is no thread, so nobody looks at the queue. */
    static final int STOPPED = 0;

    /** The thread runs, the queue was empty, and the bottom half is not scheduled. */
    static final int IDLE = 1;

    /** Somebody is starting the thread, scheduling the bottom half, or running the queue. */
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
     * @return IDLE: the caller has it and schedules the bottom half; STOPPED: the caller has it and starts a thread;
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
