// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioTimer;
import org.aioactors.aio.ClockType;

/** A loop's timer for a {@link Patience}. Loop thread only. */
final class LoopAlarm implements Patience.Alarm {
    private final AioContext context;
    private final AioTimer timer;

    private LoopAlarm(AioContext context, Patience patience) {
        this.context = context;
        this.timer = context.newTimer(ClockType.REALTIME, patience::onAlarm);
    }

    /** A limit of time whose timer is the loop's. */
    static Patience patience(AioContext context, Runnable onOver) {
        Patience patience = new Patience(onOver);
        patience.use(new LoopAlarm(context, patience));
        return patience;
    }

    @Override
    public void set(long delayNs) {
        timer.modify(context.nowNs(ClockType.REALTIME) + delayNs);
    }

    @Override
    public void cancel() {
        timer.cancel();
    }
}
