// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.samples.bench.PacedLoop.Source;

/**
 * How soon a loop hears of events that come at a steady pace, and what that costs: for several paces, limits of busy
 * polling, monitors, and kinds of events, in alternating rounds.
 */
public final class PacedWakeups {
    private static final String HELP = """
            usage: PacedWakeups [--gaps US,...] [--max US,...] [--rounds N] [--ms N] [--idle MS]
              one thread sends events at exact times, a loop on another receives them. Events are eventfd writes that
              only the kernel knows of (FD), or bottom halves (BOTTOM_HALF). Measured:
                p50, p99  from sending to the callback, in nanoseconds
                busy      the loop's processor time while events come, as a share of a processor
                idle      the same for the time after the last event
              --gaps US,...  microseconds between events (20,50,100,200,500,1000)
              --max US,...   the longest that the loop may busy-poll, besides 0, in microseconds (32,200)
              --rounds N     rounds, each with everything (3)
              --ms N         milliseconds of events in a round (200)
              --idle MS      milliseconds without events, in the last round (1000)
            """;

    private static final int MIN_EVENTS = 200;
    private static final List<FdMonitorKind> MONITORS = List.of(FdMonitorKind.EPOLL, FdMonitorKind.IO_URING);

    /** One line of the table. */
    private static final class Case {
        final Source source;
        final FdMonitorKind monitor;
        final long gapNs;
        final long pollMaxNs;
        final LongSamples latencies = new LongSamples(0);
        double busySum;
        double idle;

        Case(Source source, FdMonitorKind monitor, long gapNs, long pollMaxNs) {
            this.source = source;
            this.monitor = monitor;
            this.gapNs = gapNs;
            this.pollMaxNs = pollMaxNs;
        }

        void run(long durationNs, long idleNs) {
            int events = (int) Math.max(MIN_EVENTS, durationNs / gapNs);
            LongSamples ofRound = new LongSamples(events);
            try (PacedLoop loop = new PacedLoop(source, monitor, pollMaxNs)) {
                loop.run(gapNs, events / 4, new LongSamples(0)); // the controller finds its window
                busySum += loop.run(gapNs, events, ofRound);
                idle = loop.idle(idleNs);
            }
            latencies.addAll(ofRound);
        }

        void print(int rounds) {
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %-9s %7d %7d %8d %8d %7.0f%% %7.2f%%%n",
                    source,
                    monitor,
                    gapNs / 1_000,
                    pollMaxNs / 1_000,
                    latencies.median(),
                    latencies.percentile(99),
                    100 * busySum / rounds,
                    100 * idle);
        }
    }

    private PacedWakeups() {}

    /** Prints a table; see {@code --help}. */
    public static void main(String[] args) {
        BenchArguments arguments =
                BenchArguments.parse(HELP, Set.of("--gaps", "--max", "--rounds", "--ms", "--idle"), args);
        List<Case> cases =
                cases(arguments.numbers("--gaps", 20, 50, 100, 200, 500, 1_000), arguments.numbers("--max", 32, 200));
        int rounds = arguments.number("--rounds", 3);
        long durationNs = Duration.ofMillis(arguments.number("--ms", 200)).toNanos();
        long idleNs = Duration.ofMillis(arguments.number("--idle", 1_000)).toNanos();
        System.out.println(Machine.line());
        warmUp(durationNs);
        for (int round = 1; round <= rounds; round++) {
            System.err.printf(Locale.ROOT, "round %d of %d%n", round, rounds);
            for (Case one : cases) {
                one.run(durationNs, round == rounds ? idleNs : 1);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-12s %-9s %7s %7s %8s %8s %8s %8s%n",
                "event",
                "monitor",
                "gap us",
                "max us",
                "p50 ns",
                "p99 ns",
                "busy",
                "idle");
        cases.forEach(one -> one.print(rounds));
    }

    private static List<Case> cases(int[] gapsUs, int... maxUs) {
        List<Case> cases = new ArrayList<>();
        for (Source source : Source.values()) {
            for (FdMonitorKind monitor : MONITORS) {
                for (int gap : gapsUs) {
                    cases.add(new Case(source, monitor, gap * 1_000L, 0));
                    for (int max : maxUs) {
                        cases.add(new Case(source, monitor, gap * 1_000L, max * 1_000L));
                    }
                }
            }
        }
        return cases;
    }

    private static void warmUp(long durationNs) {
        System.err.println("warm-up");
        for (Case one : cases(new int[] {20}, 200)) {
            one.run(durationNs, 1);
        }
    }
}
