// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of all messages: their places, and the youngest ones themselves. Bounded in number, bytes and age, and what
 * it has in memory in bytes. One thread at a time.
 */
final class HistoryIndex {
    private static final int SLACK = 1_000;

    private final HistorySettings settings;
    private final Map<String, Shelf> shelves = new HashMap<>();

    /** As they came; also those that were dropped before older ones, as long as they are less than the others. */
    private final Deque<Slot> all = new ArrayDeque<>();

    /** Those in memory, as they came; also those that are not any more, in the same way. */
    private final Deque<Slot> loaded = new ArrayDeque<>();

    private int size;
    private int loadedSize;
    private long allBytes;
    private long loadedBytes;
    private long arrivals;

    HistoryIndex(HistorySettings settings) {
        this.settings = settings;
    }

    /** One more. Call {@link #trim} then. */
    Slot add(HistoryEntry entry, int bytes, long sequence) {
        Shelf shelf = shelves.computeIfAbsent(entry.conversation(), Shelf::new);
        Slot slot = new Slot(shelf, entry, arrivals++, bytes, sequence);
        shelf.slots.add(slot);
        shelf.tail.add(slot);
        all.add(slot);
        loaded.add(slot);
        size++;
        loadedSize++;
        allBytes += bytes;
        loadedBytes += bytes;
        return slot;
    }

    /** Drops what is beyond the bounds. */
    void trim(long nowMs) {
        long oldestMs = nowMs - settings.maxAge().toMillis();
        for (Slot oldest = all.peek(); oldest != null && isBeyond(oldest, oldestMs); oldest = all.peek()) {
            all.remove();
            drop(oldest);
        }
        while (loadedBytes > settings.maxMemoryBytes()) {
            Slot oldest = loaded.element();
            if (oldest.entry != null && !evict(oldest)) {
                break; // the disk has yet to say whether it has it
            }
            loaded.remove();
        }
        if (all.size() > 2 * size + SLACK) {
            all.removeIf(slot -> slot.dropped);
        }
        if (loaded.size() > 2 * loadedSize + SLACK) {
            loaded.removeIf(slot -> slot.entry == null);
        }
    }

    private boolean isBeyond(Slot oldest, long oldestMs) {
        return oldest.dropped
                || oldest.timeMs < oldestMs
                || size > settings.maxMessages()
                || (settings.directory() != null && allBytes > settings.maxFileBytes());
    }

    /** Has no more of a conversation in memory than is to be: what is on no disk is gone, so one conversation displaces no other. */
    void trimTail(Shelf shelf) {
        while (shelf.tail.size() > settings.tail() && evict(shelf.tail.element())) {
            // until the rest may stay
        }
    }

    /** Takes it out of memory, and forgets it if it is not on the disk; false as long as that is not known. */
    private boolean evict(Slot slot) {
        if (slot.sequence == Slot.PENDING) {
            return false;
        }
        if (slot.sequence == Slot.NOT_LOGGED) {
            drop(slot);
        } else {
            unload(slot);
        }
        return true;
    }

    private void unload(Slot slot) {
        if (slot.entry != null) {
            slot.entry = null;
            slot.shelf.tail.remove(slot); // the first, mostly
            loadedSize--;
            loadedBytes -= slot.bytes;
        }
    }

    private void drop(Slot slot) {
        if (!slot.dropped) {
            slot.dropped = true;
            size--;
            allBytes -= slot.bytes;
            unload(slot);
            slot.shelf.slots.remove(slot);
            if (slot.shelf.slots.size() == 0) {
                shelves.remove(slot.shelf.conversation);
            }
        }
    }

    /** The messages that are wanted, oldest first; null if there is no message of a number that is named. */
    @Nullable List<Slot> select(String conversation, Selection selection, int limit) {
        Shelf shelf = shelves.get(conversation);
        return (shelf == null ? new Shelf(conversation) : shelf).select(selection, limit);
    }

    /** The conversations that are asked for. */
    List<History.Target> targets(History.AskTargets ask) {
        long low = Math.min(ask.fromMs(), ask.toMs());
        long high = Math.max(ask.fromMs(), ask.toMs());
        List<History.Target> found = new ArrayList<>();
        for (Shelf shelf : shelves.values()) {
            long latestMs = shelf.slots.get(shelf.slots.size() - 1).timeMs;
            String name = nameFor(ask, shelf.conversation);
            if (name != null && latestMs > low && latestMs < high) {
                found.add(new History.Target(name, latestMs));
            }
        }
        found.sort(Comparator.comparingLong(History.Target::latestMs).thenComparing(History.Target::name));
        int surplus = Math.max(0, found.size() - ask.limit());
        return ask.fromMs() <= ask.toMs()
                ? found.subList(0, found.size() - surplus)
                : found.subList(surplus, found.size());
    }

    private static @Nullable String nameFor(History.AskTargets ask, String conversation) {
        if (ask.channels().contains(conversation)) {
            return conversation;
        }
        String account = ask.account();
        return account == null ? null : Conversation.otherThan(conversation, account);
    }

    /** The lowest number in the log that is wanted; negative if there is none. */
    long oldestSequence() {
        for (Slot slot : all) {
            if (slot.sequence >= 0 && !slot.dropped) {
                return slot.sequence;
            }
        }
        return Slot.NOT_LOGGED;
    }

    int size() {
        return size;
    }

    long loadedBytes() {
        return loadedBytes;
    }
}
