// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.aioactors.samples.bench.Comparison;
import org.aioactors.samples.bench.Machine;
import org.aioactors.samples.bench.tcp.Load;
import org.aioactors.samples.bench.tcp.Pinning;
import org.aioactors.samples.bench.tcp.RoundSettings;
import org.aioactors.samples.bench.tcp.ServerProcess;

/**
 * What idle clients cost servers: memory, and the processor time of their pings. Each measurement is of a server of its own,
 * because no allocator gives all back. The main thread's.
 */
final class IdleRounds {
    /** Enough to have had each part of a server allocate what it keeps for all clients. */
    private static final IrcCase WARM_UP = IrcCase.parse("fan-out-100x10");

    private final List<String> servers;
    private final IrcServers start;
    private final Pinning pinning;
    private final RoundSettings settings;

    IdleRounds(List<String> servers, IrcServers start, Pinning pinning, RoundSettings settings) {
        this.servers = servers;
        this.start = start;
        this.pinning = pinning;
        this.settings = settings;
    }

    /** Measures all servers in each round. */
    Comparison compare(IrcCase shape) throws IOException, InterruptedException {
        Comparison comparison =
                new Comparison(shape.name(), false, "bytes/client", "others", "RSS growth", "RSS KiB", "idle CPU %");
        for (int round = 1; round <= settings.rounds(); round++) {
            for (String name : servers) {
                try (ServerProcess server = start.start(name, pinning::server)) {
                    double[] measured = measure(server, shape);
                    comparison.add(name, measured);
                    System.err.printf(
                            Locale.ROOT, "%s: round %d: %s %,.0f bytes%n", shape.name(), round, name, measured[0]);
                }
            }
        }
        return comparison;
    }

    private double[] measure(ServerProcess server, IrcCase shape) throws IOException {
        long pid = server.pid();
        try (Load load = Load.start(WARM_UP, server.port(), 1)) {
            load.pass(settings.firstNs());
            load.finish();
        }
        long residentBefore = ServerMemory.residentBytes(pid);
        long usedBefore = ServerMemory.usedBytes(pid);
        try (Load load = Load.start(shape, server.port(), settings.threads())) {
            load.pass(settings.warmUpNs());
            long used = ServerMemory.usedBytes(pid);
            long startNs = System.nanoTime();
            long serverBeforeNs = Machine.cpuNs(pid);
            long ownBeforeNs = Machine.ownCpuNs();
            long allBeforeNs = Machine.busyNs();
            load.pass(settings.durationNs());
            double elapsedNs = System.nanoTime() - startNs;
            double serverNs = Machine.cpuNs(pid) - serverBeforeNs;
            double othersNs = Machine.busyNs() - allBeforeNs - (Machine.ownCpuNs() - ownBeforeNs) - serverNs;
            long resident = ServerMemory.residentBytes(pid);
            return new double[] {
                (double) (used - usedBefore) / shape.clients(),
                Math.max(0, othersNs / elapsedNs),
                (double) (resident - residentBefore) / shape.clients(),
                resident / 1024.0,
                100 * serverNs / elapsedNs
            };
        }
    }
}
