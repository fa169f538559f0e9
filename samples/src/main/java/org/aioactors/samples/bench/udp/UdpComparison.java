// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.udp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.aioactors.samples.bench.BenchArguments;
import org.aioactors.samples.bench.Comparison;
import org.aioactors.samples.bench.Machine;
import org.aioactors.samples.bench.tcp.Pinning;
import org.aioactors.samples.bench.tcp.ServerProcess;

/** Our UDP against Akka's and C: echo servers take turns under the same loads. */
public final class UdpComparison {
    private static final String CASES = "echo-64x64x8,echo-64x64x1";
    private static final String SERVERS = "aio-io-uring,aio-epoll,aio-epoll-apart,aio-epoll-offload,akka,c";

    private static final String HELP = """
            usage: UdpComparison [--cases NAME,...] [--servers NAME,...] [--rounds N] [--ms N] [--warm-up-ms N]
                                 [--first-ms N] [--server-cpus LIST] [--load-cpus LIST]
              starts each server in a process of its own, which stands still but while it is measured, and checks each
              datagram that comes back; fails if one is wrong
              columns: datagrams a second that came back, medians of the rounds; processors that others have used
              (others); the latency of a datagram; the server's processor time for one (cpu ns); how busy the load was
              (load %%): near 100, the server could do more; how many of 100 were lost (lost %%); the median of the rounds'
              ratios to the last
              --cases NAME,...     echo-64x64x8: 64 peers, datagrams of 64 bytes, 8 of each in flight (%s)
              --servers NAME,...   aio-MONITOR, also -apart: without segmentation, or -offload: with receive offload; akka; c
                                   (%s)
              --rounds N           rounds, each with all servers in each case (5)
              --ms N               milliseconds of one measurement (2000)
              --warm-up-ms N       milliseconds before each (500)
              --first-ms N         milliseconds of each case before the first round (3000)
              --server-cpus LIST   where servers run, as taskset has it (0)
              --load-cpus LIST     where the load runs (1)
            """.formatted(CASES, SERVERS);

    /** Where {@code samples/bin/bench-udp} puts the server in C. */
    private static final Path C_ECHO = Path.of("samples/target/bench-udp/udp-echo");

    private final List<ServerProcess> servers;
    private final BenchArguments arguments;

    private UdpComparison(List<ServerProcess> servers, BenchArguments arguments) {
        this.servers = servers;
        this.arguments = arguments;
    }

