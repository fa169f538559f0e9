// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.fds;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.fd.FdReady;
import org.aioactors.fd.FdWatch;
import org.aioactors.file.Log;
import org.aioactors.file.LogReader;
import org.aioactors.file.LogRecord;

/**
 * Keeps each line of its standard input in a log, and says so when the disk has it: kill it in the middle, start it again, and
 * it goes on.
 *
 * <pre>
 *   Journal DIRECTORY          appends
 *   Journal DIRECTORY --read   prints what is there
 * </pre>
 */
public final class Journal {
    private static final int STANDARD_INPUT = 0;
    private static final int MOST = 64 * 1024;

    private final ActorContext<Object> context;
    private final ActorRef<Log.Command> log;
    private final FdWatch input;
    private final NativeMemory memory = NativeMemory.allocate(MOST);
    private ByteString rest = ByteString.emptyByteString();
    private int waiting;
    private boolean ended;

    private Journal(ActorContext<Object> context, Path directory) {
        this.context = context;
        this.log = context.spawn(Log.writer(directory), "log");
        context.watch(log); // without it there is nothing to do here
        this.input = FdWatch.create(STANDARD_INPUT, context.getSelf(), ready -> ready);
        input.arm(FdWatch.Interest.READ);
    }

    public static void main(String[] args) throws IOException {
        if (args.length == 2 && args[1].equals("--read")) {
            read(Path.of(args[0]));
        } else if (args.length == 1) {
            // The actor of standard input watches an fd, so its dispatcher has loops.
            ActorSystem.create(
                    Journal.create(Path.of(args[0])),
                    "journal",
                    ConfigFactory.parseString("akka.actor.default-dispatcher.type ="
                                    + " \"org.aioactors.dispatcher.AioDispatcherConfigurator\"")
                            .withFallback(ConfigFactory.load()));
        } else {
            System.err.println("usage: Journal DIRECTORY [--read]");
            System.exit(2);
        }
    }

    private static void read(Path directory) throws IOException {
        try (LogReader reader = LogReader.open(directory)) {
            for (LogRecord record = reader.next(); record != null; record = reader.next()) {
                System.out.println(record.sequence() + " " + record.data().utf8String());
            }
        }
    }

    private static Behavior<Object> create(Path directory) {
        return Behaviors.setup(context -> {
            Journal journal = new Journal(context, directory);
            return Behaviors.receive(Object.class)
                    .onMessage(FdReady.class, ready -> journal.readInput())
                    .onMessage(Log.Appended.class, appended -> {
                        System.out.println("kept " + appended.sequence());
                        return journal.answered();
                    })
                    .onMessage(Log.AppendFailed.class, failed -> {
                        System.out.println("not kept: " + failed.cause().getMessage());
                        return journal.answered();
                    })
                    .onMessage(Log.AppendRefused.class, refused -> {
                        System.out.println("not kept: " + refused.reason());
                        return journal.answered();
                    })
                    .build();
        });
    }

    /** What is typed while the disk is busy stays in the pipe: one read's lines are under way at a time. */
    private Behavior<Object> readInput() {
        long length = Syscalls.linux().read(STANDARD_INPUT, memory.address(), MOST);
        if (length == -Errno.EAGAIN || length == -Errno.EINTR) {
            return goOn();
        }
        ended = length <= 0;
        byte[] bytes = new byte[(int) Math.max(0, length)];
        memory.buffer().get(0, bytes);
        rest = rest.concat(ByteString.fromArray(bytes));
        for (int end = rest.indexOf((byte) '\n'); end >= 0; end = rest.indexOf((byte) '\n')) {
            append(rest.take(end));
            rest = rest.drop(end + 1);
        }
        if (ended && !rest.isEmpty()) {
            append(rest);
        }
        return goOn();
    }

    private void append(ByteString line) {
        log.tell(new Log.Append(line.compact(), context.getSelf().unsafeUpcast()));
        waiting++;
    }

    private Behavior<Object> answered() {
        waiting--;
        return goOn();
    }

    private Behavior<Object> goOn() {
        if (waiting > 0) {
            return Behaviors.same();
        }
        if (ended) {
            memory.close();
            return Behaviors.stopped();
        }
        input.arm(FdWatch.Interest.READ);
        return Behaviors.same();
    }
}
