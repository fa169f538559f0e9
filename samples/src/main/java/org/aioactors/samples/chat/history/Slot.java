// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import org.jspecify.annotations.Nullable;

/** A message that is known, whether it is in memory or only on the disk. The history's actor only. */
final class Slot implements Comparable<Slot> {
    /** The disk was asked for it. */
    static final long PENDING = -1;

    /** It is on no disk. */
    static final long NOT_LOGGED = -2;

    /** What another thread may know of it: the message, or its number in the log. */
    record Seen(@Nullable HistoryEntry entry, long sequence) {}

    final Shelf shelf;
    final long timeMs;
    final long arrival;

    /** So that the message is found by its number without having it here. */
    final long msgidHash;

    /** What it takes, in the log or in memory. */
    final int bytes;

    /** Its number in the log, or one of the above. */
    long sequence;

    /** Null if it is on the disk alone. */
    @Nullable HistoryEntry entry;

    boolean dropped;

    Slot(Shelf shelf, HistoryEntry entry, long arrival, int bytes, long sequence) {
        this.shelf = shelf;
        this.timeMs = entry.timeMs();
        this.arrival = arrival;
        this.msgidHash = hash(entry.msgid());
        this.bytes = bytes;
        this.sequence = sequence;
        this.entry = entry;
    }

    /** By time; of one time, as they came. */
    @Override
    public int compareTo(Slot other) {
        int byTime = Long.compare(timeMs, other.timeMs);
        return byTime != 0 ? byTime : Long.compare(arrival, other.arrival);
    }

    Seen seen() {
        return new Seen(entry, sequence);
    }

    /** FNV-1a (draft-eastlake-fnv), 64 bits, so that two of one channel have the same hardly ever. */
    static long hash(String msgid) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < msgid.length(); i++) {
            hash = (hash ^ msgid.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
