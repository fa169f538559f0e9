// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.junit.jupiter.api.BeforeEach;

/** Timers in fake time: a wait takes as long as its timeout. */
abstract class TimerContract extends MonitorContract {
    static final long START_NS = 1_000_000_000;

    final FakeClock clock = new FakeClock(START_NS);

    TimerContract(MonitorSetup setup) {
        super(setup);
    }

    @Override
    AioContextBuilder builder() {
        return super.builder().clock(clock);
    }

    @BeforeEach
    void sleepInFakeTime() {
        kernel.sleepIn(clock);
    }

    AioTimer timer(String name) {
        return context.newTimer(ClockType.REALTIME, logging(name));
    }

    AioTimer armed(String name, long afterNs) {
        AioTimer timer = timer(name);
        timer.modify(START_NS + afterNs);
        return timer;
    }
}
