// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.aioactors.AioProps;
import org.aioactors.file.Log;
import org.aioactors.file.LogOptions;

/** How many appends a second the disk acknowledges, when those that wait share a synchronisation and when none do. */
public final class GroupCommit {
    private static final String HELP = """
            usage: GroupCommit [--directory DIR] [--appenders N] [--bytes N] [--rounds N] [--millis N]
              appends a second, each acknowledged after fdatasync(2); medians of all rounds, in turn
                log        Log.writer: what waits is synchronised together
                one each   the same, with one record in a batch
                JDK        no actors: one thread, FileChannel.write and force(false) for each
              --directory DIR  where the files are made, and removed afterwards (a new one in the working directory)
              --appenders N    appenders, each of which waits for its answer (64)
              --bytes N        of a record (256)
              --rounds N       rounds of the three (5), after one to warm up
              --millis N       of each in a round (1000)
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FRAME_BYTES = 8;

    private final Path directory;
    private final int appenders;
    private final ByteString record;
    private final long roundNs;

    private GroupCommit(Path directory, int appenders, int bytes, long roundNs) {
        this.directory = directory;
        this.appenders = appenders;
        this.record = ByteString.fromArray(new byte[bytes]);
        this.roundNs = roundNs;
    }

    /** Prints a table; see {@code --help}. */
    public static void main(String[] args) throws IOException {
        BenchArguments arguments = BenchArguments.parse(
                HELP, Set.of("--directory", "--appenders", "--bytes", "--rounds", "--millis"), args);
        Path parent = Path.of(arguments.text("--directory", "")).toAbsolutePath();
        Path directory = Files.createTempDirectory(parent, "group-commit");
        System.out.println(Machine.line());
        System.out.println("# file system: " + Files.getFileStore(directory).type());
        try {
            new GroupCommit(
                            directory,
                            arguments.number("--appenders", 64),
                            arguments.number("--bytes", 256),
                            TimeUnit.MILLISECONDS.toNanos(arguments.number("--millis", 1_000)))
                    .run(arguments.number("--rounds", 5));
        } finally {
            delete(directory);
        }
    }

    private void run(int rounds) throws IOException {
        double[] log = new double[rounds];
        double[] each = new double[rounds];
        double[] jdk = new double[rounds];
        for (int round = -1; round < rounds; round++) {
            double together = log(1 << 20);
            double alone = log(record.size() + FRAME_BYTES);
            double plain = jdk();
            if (round >= 0) {
                log[round] = together;
                each[round] = alone;
                jdk[round] = plain;
            }
        }
        System.out.printf(Locale.ROOT, "%-9s %12s %8s%n", "", "appends/s", "times");
        double base = median(each);
        print("log", median(log), base);
        print("one each", base, base);
        print("JDK", median(jdk), base);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void print(String name, double rate, double base) {
        System.out.printf(Locale.ROOT, "%-9s %12.0f %8.1f%n", name, rate, rate / base);
    }

    /** Appends a second by a log of its own, with batches of so many bytes. */
    private double log(int batchBytes) throws IOException {
        Path files = Files.createTempDirectory(directory, "log");
        ActorSystem<Start> system = ActorSystem.create(
                Behaviors.setup(context -> {
                    LogOptions options = LogOptions.of(
                                    context.getSystem().settings().config())
                            .withBatchBytes(batchBytes, record.size());
                    ActorRef<Log.Command> writer =
                            context.spawn(Log.writer(files, options), "log", AioProps.dispatcher());
                    return Behaviors.receiveMessage(start -> {
                        context.spawnAnonymous(counting(writer, start), AioProps.dispatcher());
                        return Behaviors.same();
                    });
                }),
                "group-commit");
        try {
            long appended = AskPattern.<Start, Long>ask(system, Start::new, PATIENCE, system.scheduler())
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return appended * 1e9 / roundNs;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the log did not answer", e);
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
            delete(files);
        }
    }

    private record Start(ActorRef<Long> replyTo) {}

    /** Adds up what the appenders have counted. */
    private Behavior<Long> counting(ActorRef<Log.Command> log, Start start) {
        return Behaviors.setup(context -> {
            for (int i = 0; i < appenders; i++) {
                context.spawnAnonymous(appender(log, context.getSelf()), AioProps.dispatcher());
            }
            long[] sum = new long[1];
            int[] open = {appenders};
            return Behaviors.receiveMessage(count -> {
                sum[0] += count;
                if (--open[0] > 0) {
                    return Behaviors.same();
                }
                start.replyTo().tell(sum[0]);
                return Behaviors.stopped();
            });
        });
    }

    /** Appends a record again when it is acknowledged, from the first time on until the time is over. */
    private Behavior<Log.Answer> appender(ActorRef<Log.Command> log, ActorRef<Long> counter) {
        return Behaviors.setup(context -> {
            long[] count = new long[1];
            long[] beginNs = new long[1];
            log.tell(new Log.Append(record, context.getSelf()));
            return Behaviors.receiveMessage(answer -> {
                if (!(answer instanceof Log.Appended)) {
                    throw new IllegalStateException("not appended: " + answer);
                }
                long nowNs = System.nanoTime();
                if (beginNs[0] == 0) {
                    beginNs[0] = nowNs; // the log is there
                } else if (nowNs - beginNs[0] < roundNs) {
                    count[0]++;
                }
                if (nowNs - beginNs[0] < roundNs) {
                    log.tell(new Log.Append(record, context.getSelf()));
                    return Behaviors.same();
                }
                counter.tell(count[0]);
                return Behaviors.stopped();
            });
        });
    }

    /** Appends a second by one thread of the JDK's. */
    private double jdk() throws IOException {
        Path file = directory.resolve("jdk");
        ByteBuffer buffer = ByteBuffer.allocateDirect(record.size() + FRAME_BYTES);
        long count = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long beginNs = System.nanoTime();
            while (System.nanoTime() - beginNs < roundNs) {
                channel.write(buffer.clear());
                channel.force(false);
                count++;
            }
        }
        Files.delete(file);
        return count * 1e9 / roundNs;
    }

    private static void delete(Path tree) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> found = Files.walk(tree)) {
            found.sorted(Comparator.reverseOrder()).forEach(all::add);
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
