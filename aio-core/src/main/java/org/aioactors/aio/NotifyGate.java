// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.Semantics;
import org.aioactors.aio.linux.EventNotifier;

/**
 * The protocol by which a thread that queued work and a loop that may go to sleep can't miss each other (S8, S10,
 * S11, S49).
 *
 * <pre>
 *   loop                              other thread
 *   1 notifyMe += 2                   a queue the work
 *   2 notified?  yes: don't sleep     b notified = true
 *   3 sleep                           c notifyMe != 0?  yes: write the eventfd
 *   4 notifyMe -= 2
 *   5 notified = false
 *   6 look at the queue
 * </pre>
 *
 * <p>Both fields are volatile, so 1, 2, b and c are in one total order. If 2 does not see b, then 1 comes before c,
 * and c writes: no sleep outlasts queued work. That needs sequential consistency; release and acquire alone would let
 * 1 pass 2 and b pass c. If 5 overwrites b, then a comes before 6: the work is seen in this turn.
 */
final class NotifyGate {
    private final EventNotifier notifier;
    private final boolean alwaysWrite;

    /**
     * Above 0 while the loop may sleep: 2 for each nested wait. Bit 0 is for a foreign loop. Written by the loop
     * thread, read by notifiers; partner of {@link #notified}.
     */
    private volatile int notifyMe;

    /**
     * True from a notification until the loop accepts it. Written by all, read by all; partner of {@link #notifyMe}.
     */
    private volatile boolean notified;

    /** How many waits are nested. Loop thread only. */
    private int waitDepth;

    NotifyGate(EventNotifier notifier, Semantics semantics) {
        this.notifier = notifier;
        this.alwaysWrite = semantics == Semantics.REFERENCE;
    }

    /** Announces work that the caller has queued. Any thread; writes the eventfd only when the loop may sleep. */
    void notifyLoop() {
        if (notified && !alwaysWrite) {
            // Whoever set it has written the eventfd or will, if the loop may sleep; and 5 comes after this read,
            // so a comes before 6.
            return;
        }
        notified = true;
        if (notifyMe != 0) {
            notifier.set();
        }
    }

    /** Before a wait: from here on notifiers write the eventfd. Returns whether there is work already. Loop thread. */
    boolean enterWait() {
        waitDepth++;
        notifyMe = 2 * waitDepth;
        return notified;
    }

    /** After the wait of {@link #enterWait}. Loop thread. */
    void leaveWait() {
        waitDepth--;
        notifyMe = 2 * waitDepth;
    }

    /** Takes all notifications so far; the loop looks at its queues after this. Loop thread. */
    void accept() {
        if (notified) {
            notified = false;
        }
    }

    /** Whether there is a notification not yet accepted. Any thread. */
    boolean isNotified() {
        return notified;
    }

    /** For diagnostics. Any thread. */
    int notifyMe() {
        return notifyMe;
    }
}
