// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/**
 * What is queued for the loop, by other threads and by itself: notifications, bottom halves, polled work and timers. Home
 * thread only.
 */
final class QueuedWork {
    private final NotifyGate gate;
    private final BottomHalfQueue bottomHalves;
    private final Timers timers;

    QueuedWork(NotifyGate gate, BottomHalfQueue bottomHalves, Timers timers) {
        this.gate = gate;
        this.bottomHalves = bottomHalves;
        this.timers = timers;
    }

    /** How long a blocking turn may wait: 0 if there is work, {@code -1} if only an event can bring any (S20, S21). */
    long timeoutNs() {
        long timeoutNs = bottomHalves.timeoutNs();
        return timeoutNs == 0 ? 0 : Timeouts.earlier(timeoutNs, timers.timeoutNs());
    }

    /** Whether another thread, or the loop itself, has work for the loop. */
    boolean hasNews() {
        return gate.isNotified() || bottomHalves.hasPolledWork();
    }

    /** Whether a bottom half is scheduled, an idle one too, or a timer is due (S62). */
    boolean hasWork() {
        return bottomHalves.timeoutNs() != Timeouts.INFINITE || timers.timeoutNs() == 0;
    }

    boolean hasPolledWork() {
        return bottomHalves.hasPolledWork();
    }

    /**
     * From here on whoever has work for the loop ends its sleep; {@link NotifyGate#leaveWait} takes that back.
     *
     * @param parks whether the sleep is one without fds
     * @return whether there is some already
     */
    boolean enterWait(boolean parks) {
        boolean notified = parks ? gate.enterParked() : gate.enterWait();
        return notified || bottomHalves.hasPolledWork(); // in this order: see NotifyGate.notifySleeper
    }
}
