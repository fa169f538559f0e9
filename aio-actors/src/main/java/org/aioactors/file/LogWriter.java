// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The writer of a log.
 *
 * <pre>
 *   recovering ──► opening a file ──► at rest ◄──► committing a batch
 *                    ▲     │            │                │
 *                    │     ▼ failed     │ file is full   │ failed: the file is given up
 *                    └─ without a file ◄┴────────────────┘
 *                       until the next append
 * </pre>
 *
 * <p>One step at a time; what is appended meanwhile waits. A batch is asked for by two messages at once, to append and to
 * synchronise, which the file carries out one after the other.
 */
final class LogWriter {
    /** The directory was looked through. */
    private record Recovered(
            LogRecovery.@Nullable Found found, @Nullable Throwable failure) {}

    /** A file's actor has ended that was not asked to. */
    private record FileGone(ActorRef<Fs.FileCommand> file) {}

    /** Has the writer look what there is to do, after what its mailbox has. */
    private enum Look implements DeadLetterSuppression {
        NEXT
    }

    private final ActorContext<Object> context;
    private final Path directory;
    private final LogOptions options;
    private final LogFiles files;
    private final LogRecovery recovery;
    private final LogQueue queue;
    private final LogRetention retention;
    private final LogLooks looks = new LogLooks();

    /** The file that is written; null before there is one, and after it was given up. */
    private @Nullable LogSegment segment;

    /** The number of the next record. */
    private long nextSequence;

    /** What the next file is to begin with, before {@link #nextSequence}: only after a start. */
    private ByteString carried = ByteString.emptyByteString();

    private int carriedRecords;
    /** The batch that the disk is asked for; null if there is none. */
    private LogQueue.@Nullable Batch batch;

    /** Why the batch failed; null if it has not so far. */
    private @Nullable Throwable batchFailure;

    private boolean busy = true; // a step is under way
    private boolean closing;

    private LogWriter(ActorContext<Object> context, Path directory, LogOptions options, ActorRef<Fs.Command> manager) {
        this.context = context;
        this.directory = directory;
        this.options = options;
        this.queue = new LogQueue(options);
        this.recovery = new LogRecovery(directory);
        this.files = new LogFiles(
                manager,
                context.getSelf(),
                context.messageAdapter(Fs.Answer.class, answer -> answer),
                context.getSystem().ignoreRef());
        this.retention = new LogRetention(files, directory, options.retainBytes(), context.getLog());
    }

    static Behavior<Log.Command> create(Path directory) {
        return Behaviors.setup(context ->
                create(directory, LogOptions.of(context.getSystem().settings().config())));
    }

    static Behavior<Log.Command> create(Path directory, LogOptions options) {
        return Behaviors.setup(context -> create(
                directory, options, FileExtension.get(context.getSystem()).manager()));
    }

    static Behavior<Log.Command> create(Path directory, LogOptions options, ActorRef<Fs.Command> manager) {
        return Behaviors.<Object>setup(context -> {
                    LogWriter writer = new LogWriter(context, directory, options, manager);
                    writer.recover();
                    return writer.behavior();
                })
                .narrow();
    }

    /** Off the loop, since it reads a whole file. */
    private void recover() {
        context.pipeToSelf(
                CompletableFuture.supplyAsync(
                        recovery::run, context.getSystem().dispatchers().lookup(DispatcherSelector.blocking())),
                Recovered::new);
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(Log.Append.class, this::onAppend)
                .onMessage(Fs.Answer.class, answer -> {
                    files.answered(answer);
                    return lookSoon();
                })
                .onMessage(Look.class, look -> onLook())
                .onMessage(Recovered.class, this::onRecovered)
                .onMessage(FileGone.class, this::onFileGone)
                .onMessage(Log.Trim.class, trim -> {
                    retention.trim(trim.before());
                    return Behaviors.same();
                })
                .onMessage(Log.Close.class, close -> {
                    closing = true;
                    return lookSoon();
                })
                .onSignal(PostStop.class, stop -> stopped())
                .onSignal(PreRestart.class, restart -> stopped())
                .build();
    }

    private Behavior<Object> onAppend(Log.Append append) {
        String refusal = closing ? "the log in " + directory + " is closing" : queue.offer(append);
        if (refusal != null) {
            append.replyTo().tell(new Log.AppendRefused(append, refusal));
            return Behaviors.same();
        }
        return lookSoon();
    }

    private Behavior<Object> lookSoon() {
        if (!busy && (closing || !queue.isEmpty()) && looks.begin()) {
            context.getSelf().tell(Look.NEXT);
        }
        return Behaviors.same();
    }

