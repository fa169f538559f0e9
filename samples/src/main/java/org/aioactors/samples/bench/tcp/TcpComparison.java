// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aioactors.samples.bench.BarChart;
import org.aioactors.samples.bench.BenchArguments;
import org.aioactors.samples.bench.Comparison;
import org.aioactors.samples.bench.Machine;
import org.aioactors.samples.bench.RatioTable;

/** Our TCP against Akka's, Netty's and C: servers that do the same take turns under the same loads. */
public final class TcpComparison {
    private static final String CASES = "echo-64x64x1,echo-1000x64x1,echo-64x64x32,echo-64x16384x4,echo-1x64x1,"
            + "fan-out-1000x64x100,tls-echo-64x64x1,tls-echo-64x64x32,tls-echo-64x16384x4";
    private static final String SERVERS = "aio-io-uring,aio-epoll,akka,netty-io-uring,netty-epoll,c-epoll";

    private static final String HELP =
            """
            usage: TcpComparison [--cases NAME,...] [--servers NAME,...] [--rounds N] [--ms N] [--warm-up-ms N]
                                 [--first-ms N] [--threads N] [--server-cpus LIST] [--load-cpus LIST]
                                 [--plot FILE] [--system-calls]
              starts each server in a process of its own, which stands still but while it is measured, and checks
              every byte that comes back; fails if one is wrong
              columns: messages a second that came back (of a fan-out: that were received), medians of the rounds;
              processors that others have used (others): with more than a few hundredths, the figures are theirs
              as well; the latency of a message; the server's processor time for a message (cpu ns); how busy the
              load was (load %%): near 100, the server could do more; the median of the rounds' ratios to the last
              --cases NAME,...     echo-64x16384x4: 64 connections, messages of 16,384 bytes, 4 in flight on each;
                                   fan-out-1000x64x100: 1,000 connections, messages of 64 bytes, rooms of 100
                                   tls-echo-64x16384x4: as echo, encrypted by the JDK's engine
                                   (%s,
                                   %s)
              --servers NAME,...   also aio-poll and, for an echo, aio-io-uring-borrowed and aio-epoll-borrowed
                                   (%s)
              --rounds N           rounds, each with all servers in each case (5)
              --ms N               milliseconds of one measurement (3000)
              --warm-up-ms N       milliseconds before each (500)
              --first-ms N         milliseconds of each case before the first round (3000)
              --threads N          threads of the load (1)
              --server-cpus LIST   where servers run, as taskset has it (0)
              --load-cpus LIST     where the load runs (1)
              --plot FILE          where to write an SVG of the ratios (nowhere)
              --system-calls       after the rounds, counts the servers' system calls by perf
            """.formatted(CASES.substring(0, CASES.indexOf("fan")), CASES.substring(CASES.indexOf("fan")), SERVERS);

    private final BenchArguments arguments;
    private final Set<String> wanted;
    private final Pinning pinning;
    private final RatioTable table = new RatioTable();

    private TcpComparison(BenchArguments arguments, Set<String> wanted, Pinning pinning) {
        this.arguments = arguments;
        this.wanted = wanted;
        this.pinning = pinning;
    }

    /** Prints a table for each case and one of ratios; see {@code --help}. */
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
                        "--threads",
                        "--server-cpus",
                        "--load-cpus",
                        "--plot"),
                Set.of("--system-calls"),
                args);
        List<LoadShape> shapes = arguments.list("--cases", CASES, LoadShape::parse);
        if (arguments.has("--system-calls") && !SystemCalls.canBeCounted()) {
            arguments.refuse("--system-calls needs perf, and to be allowed to count raw_syscalls:sys_enter");
        }
        Set<String> wanted = servers(arguments);
        System.out.println(Machine.line());
        Pinning pinning = Pinning.of(arguments);
        TcpComparison bench = new TcpComparison(arguments, wanted, pinning);
        System.out.println(pinning.line());
        bench.compare(
                TcpPeer.echo(),
                shapes.stream().filter(shape -> isEcho(shape, false)).toList());
        bench.compare(
                TcpPeer.fanOut(),
                shapes.stream().filter(LoadShape.FanOut.class::isInstance).toList());
        bench.compare(
                TcpPeer.tlsEcho(),
                shapes.stream().filter(shape -> isEcho(shape, true)).toList());
        String ratios = bench.table.text();
        System.out.print(ratios);
        if (arguments.has("--plot")) {
            Files.writeString(Path.of(arguments.text("--plot", "")), chart(ratios));
        }
    }

    private static boolean isEcho(LoadShape shape, boolean tls) {
        return shape instanceof LoadShape.Echo echo && echo.tls() == tls;
    }

    private static String chart(String ratios) {
        return BarChart.svg(ratios.lines().toList(), "benchmark", "ratio", "messages a second: ratio", "aio", 1);
    }

    private void compare(List<TcpPeer> peers, List<LoadShape> shapes) throws IOException, InterruptedException {
        List<TcpPeer> chosen =
                peers.stream().filter(peer -> wanted.contains(peer.name())).toList();
        if (shapes.isEmpty() || chosen.isEmpty()) {
            return;
        }
        List<ServerProcess> servers = new ArrayList<>();
        try {
            for (TcpPeer peer : chosen) {
                servers.add(ServerProcess.start(peer.name(), pinning.server(peer.command())));
                servers.get(servers.size() - 1).standStill();
            }
            TcpRounds rounds = new TcpRounds(servers, RoundSettings.of(arguments));
            rounds.warmUp(shapes);
            rounds.compare(shapes).forEach((shape, comparison) -> print(shape, comparison, servers));
            if (arguments.has("--system-calls")) {
                for (LoadShape shape : shapes) {
                    rounds.systemCalls(shape).print();
                }
            }
        } finally {
            servers.forEach(ServerProcess::close);
        }
    }

    private static Set<String> servers(BenchArguments arguments) {
        Set<String> wanted =
                new HashSet<>(List.of(arguments.text("--servers", SERVERS).split(",", -1)));
        Set<String> unknown = new HashSet<>(wanted);
        TcpPeer.echo().forEach(peer -> unknown.remove(peer.name()));
        if (unknown.remove(TcpPeer.C_NAME)) {
            System.err.println("samples/bin/bench-tcp compiles the server in C; it is left out");
        }
        if (!unknown.isEmpty()) {
            arguments.refuse("no server is called " + String.join(" or ", unknown));
        }
        return wanted;
    }

    private void print(LoadShape shape, Comparison comparison, List<ServerProcess> servers) {
        comparison.print();
        String last = servers.get(servers.size() - 1).name();
        for (ServerProcess server : servers.subList(0, servers.size() - 1)) {
            table.add(server.name() + " " + shape.name(), "messages", comparison, server.name(), last, false);
        }
    }
}
