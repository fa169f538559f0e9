// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a conversation in the order of their times. They come nearly in that order, and go from its beginning, so it is
 * a ring in an array: adding the youngest and removing the oldest move nothing. The history's actor only.
 */
final class SlotList {
    private static final int SMALLEST = 8;

    /** A power of two long. */
    private @Nullable Slot[] ring = new @Nullable Slot[SMALLEST];

    private int head;
    private int size;

    int size() {
        return size;
    }

    Slot get(int index) {
        Slot slot = ring[(head + index) & (ring.length - 1)];
        if (slot == null || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return slot;
    }

    void add(Slot slot) {
        if (size == ring.length) {
            grow();
        }
        int at = size++;
        while (at > 0 && get(at - 1).compareTo(slot) > 0) {
            set(at, get(at - 1));
            at--;
        }
        set(at, slot);
    }

    void remove(Slot slot) {
        int at = firstAtLeast(slot.timeMs);
        while (at < size && get(at) != slot) {
            at++;
        }
        if (at == size) {
            return;
        }
        if (at == 0) {
            set(0, null);
            head = (head + 1) & (ring.length - 1);
            size--;
            return;
        }
        for (int i = at + 1; i < size; i++) {
            set(i - 1, get(i));
        }
        set(--size, null);
    }

    private void set(int index, @Nullable Slot slot) {
        ring[(head + index) & (ring.length - 1)] = slot;
    }

    private void grow() {
        @Nullable Slot[] next = Arrays.copyOf(ring, 2 * ring.length);
        System.arraycopy(ring, 0, next, ring.length, head); // what had come round goes on behind the former end
        Arrays.fill(next, 0, head, null);
        ring = next;
    }

    /** The index of the first message of that moment or later; the size if there is none. */
    int firstAtLeast(long timeMs) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle).timeMs < timeMs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The index of the message of that number, or -1. */
    int indexOf(String msgid) {
        long hash = Slot.hash(msgid);
        for (int i = size - 1; i >= 0; i--) { // clients mostly ask about what they have just seen
            if (get(i).msgidHash == hash) {
                return i;
            }
        }
        return -1;
    }

    /** Those from an index on and before another; none if they are the other way round. */
    List<Slot> range(int from, int to) {
        List<Slot> slots = new ArrayList<>(Math.max(0, to - from));
        for (int i = from; i < to; i++) {
            slots.add(get(i));
        }
        return slots;
    }
}
