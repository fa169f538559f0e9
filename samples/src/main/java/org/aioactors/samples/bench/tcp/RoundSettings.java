// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.util.concurrent.TimeUnit;
import org.aioactors.samples.bench.BenchArguments;

/**
 * How long is measured.
 *
 * @param rounds how many, each with all servers in each case
 * @param durationNs of one measurement
 * @param warmUpNs before each measurement
 * @param firstNs of each case before the first round
 * @param threads of the load
 */
public record RoundSettings(int rounds, long durationNs, long warmUpNs, long firstNs, int threads) {
    /** What a command line says, or the defaults. */
    public static RoundSettings of(BenchArguments arguments) {
        return new RoundSettings(
                arguments.number("--rounds", 5),
                TimeUnit.MILLISECONDS.toNanos(arguments.number("--ms", 3000)),
                TimeUnit.MILLISECONDS.toNanos(arguments.number("--warm-up-ms", 500)),
                TimeUnit.MILLISECONDS.toNanos(arguments.number("--first-ms", 3000)),
                arguments.number("--threads", 1));
    }
}
