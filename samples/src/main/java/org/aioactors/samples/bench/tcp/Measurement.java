// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.aioactors.samples.bench.Machine;

/**
 * What a server did for a load.
 *
 * @param perSecond messages that came back in a second; of a fan-out, messages received
 * @param others processors that others have used meanwhile
 * @param p50Ns from sending a message to receiving it
 * @param p99Ns 99 of 100 messages were not slower
 * @param serverNs processor time of the server for a message; 0 if its process is not known
 * @param loadBusy the share of its time in which a thread of the load was busy
 */
public record Measurement(double perSecond, double others, long p50Ns, long p99Ns, double serverNs, double loadBusy) {
    /**
     * Measures, after a time to warm up. The main thread's; blocks.
     *
     * @param serverCpuNs processor time of the server so far
     */
    public static Measurement of(
            LoadCase shape, int port, int threads, LongSupplier serverCpuNs, long warmUpNs, long durationNs)
            throws IOException {
        try (Load load = Load.start(shape, port, threads)) {
            load.pass(warmUpNs);
            long startNs = System.nanoTime();
            long deliveredBefore = load.delivered();
            long serverBeforeNs = serverCpuNs.getAsLong();
            long ownBeforeNs = Machine.ownCpuNs();
            long allBeforeNs = Machine.busyNs();
            load.countLatencies(true);
            load.pass(durationNs);
            load.countLatencies(false);
            double delivered = load.delivered() - deliveredBefore;
            double elapsedNs = System.nanoTime() - startNs;
            double serverNs = serverCpuNs.getAsLong() - serverBeforeNs;
            double ownNs = Machine.ownCpuNs() - ownBeforeNs;
            double othersNs = Machine.busyNs() - allBeforeNs - ownNs - serverNs;
            LatencyHistogram latencies = load.finish();
            return new Measurement(
                    delivered / elapsedNs * 1e9,
                    Math.max(0, othersNs / elapsedNs),
                    latencies.percentileNs(50),
                    latencies.percentileNs(99),
                    serverNs / Math.max(1, delivered),
                    ownNs / elapsedNs / threads);
        }
    }
}
