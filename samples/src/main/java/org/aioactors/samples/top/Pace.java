// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait for the next sample. Each costs the target a call over RMI, of a millisecond or two in a JVM that has nothing
 * to do and so never compiles it well: while the target rests, the waits become longer, up to {@value #MOST} times. Of one thread.
 */
final class Pace {
    /** What happens less often than this a second, turns and messages together, is rest. */
    private static final double REST = 50;

    private static final int MOST = 8;

    private final Duration interval;
    private final boolean fixed;
    private int times = 1;
    private @Nullable Sample last;

    /**
     * A pace.
     *
     * @param interval while the target has something to do
     * @param fixed whether it is to be the same while the target rests
     */
    Pace(Duration interval, boolean fixed) {
        this.interval = interval;
        this.fixed = fixed;
    }

    /** After this sample. */
    Duration next(Sample sample) {
        boolean rests = last != null && rests(Rates.between(last, sample));
        last = sample;
        times = rests && !fixed ? Math.min(MOST, 2 * times) : 1;
        return interval.multipliedBy(times);
    }

    /** Somebody looks: as if the target had had something to do. */
    Duration quicken() {
        times = 1;
        return interval;
    }

    private static boolean rests(Rates rates) {
        double events = 0;
        for (Rates.OfDispatcher dispatcher : rates.dispatchers()) {
            for (Rates.OfLoop loop : dispatcher.loops()) {
                events += loop.turns() + loop.messages();
            }
        }
        return events < REST;
    }
}
