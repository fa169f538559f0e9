// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioTimer;
import org.aioactors.aio.ClockType;
import org.aioactors.dispatcher.watchdog.ThreadOwner;

/**
 * Stops the loops of a deserted dispatcher that Akka forgot to stop. Akka calls {@code shutdown} the shutdown-timeout
 * after the last actor or task left; but when somebody comes and goes during that very call, its books keep no note
 * of it, and after the scheduler's end there is no timeout in which to mend that. A thread left over by this would
 * keep the JVM from ending.
 *
 * <p>So a loop that becomes idle in a deserted dispatcher looks again after the shutdown-timeout, and once more if
 * anything ran meanwhile. Loop thread only.
 */
final class DesertedCheck {
    private final ThreadOwner owner;
    private final AioContext context;
    private final long timeoutNs;
    private final AioTimer timer;

    /** Whether the loop ran anything since the timer was armed. */
    private boolean active;

    DesertedCheck(ThreadOwner owner, AioContext context, long timeoutNs) {
        this.owner = owner;
        this.context = context;
        this.timeoutNs = timeoutNs;
        timer = context.newTimer(ClockType.REALTIME, this::expired);
    }

    /** The loop has run its queue empty. */
    void idle() {
        active = true;
        if (owner.isDeserted() && !timer.isPending()) {
            arm();
        }
    }

    private void expired() {
        if (!owner.isDeserted()) {
            return; // whoever leaves last makes a loop idle, and that arms the timer
        }
        if (active) {
            arm();
        } else {
            owner.stopLoops();
        }
    }

    private void arm() {
        active = false;
        timer.modify(context.nowNs(ClockType.REALTIME) + timeoutNs);
    }

    /** No more checks. */
    void close() {
        timer.cancel();
    }
}
