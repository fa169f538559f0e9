// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.time.Instant;

/** Where the clocks' times come from; a test puts its own in place of {@link #SYSTEM}. */
@FunctionalInterface
public interface ClockSource {
    /** The machine's clocks: {@code System.nanoTime} for all but {@link ClockType#HOST}. */
    ClockSource SYSTEM = clock -> clock == ClockType.HOST ? hostNs() : System.nanoTime();

    /** The time of a clock in nanoseconds. Any thread; does not block. */
    long nowNs(ClockType clock);

    private static long hostNs() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
