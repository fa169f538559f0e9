// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.aioactors.samples.bench.BarChart;
import org.aioactors.samples.bench.BenchArguments;
import org.aioactors.samples.bench.Comparison;
import org.aioactors.samples.bench.Machine;
import org.aioactors.samples.bench.RatioTable;
import org.aioactors.samples.bench.tcp.Pinning;
import org.aioactors.samples.bench.tcp.RoundSettings;
import org.aioactors.samples.bench.tcp.ServerProcess;
import org.aioactors.samples.bench.tcp.TcpRounds;

/** Servers of IRC take turns under the same loads. */
public final class IrcComparison {
    private static final String CASES =
            "fan-out-1000x100,fan-out-100x10,joins-100x10,paced-1000x100x500,idle-10000,idle-10000x100";
    private static final String SERVERS = "chat,ngircd,inspircd,netty-epoll";

    private static final String HELP = """
            usage: IrcComparison [--cases NAME,...] [--servers NAME,...] [--rounds N] [--ms N] [--warm-up-ms N]
                                 [--first-ms N] [--threads N] [--server-cpus LIST] [--load-cpus LIST] [--plot FILE]
              starts each server in a process of its own, which stands still but while it is measured, and checks
              every line that comes back; fails if one is wrong
              columns: messages a second that were received, or joins, medians of the rounds; processors that others
              have used (others): with more than a few hundredths, the figures are theirs as well; the latency of a
              message or join; the server's processor time for one (cpu ns); how busy the load was (load %%): near
              100, the server could do more; the median of the rounds' ratios to the last server, of a
              paced load those of the 99th percentile
              of idle clients: bytes of live heap for each, of servers in C of resident memory; what the resident
              memory has grown by for each; all of it; processor time of the server
              --cases NAME,...     fan-out-1000x100: 1,000 clients in channels of 100, each with one message under way
                                   joins-100x10: 100 clients that join and part, in channels of 10
                                   paced-1000x100x500: as fan-out, 500 messages a second by the clock; the latency
                                   counts from when a message was due
                                   idle-10000x100: 10,000 idle clients in channels of 100; idle-10000: in none
                                   (%s,
                                   %s)
              --servers NAME,...   also netty-io-uring; those of Debian are left out where they are not installed
                                   (%s)
              --rounds N           rounds, each with all servers in each case (5)
              --ms N               milliseconds of one measurement (3000)
              --warm-up-ms N       milliseconds before each (500)
              --first-ms N         milliseconds of each case before the first round (3000)
              --threads N          threads of the load (1)
              --server-cpus LIST   where servers run, as taskset has it (0)
              --load-cpus LIST     where the load runs (1)
              --plot FILE          where to write an SVG of the ratios (nowhere)
            """.formatted(
                    CASES.substring(0, CASES.indexOf(",paced")), CASES.substring(CASES.indexOf("paced")), SERVERS);

    private final BenchArguments arguments;
    private final List<String> servers;
    private final Pinning pinning;
    private final IrcServers start;
    private final RatioTable table = new RatioTable();

    private IrcComparison(BenchArguments arguments, List<String> servers, Pinning pinning, IrcServers start) {
        this.arguments = arguments;
        this.servers = servers;
        this.pinning = pinning;
        this.start = start;
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
                args);
        List<IrcCase> cases = arguments.list("--cases", CASES, IrcCase::parse);
        List<String> servers = servers(arguments);
        System.out.println(Machine.line());
        Pinning pinning = Pinning.of(arguments);
        System.out.println(pinning.line());
        Path folder = Files.createTempDirectory("bench-irc");
        try {
            String ratios = new IrcComparison(arguments, servers, pinning, new IrcServers(folder, "")).compare(cases);
            System.out.print(ratios);
            if (arguments.has("--plot")) {
                Files.writeString(Path.of(arguments.text("--plot", "")), chart(ratios));
            }
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String chart(String ratios) {
        return BarChart.svg(ratios.lines().toList(), "benchmark", "ratio", "IRC servers: ratio", "chat", 1);
    }

    private static List<String> servers(BenchArguments arguments) {
        List<String> there = new ArrayList<>();
        for (String name : arguments.text("--servers", SERVERS).split(",", -1)) {
            if (!IrcServers.NAMES.contains(name)) {
                arguments.refuse("no server is called " + name);
            }
            if (IrcServers.isThere(name)) {
                there.add(name);
            } else {
                System.err.println(name + " is not installed; it is left out");
            }
        }
        if (there.isEmpty()) {
            arguments.refuse("none of these servers is installed");
        }
        return there;
    }

    private String compare(List<IrcCase> cases) throws IOException, InterruptedException {
        RoundSettings settings = RoundSettings.of(arguments);
        List<IrcCase> loads =
                cases.stream().filter(each -> each.kind() != IrcCase.Kind.IDLE).toList();
        if (!loads.isEmpty()) {
            compareLoads(loads, settings);
        }
        for (IrcCase each : cases) {
            if (each.kind() == IrcCase.Kind.IDLE) {
                add(each, new IdleRounds(servers, start, pinning, settings).compare(each));
            }
        }
        return table.text();
    }

    private void compareLoads(List<IrcCase> loads, RoundSettings settings) throws IOException, InterruptedException {
        List<ServerProcess> processes = new ArrayList<>();
        try {
            for (String name : servers) {
                processes.add(start.start(name, pinning::server));
                processes.get(processes.size() - 1).standStill();
            }
            TcpRounds rounds = new TcpRounds(processes, settings);
            rounds.warmUp(loads);
            rounds.compare(loads).forEach(this::add);
        } finally {
            processes.forEach(ServerProcess::close);
        }
    }

    private void add(IrcCase shape, Comparison comparison) {
        comparison.print();
        String last = servers.get(servers.size() - 1);
        for (String server : servers.subList(0, servers.size() - 1)) {
            table.add(server + " " + shape.name(), shape.kind().counted(), comparison, server, last, false);
        }
    }
}
