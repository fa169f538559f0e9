// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The same thing in two samples.
 *
 * @param before null if it was not there
 * @param seconds the time between the samples
 */
record Change<T>(@Nullable T before, T now, double seconds) {
    /** By how much a count grew; 0 if it went back, since then another thing has the name. */
    long count(ToLongFunction<T> counter) {
        long first = before == null ? 0 : counter.applyAsLong(before);
        return Math.max(0, counter.applyAsLong(now) - first);
    }

    /** The same for a second. */
    double rate(ToLongFunction<T> counter) {
        return count(counter) / seconds;
    }
}
