// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.util.ByteString;
import java.nio.file.Path;

/**
 * The messages of a log on the disk: records that are numbered from 0 on, each acknowledged when the disk has it.
 *
 * <pre>{@code
 * ActorRef<Log.Command> log = context.spawn(Log.writer(Path.of("/var/lib/orders")), "orders");
 * log.tell(new Log.Append(record, context.getSelf()));   // Appended, with its number
 * }</pre>
 *
 * <p><b>Group commit.</b> What is appended while the disk is busy waits, and is then written and synchronised ({@code
 * fdatasync(2)}) together. So many appenders share one synchronisation, and one alone waits for its own.
 *
 * <p><b>Bounds.</b> What waits is bounded by {@link LogOptions}; what is more is {@link AppendRefused} at once. An appender
 * that waits for each answer is slowed down by the disk, and not refused as long as there is room for one record of each.
 *
 * <p><b>A disk that is full or fails</b> is told to all that wait. The file it happened with is never written or synchronised
 * again: after a failed synchronisation the kernel may say of the next one that all is well, though bytes are lost ({@code
 * fsync(2)}). The next append begins another file, which takes the place of all that was not acknowledged.
 *
 * <p><b>After a crash</b> the next writer of the directory finds all that was acknowledged, and perhaps some that was not yet. A
 * record of which only a part has come to the disk is cut off. Only one writer at a time has a directory.
 *
 * <p>{@link LogReader} reads the records. All messages are immutable and may be told from any thread, by actors of any
 * dispatcher.
 */
public final class Log {
    private Log() {}

    /**
     * The behavior of a log's writer, with the options under {@code aio.file.log}. It makes the directory if there is none.
     * Appends that are told before it is ready wait. It fails with a {@link LogException} if the directory has another writer, or
     * what is there can't be a log's. May run on any dispatcher.
     */
    public static Behavior<Command> writer(Path directory) {
        return LogWriter.create(directory);
    }

    /** The same with other options. */
    public static Behavior<Command> writer(Path directory, LogOptions options) {
        return LogWriter.create(directory, options);
    }

    /** To the writer. */
    public sealed interface Command permits Append, Trim, Close {}

    /** Appends a record. Answered once: by {@link Appended}, {@link AppendFailed} or {@link AppendRefused}. */
    public record Append(ByteString data, ActorRef<? super Answer> replyTo) implements Command {}

    /**
     * Removes the files all of whose records have lower numbers: for who knows which records nobody wants any more, by their age
     * for instance. Not answered. Records from {@code before} on are kept, and so are those in one file with them, and the file
     * that is being written.
     */
    public record Trim(long before) implements Command {}

    /** Has the writer stop when all that was appended before has been answered. */
    public record Close() implements Command {}

    /** From the writer to who appends. */
    public sealed interface Answer {
        /** What was to be appended. */
        Append request();
    }

    /** The disk has the record, and all those with lower numbers. */
    public record Appended(Append request, long sequence) implements Answer {}

    /**
     * The record is not acknowledged, and not in the log; but if the writer or the process ends before a later append has gone
     * well it may be found there all the same.
     *
     * @param cause in one line
     */
    public record AppendFailed(Append request, Throwable cause) implements Answer, DeadLetterSuppression {}

    /**
     * Nothing was begun.
     *
     * @param reason in one line: which limit is reached
     */
    public record AppendRefused(Append request, String reason) implements Answer, DeadLetterSuppression {}
}
