// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.util.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a log ends that may have been left in the middle of a write, and keeps other writers away.
 *
 * <p>Of the last file all batches but the last were on the disk when the last was begun, since it is begun only when the one
 * before has been synchronised. The last may be whole or not; and if it can be read, that may be from memory, and not be on
 * the disk: a synchronisation that failed leaves it so. So nothing is cut off or synchronised in that file: what is whole of
 * its last batch is carried over to a new one, which begins at that place and counts from there on.
 *
 * <p>What is not whole is no longer than a batch. If it is, the file was damaged, and that is told rather than cut off.
 */
final class LogRecovery implements AutoCloseable {
    /**
     * What was found.
     *
     * @param segments the files that are there
     * @param base the number with which the next file begins
     * @param carried the records to begin it with
     * @param carriedRecords how many these are
     * @param cutBytes how much was not whole
     */
    record Found(List<Segment> segments, long base, ByteString carried, int carriedRecords, long cutBytes) {}

    /** A file of the log. */
    record Segment(long base, long bytes) {}

    private final Path directory;

    /** Holds the lock. Guarded by this. */
    private @Nullable FileChannel lock;

    /** Guarded by this. */
    private boolean closed;

    LogRecovery(Path directory) {
        this.directory = directory;
    }

    /**
     * Takes the directory. Blocks; any thread.
     *
     * @throws LogException if somebody else has it, or what is there can't be a log's
     */
    Found run() {
        try {
            Files.createDirectories(directory);
            takeLock();
            Files.deleteIfExists(LogFormat.temporary(directory));
            return find();
        } catch (IOException e) {
            throw new UncheckedIOException("log in " + directory + ": " + e.getMessage(), e);
        }
    }

    private synchronized void takeLock() throws IOException {
        if (closed) {
            throw new LogException("the writer of " + directory + " has stopped");
        }
        FileChannel channel =
                FileChannel.open(LogFormat.lock(directory), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = channel.tryLock() != null;
        } catch (OverlappingFileLockException sameProcess) {
            throw new LogException(directory + " has another writer, in this process", sameProcess);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        if (!taken) {
            throw new LogException(directory + " has another writer, in another process");
        }
        lock = channel;
    }

    private Found find() throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (long base : LogReader.bases(directory)) {
            segments.add(new Segment(base, Files.size(LogFormat.segment(directory, base))));
        }
        if (segments.isEmpty()) {
            return new Found(segments, 0, ByteString.emptyByteString(), 0, 0);
        }
        try (SegmentReader last =
                new SegmentReader(directory, segments.get(segments.size() - 1).base())) {
            return find(segments, last);
        }
    }

    private static Found find(List<Segment> segments, SegmentReader last) throws IOException {
        long batch = last.position();
        long batchSequence = last.nextSequence();
        long begin = last.position();
        while (last.next() != null) {
            if (last.isFirstOfBatch()) {
                batch = begin;
                batchSequence = last.nextSequence() - 1;
            }
            begin = last.position();
        }
        long cut = last.size() - last.position();
        if (cut > last.batchBytes()) {
            throw new LogException(last.file() + " is damaged: record " + last.nextSequence() + " at byte "
                    + last.position() + " is not whole, and " + cut
                    + " bytes follow; of a write that was cut short there"
                    + " would be " + last.batchBytes() + " at most. Restore the file, or cut it off there by hand");
        }
        int records = (int) (last.nextSequence() - batchSequence);
        return new Found(
                segments, batchSequence, ByteString.fromArrayUnsafe(last.copy(batch, last.position())), records, cut);
    }

    /** What {@link #run} has thrown on another thread, where it may have been wrapped. */
    static LogException failure(Path directory, @Nullable Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        return cause instanceof LogException known
                ? known
                : new LogException("log in " + directory + " can't be read: " + cause, cause);
    }

    /** Lets others write the log. Idempotent; any thread. */
    @Override
    public synchronized void close() {
        closed = true;
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                lock = null;
            }
        }
    }
}
