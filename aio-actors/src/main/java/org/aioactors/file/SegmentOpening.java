// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Begins a file of a log: prepares it under another name and gives it its own when all of it is on the disk, so that a file
 * with the name of one is whole. If there is one of that name, nothing of it was acknowledged, or is in the new one too.
 *
 * <pre>
 *   open "next.tmp" ─► append header and records, sync ─► rename ─► open directory ─► sync it ─► opened
 *         └───────────────────┴────────────────────────────┴─────────────┴─────────────┴──────► failed
 * </pre>
 */
final class SegmentOpening {
    private final LogFiles files;
    private final Path directory;
    private final long base;
    private final ByteString content;
    private final Consumer<LogSegment> onOpened;
    private final Consumer<Throwable> onFailed;

    /** Open from the first answer on. */
    private @Nullable ActorRef<Fs.FileCommand> file;

    private boolean failed;

    private SegmentOpening(
            LogFiles files,
            Path directory,
            long base,
            ByteString content,
            Consumer<LogSegment> onOpened,
            Consumer<Throwable> onFailed) {
        this.files = files;
        this.directory = directory;
        this.base = base;
        this.content = content;
        this.onOpened = onOpened;
        this.onFailed = onFailed;
    }

    /** Begins; {@code carried} are the records that it is to have from the start. One of the two hears how it went. */
    static void begin(
            LogFiles files,
            Path directory,
            long base,
            int batchBytes,
            ByteString carried,
            Consumer<LogSegment> onOpened,
            Consumer<Throwable> onFailed) {
        ByteString content =
                ByteString.fromArrayUnsafe(LogFormat.header(base, batchBytes)).concat(carried);
        SegmentOpening opening = new SegmentOpening(files, directory, base, content, onOpened, onFailed);
        files.open(LogFormat.temporary(directory), OpenOptions.append().create().truncate(), opening::temporaryOpened);
    }

    private void temporaryOpened(Fs.Answer answer) {
        if (answer instanceof Fs.Opened opened) {
            ActorRef<Fs.FileCommand> target = opened.file();
            file = target;
            files.ask(target, to -> new Fs.Append(content, to), this::checked);
            files.ask(target, to -> new Fs.Sync(false, to), this::synced);
        } else {
            checked(answer);
        }
    }

    /** Returns whether all went well so far; the first failure is told. */
    private boolean checked(Fs.Answer answer) {
        Throwable cause = LogFiles.failure(answer);
        if (cause != null && !failed) {
            failed = true;
            if (file != null) {
                files.close(file);
            }
            onFailed.accept(cause);
        }
        return !failed;
    }

    private void synced(Fs.Answer answer) {
        if (checked(answer)) {
            Path name = LogFormat.segment(directory, base);
            files.askManager(to -> new Fs.Rename(LogFormat.temporary(directory), name, to), this::renamed);
        }
    }

    private void renamed(Fs.Answer answer) {
        if (checked(answer)) {
            files.open(directory, OpenOptions.directory(), this::directoryOpened);
        }
    }

    private void directoryOpened(Fs.Answer answer) {
        if (checked(answer) && answer instanceof Fs.Opened opened) {
            files.ask(opened.file(), to -> new Fs.Sync(false, to), this::directorySynced);
            files.close(opened.file());
        }
    }

    private void directorySynced(Fs.Answer answer) {
        ActorRef<Fs.FileCommand> present = file;
        if (checked(answer) && present != null) {
            onOpened.accept(new LogSegment(base, present, content.size()));
        }
    }
}
