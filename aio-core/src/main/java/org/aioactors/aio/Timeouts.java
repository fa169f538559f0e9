// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/** Arithmetic on relative timeouts in nanoseconds, where -1 is infinite. */
final class Timeouts {
    static final long INFINITE = -1;

    private Timeouts() {}

    /** The earlier of two: as unsigned numbers, infinite is the largest (S21). */
    static long earlier(long aNs, long bNs) {
        return Long.compareUnsigned(aNs, bNs) <= 0 ? aNs : bNs;
    }
}