    /** Prints a table for each case; see {@code --help}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        BenchArguments arguments = BenchArguments.parse(
                HELP,
                Set.of(
                        "--cases",
                        "--servers",
                        "--rounds",
                        "--ms",
                        "--warm-up-ms",
                        "--first-ms",
                        "--server-cpus",
                        "--load-cpus"),
                args);
        List<UdpShape> shapes = shapes(arguments);
        List<String> names = List.of(arguments.text("--servers", SERVERS).split(",", -1));
        System.out.println(Machine.line());
        Pinning pinning = Pinning.of(arguments);
        System.out.println(pinning.line());
        List<ServerProcess> servers = new ArrayList<>();
        try {
            for (String name : names) {
                servers.add(ServerProcess.start(name, pinning.server(command(name, arguments))));
                servers.get(servers.size() - 1).standStill();
            }
            new UdpComparison(servers, arguments).compare(shapes);
        } finally {
            servers.forEach(ServerProcess::close);
        }
    }

    private static List<UdpShape> shapes(BenchArguments arguments) {
        try {
            return Arrays.stream(arguments.text("--cases", CASES).split(",", -1))
                    .map(UdpShape::parse)
                    .toList();
        } catch (IllegalArgumentException e) {
            arguments.refuse(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private static List<String> command(String name, BenchArguments arguments) {
        if (name.equals("c")) {
            if (!Files.isExecutable(C_ECHO)) {
                arguments.refuse(
                        "samples/bin/bench-udp compiles the server in C, and has not: leave c out of --servers");
            }
            return List.of(C_ECHO.toString());
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
        if (name.equals("akka")) {
            command.add(AkkaUdpEcho.class.getName());
        } else if (name.matches("aio-(io-uring|epoll|poll)(-apart|-offload)?")) {
            command.addAll(List.of(
                    AioUdpEcho.class.getName(),
                    "--monitor",
                    name.replaceAll("aio-|-apart|-offload", ""),
                    "--segmentation",
                    name.endsWith("-apart") ? "off" : "on",
                    "--offload",
                    name.endsWith("-offload") ? "on" : "off"));
        } else {
            arguments.refuse("no server is called " + name);
        }
        return command;
    }

    private void compare(List<UdpShape> shapes) throws InterruptedException {
        for (ServerProcess server : servers) {
            for (UdpShape shape : shapes) {
                measure(server, shape, 0, ms("--first-ms", 3000));
            }
        }
        Map<UdpShape, Comparison> comparisons = new LinkedHashMap<>();
        for (UdpShape shape : shapes) {
            comparisons.put(
                    shape,
                    new Comparison(
                            shape.name(),
                            true,
                            "datagrams/s",
                            "others",
                            "p50 ns",
                            "p99 ns",
                            "cpu ns",
                            "load %",
                            "lost %"));
        }
        for (int round = 1; round <= arguments.number("--rounds", 5); round++) {
            for (Map.Entry<UdpShape, Comparison> each : comparisons.entrySet()) {
                compare(each.getKey(), each.getValue(), round);
            }
        }
        comparisons.values().forEach(Comparison::print);
    }

    private long ms(String option, int otherwise) {
        return TimeUnit.MILLISECONDS.toNanos(arguments.number(option, otherwise));
    }

    /** One round, in which the servers' order is the other way around than in the one before. */
    private void compare(UdpShape shape, Comparison comparison, int round) throws InterruptedException {
        double[][] measured = new double[servers.size()][];
        for (int turn = 0; turn < measured.length; turn++) {
            int index = round % 2 == 0 ? measured.length - 1 - turn : turn;
            ServerProcess server = servers.get(index);
            measured[index] = measure(server, shape, ms("--warm-up-ms", 500), ms("--ms", 2000));
            System.err.printf(
                    Locale.ROOT, "%s: round %d: %s %,.0f/s%n", shape.name(), round, server.name(), measured[index][0]);
        }
        for (int index = 0; index < measured.length; index++) {
            comparison.add(servers.get(index).name(), measured[index]);
        }
    }

    private static double[] measure(ServerProcess server, UdpShape shape, long warmUpNs, long durationNs)
            throws InterruptedException {
        server.goOn();
        try (UdpLoad load = new UdpLoad(shape, server.port())) {
            load.run(warmUpNs);
            long echoedBefore = load.echoed();
            long lostBefore = load.lost();
            long serverBeforeNs = Machine.cpuNs(server.pid());
            long ownBeforeNs = Machine.ownCpuNs();
            long allBeforeNs = Machine.busyNs();
            long startNs = System.nanoTime();
            load.run(durationNs);
            double elapsedNs = System.nanoTime() - startNs;
            double serverNs = Machine.cpuNs(server.pid()) - serverBeforeNs;
            double ownNs = Machine.ownCpuNs() - ownBeforeNs;
            double othersNs = Machine.busyNs() - allBeforeNs - ownNs - serverNs;
            double echoed = load.echoed() - echoedBefore;
            double lost = load.lost() - lostBefore;
            return new double[] {
                echoed / elapsedNs * 1e9,
                Math.max(0, othersNs / elapsedNs),
                load.latencies().percentileNs(50),
                load.latencies().percentileNs(99),
                serverNs / Math.max(1, echoed),
                100 * ownNs / elapsedNs,
                100 * lost / Math.max(1, echoed + lost)
            };
        } finally {
            server.standStill();
        }
    }
}
