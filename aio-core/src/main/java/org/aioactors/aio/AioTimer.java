// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/**
 * A one-shot timer: its callback runs on the home thread once its clock has reached the armed time (S58 to S61). Made
 * by {@link AioContext#newTimer}. Any thread may call every method; none blocks for longer than another's arming
 * takes.
 */
public final class AioTimer {
    private static final int NOT_ARMED = -1;

    private final TimerList list;
    private final Runnable callback;

    /** Where it stands in the list's heap, or NOT_ARMED. Guarded by the list. */
    int index = NOT_ARMED;

    /** What the heap sorts by: the time as armed. Guarded by the list. */
    long sortNs;

    /** Breaks ties: first armed, first run. Guarded by the list. */
    long sequence;

    AioTimer(TimerList list, Runnable callback) {
        this.list = list;
        this.callback = callback;
    }

    /**
     * Arms it, or re-arms it, for a time of its clock; a time already reached runs it in the loop's next turn (S59).
     *
     * @param expireNs absolute, in the nanoseconds of {@link AioContext#nowNs} for its clock; below 0 counts as 0
     * @return whether it is armed: false once the context is closed
     */
    public boolean modify(long expireNs) {
        return list.arm(this, expireNs, false);
    }

    /**
     * Arms it like {@link #modify} unless it is armed for that time or an earlier one already (S59). Returns whether it
     * is armed.
     */
    public boolean anticipate(long expireNs) {
        return list.arm(this, expireNs, true);
    }

    /** Disarms it. A run that has begun is not stopped. Idempotent (S59). */
    public void cancel() {
        list.disarm(this);
    }

    /** Whether it is armed. */
    public boolean isPending() {
        synchronized (list) {
            return index >= 0;
        }
    }

    /** The time it is armed for, or -1 if it is not armed. */
    public long expireNs() {
        synchronized (list) {
            return index >= 0 ? Math.max(0, sortNs) : -1;
        }
    }

    Runnable callback() {
        return callback;
    }

    boolean isBefore(AioTimer other) {
        return sortNs != other.sortNs ? sortNs < other.sortNs : sequence < other.sequence;
    }
}
