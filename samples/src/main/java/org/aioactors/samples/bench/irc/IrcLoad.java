// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.aioactors.samples.bench.BenchArguments;
import org.aioactors.samples.bench.Machine;
import org.aioactors.samples.bench.tcp.Measurement;

/** The load of {@link IrcComparison} alone, for a server that listens already. */
public final class IrcLoad {
    private static final String HELP = """
        usage: IrcLoad --port N [--case NAME] [--rounds N] [--ms N] [--warm-up-ms N] [--threads N]
          clients of IRC at 127.0.0.1; checks every line that comes back
          --port N         where the server listens
          --case NAME      as of IrcComparison (paced-100x20x200)
          --rounds N       how often (1)
          --ms N           milliseconds of a round (10000)
          --warm-up-ms N   milliseconds before that (1000)
          --threads N      threads that share the connections (1)
        """;

    private IrcLoad() {}

    /** Prints a line for each round; see {@code --help}. */
    public static void main(String[] args) throws IOException {
        BenchArguments arguments = BenchArguments.parse(
                HELP, Set.of("--port", "--case", "--rounds", "--ms", "--warm-up-ms", "--threads"), args);
        if (!arguments.has("--port")) {
            arguments.refuse("--port is needed");
        }
        IrcCase shape =
                arguments.list("--case", "paced-100x20x200", IrcCase::parse).get(0);
        System.out.println(Machine.line());
        System.out.printf("%-28s  %12s  %12s  %12s%n", shape.name(), "messages/s", "p50 ns", "p99 ns");
        for (int round = 1; round <= arguments.number("--rounds", 1); round++) {
            Measurement measured = Measurement.of(
                    shape,
                    arguments.number("--port", 0),
                    arguments.number("--threads", 1),
                    () -> 0,
                    TimeUnit.MILLISECONDS.toNanos(arguments.number("--warm-up-ms", 1_000)),
                    TimeUnit.MILLISECONDS.toNanos(arguments.number("--ms", 10_000)));
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
