// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of the history. Immutable.
 *
 * @param directory where its log is; null to have it in memory alone
 * @param maxMessages how many are known, of all conversations together: an index entry of some 100 bytes for each. What is
 *     older is removed
 * @param maxAge what is older is not told any more, and removed with its file
 * @param maxFileBytes how much of it is on the disk; some files more, of a sixteenth of that, may be there
 * @param maxMemoryBytes how much of it is in memory as well, of all conversations together
 * @param tail how many messages of a conversation are in memory at most; without a log, how many there are
 */
public record HistorySettings(
        @Nullable Path directory, int maxMessages, Duration maxAge, long maxFileBytes, long maxMemoryBytes, int tail) {
    /** In memory: 500 messages of each conversation, 8 MiB of all, a week. */
    public static final HistorySettings IN_MEMORY =
            new HistorySettings(null, 50_000, Duration.ofDays(7), 64 << 20, 8 << 20, 500);

    /** Checks the values; throws {@link IllegalArgumentException} if one is out of range. */
    public HistorySettings {
        if (maxMessages < 1 || maxAge.isNegative() || maxAge.isZero() || maxMemoryBytes < 1 || tail < 1) {
            throw new IllegalArgumentException("the bounds of the history must be at least 1, and its age more than 0");
        }
        if (maxFileBytes < 1 << 20) {
            throw new IllegalArgumentException("the history's files must have 1 MiB at least: " + maxFileBytes);
        }
    }

    /** In a log as well. */
    public HistorySettings in(Path place) {
        return new HistorySettings(place, maxMessages, maxAge, maxFileBytes, maxMemoryBytes, tail);
    }
}
