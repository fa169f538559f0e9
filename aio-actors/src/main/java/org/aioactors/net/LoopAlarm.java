// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioTimer;
import org.aioactors.aio.ClockType;

/** A loop's timer for a {@link Patience}. Loop thread only. */
final class LoopAlarm implements Patience.Alarm, Runnable {
    private final AioContext context;
    private final Patience patience;
    private final AioTimer timer;

    LoopAlarm(AioContext context, Patience patience) {
        this.context = context;
        this.patience = patience;
        this.timer = context.newTimer(ClockType.REALTIME, this);
    }

    /** The loop's: the time has come. */
    @Override
    public void run() {
        patience.onAlarm();
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
