// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;

/**
 * Removes the oldest file of a log while those younger have as many bytes as are to be kept, or while nobody wants its records.
 * The writer only.
 */
final class LogRetention {
    private static final long KEEP_ALL = 0;

    private final LogFiles files;
    private final Path directory;
    private final long retainBytes;
    private final Logger log;

    /** Those that are not written any more, oldest first. */
    private final Deque<LogRecovery.Segment> older = new ArrayDeque<>();

    private long olderBytes;

    /** Records with lower numbers are not wanted any more. */
    private long wantedFrom;

    /** Where the file begins that was opened last. */
    private long newestBase;

    LogRetention(LogFiles files, Path directory, long retainBytes, Logger log) {
        this.files = files;
        this.directory = directory;
        this.retainBytes = retainBytes;
        this.log = log;
    }

    /** These are there from before. */
    void start(List<LogRecovery.Segment> present) {
        present.forEach(this::add);
    }

    private void add(LogRecovery.Segment segment) {
        older.add(segment);
        olderBytes += segment.bytes();
    }

    /** A file is not written any more. */
    void left(LogSegment segment) {
        add(new LogRecovery.Segment(segment.base(), segment.bytes()));
    }

    /** A new file is there, perhaps in the place of the one before. */
    void opened(LogSegment segment) {
        LogRecovery.Segment last = older.peekLast();
        if (last != null && last.base() == segment.base()) {
            older.removeLast();
            olderBytes -= last.bytes();
        }
        newestBase = segment.base();
        removeUnwanted();
        LogRecovery.Segment oldest = older.peek();
        while (retainBytes != KEEP_ALL
                && oldest != null
                && olderBytes - oldest.bytes() + segment.bytes() >= retainBytes) {
            removeOldest();
            oldest = older.peek();
        }
    }

    /** Nobody wants the records with lower numbers any more. */
    void trim(long before) {
        wantedFrom = Math.max(wantedFrom, before);
        removeUnwanted();
    }

    private void removeUnwanted() {
        while (!older.isEmpty() && endOfOldest() <= wantedFrom) {
            removeOldest();
        }
    }

    /** The number behind its last record: where the next file begins. Of one that has none yet, nothing is removed. */
    private long endOfOldest() {
        Iterator<LogRecovery.Segment> files = older.iterator();
        LogRecovery.Segment oldest = files.next();
        if (files.hasNext()) {
            return files.next().base();
        }
        return newestBase > oldest.base() ? newestBase : Long.MAX_VALUE;
    }

    private void removeOldest() {
        LogRecovery.Segment oldest = older.remove();
        olderBytes -= oldest.bytes();
        Path file = LogFormat.segment(directory, oldest.base());
        files.askManager(to -> new Fs.Unlink(file, to), this::removed);
    }

    private void removed(Fs.Answer answer) {
        Throwable cause = LogFiles.failure(answer);
        if (cause != null) {
            log.warn("log in {}: a file that is not to be kept is still there: {}", directory, cause.getMessage());
        }
    }
}
