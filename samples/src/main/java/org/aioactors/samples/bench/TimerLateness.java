// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.TimerSlack;
import org.aioactors.samples.bench.TimedActor.Place;

/**
 * How late one-shot timers are: of Akka's own scheduler and of ours, blocking and busy-polling, in alternating rounds.
 */
public final class TimerLateness {
    private static final String HELP = """
            usage: TimerLateness [--delays US,...] [--rounds N] [--timers N] [--warm-up MS] [--polling US]
              sets one timer after the other and measures, in nanoseconds, how long after the time that it was set for
              it is heard of: medians and 99th percentiles. By whom it is heard of:
                TASK   a task that the scheduler's own thread runs, as it runs the timeouts of ask
                ACTOR  an actor with Behaviors.withTimers on Akka's default dispatcher
                LOOP   the same on an aio dispatcher: its timers are on its own loop
                BUSY   the same, while another actor of that loop and one of another loop send each other messages
                BARE   a thread that does nothing but sleep, with a timer slack of 1 ns: what the machine gives
              --delays US,...  microseconds (100,500,1000,5000)
              --rounds N       rounds, each with everything (3)
              --timers N       timers of each delay in a round (100)
              --warm-up MS     milliseconds of short timers before them, for the compiler (500)
              --polling US     the longest that a loop may busy-poll, besides 0, in microseconds (100)
            """;

    /** Sets timers, one after the other, each for so many nanoseconds, and notes how late they are. */
    private interface Timers {
        void run(long delayNs, int timers, LongSamples lateness) throws InterruptedException;
    }

    /** One scheduler and one place: a few lines of the table. */
    private static final class Case {
        final String heardBy;
        final String scheduler;
        final Timers source;
        final Map<Integer, LongSamples> latenessByDelay = new TreeMap<>();

        Case(String heardBy, String scheduler, Timers source) {
            this.heardBy = heardBy;
            this.scheduler = scheduler;
            this.source = source;
        }

        Case(Place place, int warmUpMs, String scheduler, String... settings) {
            this(place.name(), scheduler, inActorSystem(place, warmUpMs, settings));
        }

        private static Timers inActorSystem(Place place, int warmUpMs, String... settings) {
            Config config = ConfigFactory.parseString(String.join("\n", settings))
                    .withFallback(ConfigFactory.parseString("akka.actor.default-dispatcher.type = Dispatcher"
                            + "\nakka.scheduler.tick-duration = 10 ms")) // not what the chat server's settings say
                    .withFallback(ConfigFactory.load())
                    .withFallback(ConfigFactory.parseResources("bench.conf"))
                    .resolve();
            return (delayNs, timers, lateness) -> {
                TimedActor actor = new TimedActor(delayNs, warmUpMs, timers / 4, lateness, timers);
                ActorSystem<TimedActor.Tick> system = ActorSystem.create(actor.at(place), "bench", config);
                actor.await();
                system.terminate();
            };
        }

        void run(int[] delaysUs, int timers) throws InterruptedException {
            for (int delayUs : delaysUs) {
                LongSamples ofRound = new LongSamples(timers);
                source.run(delayUs * 1_000L, timers, ofRound);
                latenessByDelay
                        .computeIfAbsent(delayUs, key -> new LongSamples(0))
                        .addAll(ofRound);
            }
        }

        void print() {
            latenessByDelay.forEach((delayUs, lateness) -> System.out.printf(
                    Locale.ROOT,
                    "%-6s %-18s %9d %10d %10d%n",
                    heardBy,
                    scheduler,
                    delayUs,
                    lateness.median(),
                    lateness.percentile(99)));
        }
    }

    private TimerLateness() {}

    /** Prints a table; see {@code --help}. */
    public static void main(String[] args) throws InterruptedException {
        BenchArguments arguments =
                BenchArguments.parse(HELP, Set.of("--delays", "--rounds", "--timers", "--warm-up", "--polling"), args);
        int[] delaysUs = arguments.numbers("--delays", 100, 500, 1_000, 5_000);
        int rounds = arguments.number("--rounds", 3);
        int timers = arguments.number("--timers", 100);
        int pollingUs = arguments.number("--polling", 100);
        int warmUpMs = arguments.number("--warm-up", 500);
        System.out.println(Machine.line());
        System.err.println("warm-up");
        for (Case one : cases(pollingUs, warmUpMs)) {
            one.run(new int[] {100}, timers);
        }
        List<Case> cases = cases(pollingUs, warmUpMs);
        for (int round = 1; round <= rounds; round++) {
            System.err.printf(Locale.ROOT, "round %d of %d%n", round, rounds);
            for (Case one : cases) {
                one.run(delaysUs, timers);
            }
        }
        System.out.printf(
                Locale.ROOT, "%-6s %-18s %9s %10s %10s%n", "heard", "scheduler", "delay us", "p50 ns", "p99 ns");
        cases.forEach(Case::print);
    }

    private static List<Case> cases(int pollingUs, int warmUpMs) {
        String ours = "akka.scheduler.implementation = \"org.aioactors.time.AioScheduler\"";
        String polling = "aio.scheduler.polling.max = " + pollingUs + " us";
        List<Case> cases = new ArrayList<>();
        for (Place place : List.of(Place.TASK, Place.ACTOR)) {
            cases.add(new Case(place, warmUpMs, "akka"));
            cases.add(new Case(place, warmUpMs, "aio, blocking", ours));
            cases.add(new Case(place, warmUpMs, "aio, polling", ours, polling));
        }
        String loops = "aio-default-dispatcher.aio { threads = 1, polling.max = ";
        cases.add(new Case(Place.LOOP, warmUpMs, "akka", loops + "off }"));
        cases.add(new Case(Place.LOOP, warmUpMs, "aio, blocking", ours, loops + "off }"));
        cases.add(new Case(Place.LOOP, warmUpMs, "aio, polling", ours, loops + pollingUs + " us }"));
        cases.add(new Case(Place.BUSY, warmUpMs, "akka", loops + pollingUs + " us }"));
        cases.add(new Case(Place.BUSY, warmUpMs, "aio, polling", ours, loops + pollingUs + " us }"));
        cases.add(new Case("BARE", "parkNanos", TimerLateness::sleep));
        return cases;
    }

    private static void sleep(long delayNs, int timers, LongSamples lateness) throws InterruptedException {
        Thread thread = new Thread(() -> {
            TimerSlack.set(Syscalls.linux(), 1);
            for (int i = 0; i < timers; i++) {
                long dueNs = System.nanoTime() + delayNs;
                for (long leftNs = delayNs; leftNs > 0; leftNs = dueNs - System.nanoTime()) {
                    LockSupport.parkNanos(leftNs);
                }
                lateness.add(System.nanoTime() - dueNs);
            }
        });
        thread.start();
        thread.join();
    }
}
