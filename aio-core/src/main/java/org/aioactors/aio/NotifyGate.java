// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.trace.WakeUpEvent;

/**
 * The protocol by which a thread that queued work and a loop that may go to sleep can't miss each other (S8, S10,
 * S11, S49).
 *
 * <pre>
 *   loop                              other thread
 *   1 notifyMe += 2                   a queue the work
 *   2 notified?  yes: don't sleep     b notified = true
 *   3 sleep                           c notifyMe != 0?  yes: write the eventfd, or unpark the loop
 *   4 notifyMe -= 2
 *   5 notified = false
 *   6 look at the queue
 * </pre>
 *
 * <p>Both fields are volatile, so 1, 2, b and c are in one total order. If 2 does not see b, then 1 comes before c,
 * and c writes: no sleep outlasts queued work. That needs sequential consistency; release and acquire alone would let
 * 1 pass 2 and b pass c. If 5 overwrites b, then a comes before 6: the work is seen in this turn.
 *
 * <p>How the loop sleeps is part of notifyMe, so that c does what ends the sleep that it has read of. If it comes too
 * late for that one, 5 comes after b, and what it has done ends the next wait of its kind early.
 */
class NotifyGate extends Padded {
    private static final int FOREIGN = 1;
    private static final int PARKED = 1 << 31;
    private static final VarHandle NOTIFIED;

    static {
        try {
            NOTIFIED = MethodHandles.lookup().findVarHandle(NotifyGate.class, "notified", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String contextName;
    private final Thread homeThread = Thread.currentThread();
    private final EventNotifier notifier;

    /**
     * Not 0 while the loop may sleep: 2 for each nested wait, bit 0 while a foreign loop may (S62), bit 31 if the loop
     * parks. Written by the home thread, read by notifiers; partner of {@link #notified}.
     */
    private volatile int notifyMe;

    /**
     * True from a notification until the loop accepts it. Written by all, read by all; partner of {@link #notifyMe}.
     */
    private volatile boolean notified;

    /** Whether to note the time. Written by any thread, read by notifiers. */
    private volatile boolean timed;

    /**
     * When a sleep was last about to be ended. Written by notifiers, read by the home thread; any of several
     * will do.
     */
    private volatile long notifiedNs;

    /** How many times a sleep was ended. Counted by who does it, just before the system call. */
    private final AtomicLong wakeUps = new AtomicLong();

    /** How many waits are nested. Home thread only. */
    private int waitDepth;

    /** {@link #FOREIGN} while a foreign loop may sleep, else 0. Home thread only. */
    private int foreign;

    /**
     * Whether a turn of the loop's own, inside a foreign wait, has taken a notification that the other loop has not heard
     * of: of an earlier deadline, say, or of one more fd to watch. It stays until the foreign wait is left, because the
     * next such turn reads the eventfd again. Home thread only.
     */
    private boolean owed;

    /** {@link #PARKED} while the loop may be parked, else 0. Home thread only. */
    private int parked;

    NotifyGate(String contextName, EventNotifier notifier) {
        this.contextName = contextName;
        this.notifier = notifier;
    }

    /**
     * Announces work that the caller has queued, by a volatile write or under a lock: what was written otherwise may
     * come after the shortcut below. Any thread; a system call only when the loop may sleep.
     */
    void notifyLoop() {
        // Already set: its setter ends the sleep if there is one. The loop clears the flag (5) after our read, so it
        // sees our work (6).
        if (!announce()) {
            endAnySleep();
        }
    }

    /** Step b. Returns whether a notification was pending already. Any thread. */
    final boolean announce() {
        // Reading first leaves the cache line shared when many notify at once.
        return notified || (boolean) NOTIFIED.getAndSet(this, true);
    }

    /** Step c. Any thread; a system call only when the loop may sleep. */
    final void endAnySleep() {
        int waiting = notifyMe;
        if (waiting != 0) {
            if (timed) {
                notifiedNs = System.nanoTime();
            }
            WakeUpEvent.emit(contextName);
            endSleep(waiting);
        }
    }

    /**
     * The same for work that the loop itself looks for, between 2 and 3 as well, so that {@link #notified} is not
     * needed while it does not sleep: no cache line is written that the loop reads. If the loop's look between 2 and 3
     * does not see the work, then 1 comes before c. Any thread.
     */
    void notifySleeper() {
        if (notifyMe != 0) {
            notifyLoop();
        }
    }

    /** Has the times of wake-ups noted, for the controller of busy polling (B4). Any thread. */
    void setTimed(boolean on) {
        timed = on;
    }

    /** When the loop was last woken, by {@code System.nanoTime}; 0 if not known. Home thread. */
    long notifiedNs() {
        return notifiedNs;
    }

    /** Before a wait for fds: from here on notifiers write the eventfd. Returns whether there is work already. Home thread. */
    boolean enterWait() {
        waitDepth++;
        publish();
        return notified;
    }

    /** Like {@link #enterWait()}, before the loop parks: from here on notifiers unpark it. Home thread. */
    boolean enterParked() {
        parked = PARKED;
        return enterWait();
    }

    /** After the wait of {@link #enterWait} or {@link #enterParked}. Home thread. */
    void leaveWait() {
        waitDepth--;
        parked = 0;
        publish();
    }

    /** Like {@link #enterWait}, before a wait that a foreign loop does; again before the next is the same (S62). */
    boolean enterForeignWait() {
        foreign = FOREIGN;
        owed = false; // the other loop is about to be told anew how long to wait, and for what
        publish();
        return notified;
    }

    /** After the wait of {@link #enterForeignWait}, or in place of it. Home thread. */
    void leaveForeignWait() {
        foreign = 0;
        owed = false;
        publish();
    }

    /** Whether a foreign loop may be about to wait. Home thread. */
    boolean isForeignWait() {
        return foreign != 0;
    }

    /**
     * Before a turn of the loop's own inside a foreign wait: takes back what {@link #renew} has written for the other
     * loop, which would end each wait of this one at once. Who notifies after this is seen by {@link #enterWait}. Returns
     * whether there was anything. Home thread.
     */
    boolean suspendForeign() {
        if (owed) {
            notifier.testAndClear();
        }
        return owed;
    }

    /**
     * After such a turn: the other loop waits for what it was told before, and of all that was notified since it must
     * hear. What has written the eventfd for that may have been read by the turn, so it is written again. Home thread.
     */
    void renew() {
        if (owed || notified) {
            endSleep(notifyMe);
        }
    }

    private void endSleep(int waiting) {
        wakeUps.getAndIncrement();
        if ((waiting & PARKED) != 0) {
            LockSupport.unpark(homeThread);
        } else {
            notifier.set();
        }
    }

    private void publish() {
        notifyMe = 2 * waitDepth | foreign | parked;
    }

    /** Takes all notifications so far; the loop looks at its queues after this. Home thread. */
    boolean accept() {
        boolean any = takeNotified();
        owed |= any && foreign != 0;
        return any;
    }

    /** Step 5: the field is written only if it was set. Home thread. */
    final boolean takeNotified() {
        boolean any = notified;
        if (any) {
            notified = false;
        }
        return any;
    }

    /** Whether there is a notification not yet accepted. Any thread. */
    boolean isNotified() {
        return notified;
    }

    /** How many times a sleep was ended. Any thread. */
    long wakeUps() {
        return wakeUps.get();
    }

    /** For diagnostics. Any thread. */
    int notifyMe() {
        return notifyMe;
    }
}
