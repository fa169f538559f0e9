// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Akka dispatchers against each other: messages between two actors, and to one that mostly waits. */
public final class PingPong {
    private static final String HELP = """
            usage: PingPong [--modes MODE,...] [--dispatchers all|configured] [--config FILE]
                            [--rounds N] [--warm-up N] [--trips N] [--ms N] [--in-flight N] [--pairs N]
                            [--rate N] [--idle MS]
              compares dispatchers: all that bench.conf lists, or only the two that bench.ping-dispatcher and
              bench.pong-dispatcher name, as in -Dbench.pong-dispatcher=akka.actor.default-dispatcher
              modes, each with a table:
                round-trip  one message between two actors: p50 and p99 of a trip there and back
                ask         the same by ActorContext.ask
                aio-ask     the same by AioAsk.ask
                one-thread  two actors on one thread, many messages in flight: messages a second
                one-thread-pairs
                            as many messages, each with a pair of actors of its own
                pairs       many pairs on two threads, one message in flight in each: messages a second,
                            how many pairs had any at all (served), the median pair's messages a second, and
                            the busiest pair's share of all
                paced       messages at a steady rate from a thread outside: p50 and p99 from sending to receiving,
                            and the share of a processor that the dispatcher's threads take meanwhile (busy) and
                            afterwards (idle); `process` is all of the JVM's threads meanwhile idle
              columns: cpu is the processor time of the dispatchers' threads for a trip or a message; all are medians
              of the rounds; ratio is how many times better the first value is than that of the table's last line
              --modes MODE,...  (all)
              --config FILE     configuration that comes before bench.conf; -Dkey=value comes before both
              --rounds N        rounds, each with everything (5)
              --warm-up N       rounds before that (2)
              --trips N         trips in a round (20000), besides a quarter, and --ms, to warm up
              --ms N            milliseconds of a round of the other modes (500)
              --in-flight N     messages in flight in the modes one-thread and one-thread-pairs (64)
              --pairs N         pairs in mode pairs; an even number (1000)
              --rate N          messages a second in mode paced (1000)
              --idle MS         milliseconds without messages (1000)
            """;

    private static final List<String> MODES =
            List.of("round-trip", "ask", "aio-ask", "one-thread", "one-thread-pairs", "pairs", "paced");
    private static final Set<String> OPTIONS = Set.of(
            "--modes",
            "--dispatchers",
            "--config",
            "--rounds",
            "--warm-up",
            "--trips",
            "--ms",
            "--in-flight",
            "--pairs",
            "--rate",
            "--idle");

    private final Config config;
    private final int rounds;
    private final int warmUpRounds;
    private final int trips;
    private final long durationNs;
    private final int inFlight;
    private final int pairs;
    private final int rate;
    private final long idleNs;
    private final boolean onlyConfigured;

    private PingPong(Config config, BenchArguments arguments) {
        this.config = config;
        rounds = arguments.number("--rounds", 5);
        warmUpRounds = arguments.number("--warm-up", 2);
        trips = arguments.number("--trips", 20_000);
        durationNs = Duration.ofMillis(arguments.number("--ms", 500)).toNanos();
        inFlight = arguments.number("--in-flight", 64);
        pairs = arguments.number("--pairs", 1_000);
        rate = arguments.number("--rate", 1_000);
        idleNs = Duration.ofMillis(arguments.number("--idle", 1_000)).toNanos();
        String dispatchers = arguments.text("--dispatchers", "all");
        if (!Set.of("all", "configured").contains(dispatchers)) {
            arguments.refuse("--dispatchers must be all or configured, not '" + dispatchers + "'");
        }
        onlyConfigured = dispatchers.equals("configured");
    }

    /** Prints a table for each mode; see {@code --help}. */
    public static void main(String[] args) {
        BenchArguments arguments = BenchArguments.parse(HELP, OPTIONS, args);
        List<String> modes =
                List.of(arguments.text("--modes", String.join(",", MODES)).split(",", -1));
        for (String mode : modes) {
            if (!MODES.contains(mode)) {
                arguments.refuse("no mode is called '" + mode + "'; there are " + String.join(", ", MODES));
            }
        }
        PingPong bench = new PingPong(BenchConfig.load(arguments), arguments);
        System.out.println(Machine.line());
        for (String mode : modes) {
            bench.compare(mode);
        }
    }

    private void compare(String mode) {
        List<DispatcherPair> compared =
                onlyConfigured ? List.of(DispatcherPair.configured(config)) : DispatcherPair.compared(config, mode);
        Comparison table = emptyTable(mode);
        for (int round = 1 - warmUpRounds; round <= rounds; round++) {
            System.err.printf(Locale.ROOT, "%s: round %d of %d (below 1: warm-up)%n", mode, round, rounds);
            for (DispatcherPair pair : compared) {
                try (BenchSystem system = new BenchSystem(config, pair)) {
                    double[] values = measure(mode, system);
                    System.err.printf(Locale.ROOT, "  %-30s %,.0f%n", pair.label(), values[0]);
                    if (round > 0) {
                        table.add(pair.label(), values);
                    }
                }
            }
        }
        table.print();
    }

    private static Comparison emptyTable(String mode) {
        return switch (mode) {
            case "one-thread", "one-thread-pairs", "pairs" ->
                new Comparison(mode, true, "messages/s", "cpu ns", "served", "median/s", "busiest %");
            case "paced" -> new Comparison(mode, false, "p50 ns", "p99 ns", "busy %", "idle %", "process %");
            default -> new Comparison(mode, false, "p50 ns", "p99 ns", "cpu ns");
        };
    }

    private double[] measure(String mode, BenchSystem system) {
        return switch (mode) {
            case "round-trip" -> RoundTrips.measure(system, RoundTrips.Way.TELL, trips, durationNs);
            case "ask" -> RoundTrips.measure(system, RoundTrips.Way.ASK, trips, durationNs);
            case "aio-ask" -> RoundTrips.measure(system, RoundTrips.Way.AIO_ASK, trips, durationNs);
            case "one-thread" -> Throughput.measure(system, 1, inFlight, durationNs);
            case "one-thread-pairs" -> Throughput.measure(system, inFlight, 1, durationNs);
            case "pairs" -> Throughput.measure(system, pairs, 1, durationNs);
            case "paced" -> PacedMessages.measure(system, rate, durationNs, idleNs);
            default -> throw new IllegalArgumentException(mode);
        };
    }
}
