// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.aioactors.Aio;
import org.aioactors.AioProps;
import org.aioactors.os.process.Processes;

/** How many processes a second can be started and heard of when they have ended, and how many threads that takes. */
public final class ManyProcesses {
    private static final String HELP = """
            usage: ManyProcesses [--processes N] [--rounds N]
              starts N times true(1) and waits until all ends are told; medians of all rounds, in turn
                actors         Processes.Spawn to Exited, all told at once
                JDK            ProcessBuilder.start and Process.onExit, one thread starts all
                JDK, threads   the same, two threads start half each
              --processes N  in a round (1000)
              --rounds N     rounds of the three (5), after four to warm up
              us: processor time of this JVM for each, without that of the processes themselves
              threads: the most there were in a round beyond those before it, the median
              The JDK's way to start is chosen once: try also java -Djdk.lang.Process.launchMechanism=VFORK
            """;

    private static final String PROGRAM = "true";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final int STARTERS = 2;
    private static final int WARM_UP = 4;

    private final int count;
    private final ActorSystem<Start> system;

    private ManyProcesses(int count, ActorSystem<Start> system) {
        this.count = count;
        this.system = system;
    }

    /** A round, to be answered with the number of those that ended well. */
    private record Start(int count, ActorRef<Integer> replyTo) {}

    /** Something that starts them all and waits for them. */
    private interface Way {
        void run() throws IOException, InterruptedException, ExecutionException, TimeoutException;
    }

    /** What was measured of a way. */
    private static final class Column {
        final String name;
        final Way way;
        final double[] rates;
        final double[] cpuUs;
        final double[] threads;

        Column(String name, Way way, int rounds) {
            this.name = name;
            this.way = way;
            rates = new double[rounds];
            cpuUs = new double[rounds];
            threads = new double[rounds];
        }
    }

    /** Prints a table; see {@code --help}. */
    public static void main(String[] args) throws IOException {
        BenchArguments arguments = BenchArguments.parse(HELP, Set.of("--processes", "--rounds"), args);
        System.out.println(Machine.line());
        ActorSystem<Start> system = ActorSystem.create(rounds(), "many-processes");
        try {
            new ManyProcesses(arguments.number("--processes", 1_000), system).run(arguments.number("--rounds", 5));
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        }
    }

    private void run(int rounds) throws IOException {
        List<Column> columns = List.of(
                new Column("actors", this::actors, rounds),
                new Column("JDK", () -> jdk(count), rounds),
                new Column("JDK, threads", this::jdkByThreads, rounds));
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Column column : columns) {
                int before = THREADS.getThreadCount();
                THREADS.resetPeakThreadCount();
                long cpuBeforeNs = SYSTEM.getProcessCpuTime();
                double rate = rate(column.way);
                if (round >= 0) {
                    column.rates[round] = rate;
                    column.cpuUs[round] = (SYSTEM.getProcessCpuTime() - cpuBeforeNs) / 1e3 / count;
                    column.threads[round] = THREADS.getPeakThreadCount() - before;
                }
            }
        }
        System.out.printf(Locale.ROOT, "%-14s %12s %8s %8s %8s%n", "", "processes/s", "times", "us", "threads");
        double base = median(columns.get(1).rates);
        for (Column column : columns) {
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %12.0f %8.2f %8.0f %8.0f%n",
                    column.name,
                    median(column.rates),
                    median(column.rates) / base,
                    median(column.cpuUs),
                    median(column.threads));
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private double rate(Way way) throws IOException {
        long beginNs = System.nanoTime();
        try {
            way.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the processes did not end", e);
        }
        return count * 1e9 / (System.nanoTime() - beginNs);
    }

    private void actors() throws InterruptedException, ExecutionException, TimeoutException {
        int well = AskPattern.<Start, Integer>ask(
                        system, replyTo -> new Start(count, replyTo), PATIENCE, system.scheduler())
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        require(well == count);
    }

    private static Behavior<Start> rounds() {
        return Behaviors.receive((context, start) -> {
            context.spawnAnonymous(round(start), AioProps.dispatcher());
            return Behaviors.same();
        });
    }

    /** Spawns all, and answers when all have ended. */
    private static Behavior<Processes.Event> round(Start start) {
        return Behaviors.setup(context -> {
            ActorRef<Processes.Command> processes = Aio.get(context.getSystem()).processes();
            for (int i = 0; i < start.count; i++) {
                processes.tell(Processes.Spawn.of(context.getSelf(), PROGRAM));
            }
            int[] ended = new int[1];
            int[] well = new int[1];
            return Behaviors.receiveMessage(event -> {
                if (event instanceof Processes.Started) {
                    return Behaviors.same();
                }
                well[0] += event instanceof Processes.Exited exited
                                && exited.status().isSuccess()
                        ? 1
                        : 0;
                ended[0]++;
                if (ended[0] < start.count) {
                    return Behaviors.same();
                }
                start.replyTo.tell(well[0]);
                return Behaviors.stopped();
            });
        });
    }

    /** With the same standard input, output and error as {@code ChildOptions.DEFAULT}. */
    private static void jdk(int number) throws IOException, InterruptedException, ExecutionException, TimeoutException {
        ProcessBuilder builder = new ProcessBuilder(PROGRAM).inheritIO().redirectInput(new File("/dev/null"));
        List<CompletableFuture<Process>> ends = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            ends.add(builder.start().onExit());
        }
        for (CompletableFuture<Process> end : ends) {
            require(end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).exitValue() == 0);
        }
    }

    private void jdkByThreads() throws InterruptedException, ExecutionException, TimeoutException {
        List<CompletableFuture<Void>> starters = new ArrayList<>();
        for (int i = 0; i < STARTERS; i++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            starters.add(done);
            new Thread(() -> {
                        try {
                            jdk(count / STARTERS);
                            done.complete(null);
                        } catch (Exception e) {
                            done.completeExceptionally(e);
                        }
                    })
                    .start();
        }
        for (CompletableFuture<Void> starter : starters) {
            starter.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void require(boolean well) {
        if (!well) {
            throw new WrongResultException("a process has not ended with 0");
        }
    }
}
