// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/**
 * {@link TimerList} as the reference machine has it: a negative time is stored as 0, but put before all that are armed,
 * other negative ones included (S58), and each new head notifies (S59).
 */
final class ReferenceTimerList extends TimerList {
    ReferenceTimerList(ClockType clock, ClockSource clockSource, NotifyGate gate, CallbackRunner callbacks) {
        super(clock, clockSource, gate, callbacks);
    }

    @Override
    void order(AioTimer timer, long expireNs) {
        super.order(timer, expireNs);
        if (expireNs < 0) {
            timer.sortNs = -1;
            timer.sequence = -timer.sequence;
        }
    }

    @Override
    boolean mustNotify(long expireNs) {
        return true;
    }
}
