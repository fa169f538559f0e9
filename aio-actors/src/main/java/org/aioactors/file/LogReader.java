// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.util.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a {@link Log}, oldest first.
 *
 * <pre>{@code
 * try (LogReader reader = LogReader.open(directory)) {
 *     for (LogRecord record = reader.next(); record != null; record = reader.next()) {
 *         replay(record.sequence(), record.data());
 *     }
 * }
 * }</pre>
 *
 * <p>Blocks while the disk does, so not for an actor on a loop. One thread at a time. May be used while a writer is at work:
 * what it finds at the very end then may not have been acknowledged yet, and may be replaced if the disk fails.
 */
public final class LogReader implements AutoCloseable {
    private final Path directory;
    private SegmentReader segment;

    /** Where the next file begins, whose records count and not what this one may have in their place; null if it is the last. */
    private @Nullable Long following;

    private LogReader(Path directory, SegmentReader segment, @Nullable Long following) {
        this.directory = directory;
        this.segment = segment;
        this.following = following;
    }

    /**
     * A reader of all that is there.
     *
     * @throws IOException if a file can't be read
     * @throws LogException if there is no log, or a file is damaged
     */
    public static LogReader open(Path directory) throws IOException {
        return open(directory, 0);
    }

    /**
     * A reader from a record on; from the oldest if that is gone.
     *
     * @param sequence the number of the first record to return
     * @throws IOException if a file can't be read
     * @throws LogException if there is no log, or a file is damaged
     */
    public static LogReader open(Path directory, long sequence) throws IOException {
        NavigableSet<Long> bases = bases(directory);
        if (bases.isEmpty()) {
            throw new LogException(directory + " has no files of a log");
        }
        Long floor = bases.floor(sequence);
        long begin = floor != null ? floor : bases.first();
        LogReader reader = new LogReader(directory, new SegmentReader(directory, begin), bases.higher(begin));
        boolean opened = false;
        try {
            reader.skipTo(sequence);
            opened = true;
        } finally {
            if (!opened) {
                reader.close();
            }
        }
        return reader;
    }

    private void skipTo(long sequence) throws IOException {
        while (segment.nextSequence() < sequence && next() != null) {
            // it is before what is wanted
        }
    }

    /** The numbers of the first records of all files. */
    static NavigableSet<Long> bases(Path directory) throws IOException {
        NavigableSet<Long> bases = new TreeSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString())
                    .filter(LogFormat::isSegment)
                    .forEach(name -> bases.add(LogFormat.base(name)));
        }
        return bases;
    }

    /**
     * The next record; null at the end, and then perhaps a later one when asked again.
     *
     * @throws IOException if a file can't be read
     * @throws LogException if a record is damaged or missing that others follow
     */
    public @Nullable LogRecord next() throws IOException {
        while (true) {
            if (following != null && segment.nextSequence() >= following) {
                goOn(following);
                continue;
            }
            long sequence = segment.nextSequence();
            byte[] data = segment.next();
            if (data != null) {
                return new LogRecord(sequence, ByteString.fromArrayUnsafe(data));
            }
            if (following != null) {
                throw new LogException(segment.file() + ": record " + sequence + " is damaged or missing");
            }
            following = bases(directory).higher(segment.base()); // a writer may have gone on meanwhile
            if (following == null) {
                return null;
            }
        }
    }

    private void goOn(long base) throws IOException {
        SegmentReader next = new SegmentReader(directory, base);
        segment.close();
        segment = next;
        following = bases(directory).higher(base);
    }

    @Override
    public void close() throws IOException {
        segment.close();
    }
}
