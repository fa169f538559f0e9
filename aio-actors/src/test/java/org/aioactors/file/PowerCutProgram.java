// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;

/**
 * Appends to a log, with many appenders, until it is killed, and writes a line for each record that was acknowledged:
 * {@code SEQUENCE SEED}, where the seed is what {@link #record} makes the record of.
 */
final class PowerCutProgram {
    private static final int APPENDERS = 32;

    private PowerCutProgram() {}

    /** A record that says what it is, so that one of which a part is another's is known. */
    static String record(long seed) {
        Random random = new Random(seed);
        StringBuilder record = new StringBuilder().append(seed).append(':');
        for (int left = random.nextInt(900); left > 0; left--) {
            record.append((char) ('a' + random.nextInt(26)));
        }
        return record.append(';').toString();
    }

    /** Usage: DIRECTORY SEED MONITOR. */
    public static void main(String[] arguments) {
        try {
            start(arguments);
        } catch (Throwable failure) { // Akka's threads would keep the process
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void start(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        ActorSystem.create(
                Behaviors.setup(context -> {
                    LogOptions options = LogOptions.of(
                                    context.getSystem().settings().config())
                            .withSegmentBytes(200_000);
                    ActorRef<Log.Command> log = context.spawn(Log.writer(directory, options), "log");
                    for (int i = 0; i < APPENDERS; i++) {
                        context.spawnAnonymous(appender(log, (seed * APPENDERS + i) << 32));
                    }
                    return Behaviors.empty();
                }),
                "powercut",
                ConfigFactory.parseString("aio-default-dispatcher.aio.fd-monitor = " + arguments[2])
                        .withFallback(ConfigFactory.load()));
    }

    private static Behavior<Log.Answer> appender(ActorRef<Log.Command> log, long firstSeed) {
        return Behaviors.setup(context -> {
            append(context, log, firstSeed);
            return appending(context, log, firstSeed);
        });
    }

    private static Behavior<Log.Answer> appending(
            ActorContext<Log.Answer> context, ActorRef<Log.Command> log, long seed) {
        return Behaviors.receive(Log.Answer.class)
                .onMessage(Log.Appended.class, appended -> {
                    print(appended.sequence() + " " + seed + "\n");
                    append(context, log, seed + 1);
                    return appending(context, log, seed + 1);
                })
                .build();
    }

    private static void append(ActorContext<Log.Answer> context, ActorRef<Log.Command> log, long seed) {
        log.tell(new Log.Append(ByteString.fromString(record(seed)), context.getSelf()));
    }

    /** With one system call for each line, so that who reads has heard of all that has returned. */
    private static void print(String line) {
        try {
            OUT.write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);
}
