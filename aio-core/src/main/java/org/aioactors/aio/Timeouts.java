// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/** Arithmetic on relative timeouts in nanoseconds, where -1 is infinite. */
final class Timeouts {
    static final long INFINITE = -1;

    static final long NS_PER_MS = 1_000_000;

    private Timeouts() {}

    /** In milliseconds, rounded up, so that no wait ends too early. */
    static long toMillis(long ns) {
        return ns < 0 ? INFINITE : ns / NS_PER_MS + (ns % NS_PER_MS == 0 ? 0 : 1);
    }

    /** The earlier of two: as unsigned numbers, infinite is the largest (S21). */
    static long earlier(long aNs, long bNs) {
        return Long.compareUnsigned(aNs, bNs) <= 0 ? aNs : bNs;
    }
}
