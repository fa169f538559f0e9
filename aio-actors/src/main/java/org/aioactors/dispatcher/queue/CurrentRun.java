// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.aioactors.aio.Fields;
import org.aioactors.aio.Padded;

/**
 * Which run a thread is at, and whether it is known to be held up in it: the protocol, alone.
 *
 * <p>Runs are numbered: odd numbers are runs, even ones what is between two. A thread is held up if the number in {@link
 * #held} is that of its present run. So there is nothing to take back, or to hand over, when the run ends: it has ended
 * with its number. It costs the thread two stores a run, and no atomic operation.
 *
 * <p>Who queues something for a thread that is held up wakes others, and who finds it held up wakes others if something
 * is queued. The finder writes {@link #held} first and then looks; the producer queues first and then reads {@link
 * #held}; both in one total order, so one of them sees the other.
 */
public final class CurrentRun extends Padded {
    private static final VarHandle NUMBER = Fields.handle(MethodHandles.lookup(), "number", long.class);

    /** Written by the thread, with release; read by the watchdog and, if {@link #held} is not 0, by all. */
    private volatile long number;

    /** On a line of its own: who queues something reads it, and {@link #number} is written all the time. */
    private final HeldRun held = new HeldRun();

    /** The last run that has announced that it blocks. Written by the thread; read by the watchdog. */
    private volatile long announced;

    /** Between two runs. */
    public CurrentRun() {}

    /** A run begins. The thread. */
    public void begin() {
        NUMBER.setRelease(this, (long) NUMBER.get(this) + 1);
    }

    /** The run is over; returns whether it was held up. The thread. */
    public boolean end() {
        long run = (long) NUMBER.get(this);
        NUMBER.setRelease(this, run + 1);
        return held.end(run);
    }

    /** What is going on now, for {@link #isRunning} and {@link #hold}. Any thread. */
    public long seen() {
        return number;
    }

    /** Whether it was a run that was seen. */
    public static boolean isRunning(long seen) {
        return (seen & 1) != 0;
    }

    /** Notes that the thread is held up in the run that was seen. Returns whether it is still at it. Any thread. */
    public boolean hold(long seen) {
        held.raise(seen);
        return number == seen;
    }

    /** The run is about to block: holds it. Returns whether that is news. The thread, in a run. */
    public boolean announce() {
        long run = number;
        if (announced == run) {
            return false;
        }
        announced = run;
        hold(run);
        return true;
    }

    /** Whether the run that was seen has announced that it blocks. Any thread. */
    public boolean isAnnounced(long seen) {
        return announced == seen;
    }

    /** Whether the thread is held up. Any thread. */
    public boolean isHeld() {
        long run = held.number();
        return isRunning(run) && run == number;
    }
}
