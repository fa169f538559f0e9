// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aioactors.samples.bench.Comparison;
import org.aioactors.samples.bench.Machine;

/** Lets servers take turns under the same loads. Servers stand still but while they are measured. The main thread's. */
public final class TcpRounds {
    private final List<ServerProcess> servers;
    private final RoundSettings settings;

    /** Of servers that stand still. */
    public TcpRounds(List<ServerProcess> servers, RoundSettings settings) {
        this.servers = servers;
        this.settings = settings;
    }

    /** Has all servers do all that will be measured, so that it is compiled. */
    public void warmUp(List<? extends LoadCase> shapes) throws IOException, InterruptedException {
        for (ServerProcess server : servers) {
            for (LoadCase shape : shapes) {
                measure(server, shape, settings.firstNs());
            }
        }
    }

    /** Measures all servers under all loads, in each of several rounds. */
    public <C extends LoadCase> Map<C, Comparison> compare(List<C> shapes) throws IOException, InterruptedException {
        Map<C, Comparison> comparisons = new LinkedHashMap<>();
        for (C shape : shapes) {
            comparisons.put(shape, comparison(shape));
        }
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Map.Entry<C, Comparison> comparison : comparisons.entrySet()) {
                compare(comparison.getKey(), comparison.getValue(), round);
            }
        }
        return comparisons;
    }

    /** One round, in which the servers' order is the other way around than in the one before. */
    private void compare(LoadCase shape, Comparison comparison, int round) throws IOException, InterruptedException {
        Measurement[] measured = new Measurement[servers.size()];
        for (int turn = 0; turn < measured.length; turn++) {
            int index = round % 2 == 0 ? measured.length - 1 - turn : turn;
            ServerProcess server = servers.get(index);
            measured[index] = measure(server, shape, settings.durationNs());
            System.err.printf(
                    Locale.ROOT,
                    "%s: round %d: %s %,.0f/s%n",
                    shape.name(),
                    round,
                    server.name(),
                    measured[index].perSecond());
        }
        for (int index = 0; index < measured.length; index++) {
            comparison.add(servers.get(index).name(), values(shape, measured[index]));
        }
    }

    private static Comparison comparison(LoadCase shape) {
        return shape.isPaced()
                ? new Comparison(shape.name(), false, "p99 ns", "others", "p50 ns", "messages/s", "cpu ns", "load %")
                : new Comparison(shape.name(), true, "messages/s", "others", "p50 ns", "p99 ns", "cpu ns", "load %");
    }

    /** In the order of the columns. */
    private static double[] values(LoadCase shape, Measurement one) {
        double first = shape.isPaced() ? one.p99Ns() : one.perSecond();
        double fourth = shape.isPaced() ? one.perSecond() : one.p99Ns();
        return new double[] {first, one.others(), one.p50Ns(), fourth, one.serverNs(), 100 * one.loadBusy()};
    }

    private Measurement measure(ServerProcess server, LoadCase shape, long durationNs)
            throws IOException, InterruptedException {
        server.goOn();
        Measurement measured = Measurement.of(
                shape,
                server.port(),
                settings.threads(),
                () -> Machine.cpuNs(server.pid()),
                settings.warmUpNs(),
                durationNs);
        server.standStill();
        return measured;
    }

    /** Counts what the servers ask of the kernel for one message, once. */
    Comparison systemCalls(LoadShape shape) throws IOException, InterruptedException {
        Comparison comparison = new Comparison("system calls: " + shape.name(), false, "calls");
        for (ServerProcess server : servers) {
            server.goOn();
            comparison.add(
                    server.name(),
                    SystemCalls.perMessage(
                            shape, server, settings.threads(), settings.warmUpNs(), settings.durationNs()));
            server.standStill();
        }
        return comparison;
    }
}
