// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.util.function.LongSupplier;

/** How fast something goes on that needs nobody to drive it. */
final class SteadyRate {
    private SteadyRate() {}

    /**
     * Waits for a quarter of that time to warm up, and then for so long; longer if there was nothing to count. The main
     * thread's.
     *
     * @param count what has been counted so far
     * @return how much was added in a second
     * @throws IllegalStateException if nothing is added within the patience of the system
     */
    static double perSecond(BenchSystem system, LongSupplier count, long durationNs) {
        passWhileNothing(system, count, durationNs / 4);
        long startNs = System.nanoTime();
        long added = passWhileNothing(system, count, durationNs);
        return added * 1e9 / (System.nanoTime() - startNs);
    }

    private static long passWhileNothing(BenchSystem system, LongSupplier count, long durationNs) {
        long startNs = System.nanoTime();
        long before = count.getAsLong();
        BenchSystem.pass(durationNs);
        while (count.getAsLong() == before) {
            if (System.nanoTime() - startNs > system.patience().toNanos()) {
                throw new IllegalStateException(
                        "nothing has happened for " + system.patience().toMillis() + " ms");
            }
            BenchSystem.pass(durationNs);
        }
        return count.getAsLong() - before;
    }
}
