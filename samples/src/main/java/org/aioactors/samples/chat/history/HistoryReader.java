// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.aioactors.file.LogReader;
import org.aioactors.file.LogRecord;

/** Reads the log. Blocks, so off the loops; any thread. */
final class HistoryReader {
    /** So often a file may vanish, since it is not wanted any more, between being found and being opened. */
    private static final int ATTEMPTS = 5;

    private HistoryReader() {}

    /**
     * All messages before a record, of which those are known afterwards that the bounds allow.
     *
     * @throws UncheckedIOException if the log can't be read
     */
    static HistoryIndex load(HistorySettings settings, Path directory, long before, long nowMs) {
        HistoryIndex index = new HistoryIndex(settings);
        try (LogReader reader = LogReader.open(directory)) {
            LogRecord record = reader.next();
            while (record != null && record.sequence() < before) {
                HistoryEntry entry = HistoryCodec.decode(record.data());
                if (entry != null) {
                    Slot slot = index.add(entry, HistoryCodec.length(record.data()), record.sequence());
                    index.trimTail(slot.shelf);
                    index.trim(nowMs);
                }
                record = reader.next();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the history in " + directory + " can't be read: " + e.getMessage(), e);
        }
        return index;
    }

    /**
     * These messages, of which some are on the disk alone; those whose file was removed meanwhile are left out.
     *
     * @throws UncheckedIOException if the log can't be read
     */
    static List<HistoryEntry> read(Path directory, List<Slot.Seen> wanted) {
        NavigableSet<Long> missing = new TreeSet<>();
        wanted.stream().filter(slot -> slot.entry() == null).forEach(slot -> missing.add(slot.sequence()));
        Map<Long, HistoryEntry> found = new HashMap<>();
        for (int attempt = 1; !missing.isEmpty(); attempt++) {
            try {
                read(directory, missing, found);
            } catch (NoSuchFileException vanished) {
                if (attempt == ATTEMPTS) {
                    throw new UncheckedIOException(vanished);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return wanted.stream()
                .map(slot -> slot.entry() != null ? slot.entry() : found.get(slot.sequence()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Takes out of {@code missing} what is found, or can't be found any more. */
    private static void read(Path directory, NavigableSet<Long> missing, Map<Long, HistoryEntry> found)
            throws IOException {
        try (LogReader reader = LogReader.open(directory, missing.first())) {
            while (!missing.isEmpty()) {
                LogRecord record = reader.next();
                if (record == null) {
                    missing.clear();
                    return;
                }
                missing.headSet(record.sequence()).clear(); // their file was removed
                if (missing.remove(record.sequence())) {
                    HistoryEntry entry = HistoryCodec.decode(record.data());
                    if (entry != null) {
                        found.put(record.sequence(), entry);
                    }
                }
            }
        }
    }
}
