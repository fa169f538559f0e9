// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

/** Something to compute that no compiler leaves out: as a service does between two messages. */
final class Computation {
    private Computation() {}

    /** A number that depends on this one, by so many steps of Knuth's linear congruential generator. */
    static long of(long number, int steps) {
        long value = number;
        for (int step = 0; step < steps; step++) {
            value = value * 6364136223846793005L + 1442695040888963407L;
        }
        return value;
    }
}