    private Behavior<Object> onLook() {
        if (looks.again(queue.size())) {
            context.getSelf().tell(Look.NEXT);
            return Behaviors.same();
        }
        return next();
    }

    private Behavior<Object> onRecovered(Recovered recovered) {
        LogRecovery.Found found = recovered.found();
        if (found == null) {
            throw LogRecovery.failure(directory, recovered.failure());
        }
        if (found.cutBytes() > 0) {
            context.getLog()
                    .warn(
                            "log in {}: a write was cut short, {} bytes after record {} are left out",
                            directory,
                            found.cutBytes(),
                            found.base() + found.carriedRecords() - 1);
        }
        retention.start(found.segments());
        nextSequence = found.base() + found.carriedRecords();
        carried = found.carried();
        carriedRecords = found.carriedRecords();
        openSegment();
        return Behaviors.same();
    }

    /** Begins the next step, if there is anything to do and none is under way. */
    private Behavior<Object> next() {
        if (busy) {
            return Behaviors.same();
        }
        if (queue.isEmpty()) {
            return closing ? Behaviors.stopped() : Behaviors.same();
        }
        LogSegment present = segment;
        if (present == null) {
            openSegment();
        } else if (present.bytes() >= options.segmentBytes()) {
            giveUp(present);
            openSegment();
        } else {
            commit(present);
        }
        return Behaviors.same();
    }

    private void openSegment() {
        busy = true;
        SegmentOpening.begin(
                files,
                directory,
                nextSequence - carriedRecords,
                Math.max(options.batchBytes(), carried.size()),
                carried,
                this::segmentOpened,
                cause -> failWaiting(cause, List.of()));
    }

    private void segmentOpened(LogSegment opened) {
        segment = opened;
        context.watchWith(opened.file(), new FileGone(opened.file()));
        carried = ByteString.emptyByteString();
        carriedRecords = 0;
        retention.opened(opened);
        busy = false;
    }

    private void commit(LogSegment target) {
        busy = true;
        LogQueue.Batch taken = queue.takeBatch();
        batch = taken;
        batchFailure = null;
        ByteString frames = ByteString.fromArrayUnsafe(taken.encode(nextSequence));
        files.ask(target.file(), to -> new Fs.Append(frames, to), this::noteFailure);
        files.ask(target.file(), to -> new Fs.Sync(true, to), answer -> {
            noteFailure(answer);
            committed(target, taken);
        });
    }

    private void noteFailure(Fs.Answer answer) {
        Throwable cause = LogFiles.failure(answer);
        if (cause != null && batchFailure == null) {
            batchFailure = cause;
        }
    }

    private void committed(LogSegment target, LogQueue.Batch taken) {
        Throwable failure = batchFailure;
        batch = null;
        if (failure != null) {
            giveUp(target);
            failWaiting(failure, taken.appends());
            return;
        }
        busy = false;
        target.grow(taken.bytes());
        for (Log.Append append : taken.appends()) {
            append.replyTo().tell(new Log.Appended(append, nextSequence));
            nextSequence++;
        }
    }

    /** Nothing is written to this file any more. */
    private void giveUp(LogSegment given) {
        context.unwatch(given.file());
        files.close(given.file());
        retention.left(given);
        segment = null;
    }

    /** The disk is full or fails: all that wait hear of that. The next append tries anew, in a new file. */
    private void failWaiting(Throwable cause, List<Log.Append> batchAppends) {
        busy = false;
        context.getLog().warn("log in {}: nothing is acknowledged: {}", directory, cause.getMessage());
        batchAppends.forEach(append -> append.replyTo().tell(new Log.AppendFailed(append, cause)));
        queue.takeAll().forEach(append -> append.replyTo().tell(new Log.AppendFailed(append, cause)));
    }

    private Behavior<Object> onFileGone(FileGone gone) {
        LogSegment present = segment;
        if (present == null || !present.file().equals(gone.file())) {
            return Behaviors.same();
        }
        files.forget();
        retention.left(present);
        segment = null;
        LogQueue.Batch lost = batch;
        batch = null;
        failWaiting(new LogException("the file of the log was closed"), lost == null ? List.of() : lost.appends());
        return lookSoon();
    }

    private Behavior<Object> stopped() {
        LogSegment present = segment;
        if (present != null) {
            files.close(present.file());
        }
        recovery.close();
        LogException stopped = new LogException("the log in " + directory + " has stopped");
        LogQueue.Batch lost = batch;
        if (lost != null) {
            lost.appends().forEach(append -> append.replyTo().tell(new Log.AppendFailed(append, stopped)));
        }
        queue.takeAll().forEach(append -> append.replyTo().tell(new Log.AppendFailed(append, stopped)));
        return Behaviors.same();
    }
}
