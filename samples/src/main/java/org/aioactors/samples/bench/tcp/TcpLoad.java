// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.aioactors.samples.bench.BenchArguments;
import org.aioactors.samples.bench.Machine;

/** A load for any server of this package, or another that does the same. */
public final class TcpLoad {
    private static final String HELP = """
            usage: TcpLoad --port N [--case NAME] [--rounds N] [--ms N] [--warm-up-ms N] [--threads N]
              loads a server on this machine and checks every byte that comes back; fails if one is wrong
              --port N         where the server listens
              --case NAME      echo-64x64x1: 64 connections, messages of 64 bytes, 1 in flight on each (this one)
                               fan-out-1000x64x100: 1,000 connections, messages of 64 bytes, rooms of 100
              --rounds N       rounds, each with new connections (5)
              --ms N           milliseconds of a round (3000)
              --warm-up-ms N   milliseconds before that (1000)
              --threads N      threads that share the connections (1)
              columns: messages a second that came back (of a fan-out: that were received), and how long they took
            """;

    private TcpLoad() {}

    /** Prints a line for each round; see {@code --help}. */
    public static void main(String[] args) throws IOException {
        BenchArguments arguments = BenchArguments.parse(
                HELP, Set.of("--port", "--case", "--rounds", "--ms", "--warm-up-ms", "--threads"), args);
        if (!arguments.has("--port")) {
            arguments.refuse("--port is needed");
        }
        LoadShape shape =
                arguments.list("--case", "echo-64x64x1", LoadShape::parse).get(0);
        System.out.println(Machine.line());
        System.out.printf("%-28s  %12s  %12s  %12s%n", shape.name(), "messages/s", "p50 ns", "p99 ns");
        for (int round = 1; round <= arguments.number("--rounds", 5); round++) {
            Measurement measured = Measurement.of(
                    shape,
                    arguments.number("--port", 0),
                    arguments.number("--threads", 1),
                    () -> 0,
                    TimeUnit.MILLISECONDS.toNanos(arguments.number("--warm-up-ms", 1000)),
                    TimeUnit.MILLISECONDS.toNanos(arguments.number("--ms", 3000)));
            System.out.printf(
                    Locale.ROOT,
                    "%-28s  %12.0f  %12d  %12d%n",
                    "round " + round,
                    measured.perSecond(),
                    measured.p50Ns(),
                    measured.p99Ns());
        }
    }
}
