// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.aioactors.aio.Fields;
import org.aioactors.aio.Padded;

/**
 * Who sees to it that a loop's queues get run: the protocol, alone.
 *
 * <pre>
 *                    a producer takes it: starts a thread
 *         STOPPED ─────────────────────────────────────────► TAKEN ◄───────────┐
 *            ▲                                              ▲  │                │ the loop thread has seen
 *            │    a producer takes it: notifies the loop    │  │ the loop       │ what it was woken for
 *            │                                              │  │ thread has run │
 *            └───────────────────── IDLE ───────────────────┘  │ the queues     │
 *             the loop thread stops   ▲                        │ empty          │
 *                                     └────────────────────────┘                │
 *                 STOPPED, IDLE: taken by the {@link Crew} for a search ─► SEARCH
 * </pre>
 *
 * <p>A producer first queues its task (a) and then asks for the duty (b). If the duty is taken it goes its way: no
 * notification, no system call. The loop thread, having run its queues empty, sets IDLE (c), then looks at them
 * again (d) and takes the duty back if it finds something.
 *
 * <p>No task is left behind. All of a, b, c, d are sequentially consistent. If b sees TAKEN or SEARCH, it comes before
 * the next c, so a comes before the d that follows, and d sees the task. If b sees IDLE or STOPPED, it takes the duty, or
 * another one did meanwhile: then it looks again.
 *
 * <p>The loop runs its queues whenever it finds the duty taken, perhaps before it is notified of that. So a notification
 * may come late, when the work is done, the loop has rested since, or the thread has ended: its context takes it for what
 * it is.
 *
 * <p>No two threads run one loop. From the moment a producer takes an IDLE duty until the queues have been run, it is
 * taken; a thread ends only by turning IDLE into STOPPED; and only one producer turns STOPPED into something else.
 */
public final class LoopDuty extends Padded {
    /** There is no thread, so nobody looks at the queues. */
    public static final int STOPPED = 0;

    /** The thread runs, and the queues were empty. */
    public static final int IDLE = 1;

    /** Somebody is starting the thread, waking it, or running the queues. */
    public static final int TAKEN = 2;

    /** TAKEN, by who has the thread started or woken in order to look at the queues of others. */
    private static final int SEARCH = 3;

    private static final VarHandle STATE = Fields.handle(MethodHandles.lookup(), "state", int.class);

    /** One of the above. Written by compare-and-set below TAKEN, else by the loop thread alone. */
    private volatile int state = STOPPED;

    /** A loop without a thread. */
    public LoopDuty() {}

    /**
     * Asks for the duty, after queueing. Any thread.
     *
     * @return IDLE: the caller has it and notifies the loop; STOPPED: the caller has it and starts a thread;
     *     TAKEN: another one has it
     */
    public int take() {
        return take(TAKEN);
    }

    /** The same, to have the loop look at the queues of others. Any thread. */
    public int takeToSearch() {
        return take(SEARCH);
    }

    private int take(int as) {
        int seen = state;
        while (seen < TAKEN && !STATE.compareAndSet(this, seen, as)) {
            seen = state;
        }
        return Math.min(seen, TAKEN);
    }

    /** Whether the duty was taken {@link #takeToSearch}; it is an ordinary one from here on. Loop thread. */
    public boolean beginSearch() {
        if (state != SEARCH) {
            return false;
        }
        state = TAKEN;
        return true;
    }

    /** Takes the duty of a running loop; false if it is taken or there is no thread. Any thread. */
    public boolean takeIfIdle() {
        return STATE.compareAndSet(this, IDLE, TAKEN);
    }

    /**
     * Whether the loop has the duty and has begun with it: not if it was woken for a search that it has not begun, nor if
     * what it has run between two callbacks came from somebody who is still about to take the duty. Loop thread.
     */
    boolean isBegun() {
        return state == TAKEN;
    }

    /** Whether there is something to run, or was a moment ago. Any thread. */
    public boolean isTaken() {
        return state >= TAKEN;
    }

    /** The queues were seen empty; to be followed by another look. Loop thread, which has the duty. */
    public void release() {
        state = IDLE;
    }

    /**
     * Ends the service of this thread, unless there is work again; after true another thread may start. Loop thread.
     */
    public boolean stop() {
        return STATE.compareAndSet(this, IDLE, STOPPED);
    }

    /** The thread could not be started or is dying of an error: the next producer starts another one. */
    public void abandon() {
        state = STOPPED;
    }
}
