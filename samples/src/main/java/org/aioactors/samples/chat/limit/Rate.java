// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

import java.time.Duration;

/**
 * How often something may happen.
 *
 * @param burst so often at once, at least 1
 * @param interval after which it may happen once more
 */
public record Rate(int burst, Duration interval) {
    /** Checks the values; throws {@link IllegalArgumentException} if one is out of range. */
    public Rate {
        if (burst < 1 || interval.isNegative()) {
            throw new IllegalArgumentException("a rate of " + burst + " at once, one more in " + interval);
        }
    }

    long intervalNs() {
        return interval.toNanos();
    }
}
