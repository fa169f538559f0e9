// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Two dispatchers against each other, each with many actors of its own: who serves whom, on which thread. */
public final class InsideDispatcher {
    private static final String HELP = """
            usage: InsideDispatcher [--benchmarks NAME,...] [--config FILE] [--rounds N] [--warm-up N] [--ms N]
                                    [--quick]
              compares the two dispatchers that bench.compare.inside lists, and for HTTP those of bench.compare.http:
                pairs-natural  1,000 pairs, spawned one after the other, with one message in flight in each
                pairs          the same, all of one side spawned first
                ring           100 actors that pass on one token
                ring-tokens    the same with 16 tokens
                fan            one actor sends to 100, which send to one
                tree           1,111 children, each of which lives for one question
                buffer         20 producers and 20 consumers of an actor that holds 50 items
                blocking       100 actors in pairs, of which 10 sleep for 5 ms at each message without announcing
                               it: messages of the 40 pairs where neither does
                chameneos      100 creatures that meet in a mall
                banking        1,000 accounts, 100 transfers at a time
                http-5, http-20, http-50
                               an HTTP handler that sleeps for so many ms without announcing it; 32 clients
              each checks what came of it, and ends the program if anything was lost, done twice, or wrong
              columns: the operations a second of either, medians of the rounds; the median, the least and the
              greatest of the rounds' ratios; how many processors other processes used meanwhile (others): with more
              than a few hundredths, the figures are theirs as well; the geometric mean leaves HTTP out
              --benchmarks NAME,...  (all)
              --config FILE          configuration that comes before bench.conf; -Dkey=value comes before both
              --rounds N             rounds, each with both (5)
              --warm-up N            rounds before that (2)
              --ms N                 milliseconds of a round, besides a quarter to warm up; four times as many for HTTP
                                     (500)
              --quick                few actors, one round, 10 ms, no warm-up: to see that all works
            """;

    private final Config config;
    private final int rounds;
    private final int warmUpRounds;
    private final long durationNs;
    private final RatioTable table = new RatioTable();

    private InsideDispatcher(Config config, BenchArguments arguments) {
        this.config = config;
        boolean quick = arguments.has("--quick");
        rounds = arguments.number("--rounds", quick ? 1 : 5);
        warmUpRounds = arguments.number("--warm-up", quick ? 0 : 2);
        durationNs =
                Duration.ofMillis(arguments.number("--ms", quick ? 10 : 500)).toNanos();
    }

    /** Prints a table of ratios; see {@code --help}. */
    public static void main(String[] args) {
        BenchArguments arguments = BenchArguments.parse(
                HELP, Set.of("--benchmarks", "--config", "--rounds", "--warm-up", "--ms"), Set.of("--quick"), args);
        Map<String, Workload> chosen = chosen(arguments);
        InsideDispatcher bench = new InsideDispatcher(BenchConfig.load(arguments), arguments);
        System.out.println(Machine.line());
        chosen.values().stream().map(Workload::question).distinct().forEach(question -> {
            List<DispatcherPair> two = bench.compared(question);
            System.out.printf(
                    "# %s: %s against %s%n",
                    question, two.get(0).label(), two.get(1).label());
        });
        chosen.forEach(bench::compare);
        System.out.print(bench.table.text());
        System.out.println(Machine.line());
    }

    private static Map<String, Workload> chosen(BenchArguments arguments) {
        Map<String, Workload> all = arguments.has("--quick") ? Workloads.quick() : Workloads.full();
        Map<String, Workload> chosen = new LinkedHashMap<>();
        for (String name :
                arguments.text("--benchmarks", String.join(",", all.keySet())).split(",", -1)) {
            Workload workload = all.get(name);
            if (workload == null) {
                arguments.refuse("no benchmark is called '" + name + "'; there are " + String.join(", ", all.keySet()));
                throw new IllegalArgumentException(name);
            }
            chosen.put(name, workload);
        }
        return chosen;
    }

    private List<DispatcherPair> compared(String question) {
        List<DispatcherPair> two = DispatcherPair.compared(config, question);
        if (two.size() != 2) {
            throw new IllegalArgumentException("bench.compare." + question + " must list two dispatchers");
        }
        return two;
    }

    private void compare(String name, Workload workload) {
        List<DispatcherPair> two = compared(workload.question());
        DispatcherPair first = two.get(0);
        DispatcherPair second = two.get(1);
        Comparison rates = new Comparison(name, true, workload.operations(), "others");
        for (int round = 1 - warmUpRounds; round <= rounds; round++) {
            boolean secondBegins = round % 2 == 0; // what grows or wears off within a round is then nobody's advantage
            double[] early = measure(workload, secondBegins ? second : first);
            double[] late = measure(workload, secondBegins ? first : second);
            double[] ours = secondBegins ? late : early;
            double[] theirs = secondBegins ? early : late;
            System.err.printf(
                    Locale.ROOT,
                    "%s: round %d of %d (below 1: warm-up): %,.0f and %,.0f %s/s, %.2f%n",
                    name,
                    round,
                    rounds,
                    ours[0],
                    theirs[0],
                    workload.operations(),
                    ours[0] / theirs[0]);
            if (round > 0) {
                rates.add(first.label(), ours);
                rates.add(second.label(), theirs);
            }
        }
        boolean counts = workload.question().equals("inside");
        table.add(name, workload.operations(), rates, first.label(), second.label(), counts);
    }

    /** Operations a second, and how many processors others used meanwhile. */
    private double[] measure(Workload workload, DispatcherPair dispatchers) {
        try (BenchSystem system = new BenchSystem(workload.config(config, dispatchers), dispatchers)) {
            long startNs = System.nanoTime();
            long startOthersNs = Machine.busyNs() - Machine.ownCpuNs();
            double perSecond = workload.perSecond(system, durationNs);
            double othersNs = Machine.busyNs() - Machine.ownCpuNs() - startOthersNs;
            return new double[] {perSecond, Math.max(0, othersNs / (System.nanoTime() - startNs))};
        }
    }
}
