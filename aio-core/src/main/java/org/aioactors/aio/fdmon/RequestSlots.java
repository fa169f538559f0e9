// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outstanding requests by user data. Grows; home thread only.
 *
 * <p>User data of requests is negative, which that of fd polls never is: bit 63, a kind (bits 61 and 60), a generation
 * (bits 59 to 32) and a slot. The generation of a slot changes when a request leaves it, so that a late answer about
 * that one does not meet its successor.
 */
final class RequestSlots {
    /** Kinds: the request itself, an answer to its cancellation, and the pause before the next cancellation. */
    static final int REQUEST = 0;

    static final int CANCEL = 1;
    static final int PAUSE = 2;

    /** The answer to the cancellation of everything. */
    static final int CANCEL_ALL = 3;

    private static final int KIND_SHIFT = 60;
    private static final int KIND_MASK = 3;
    private static final int GENERATION_MASK = (1 << 28) - 1;
    private static final int INITIAL_SLOTS = 64;
    private static final int NONE = -1;

    private @Nullable RingRequest[] bySlot = new @Nullable RingRequest[INITIAL_SLOTS];
    private int[] generations = new int[INITIAL_SLOTS];

    /** The free slot after this free one. */
    private int[] nextFree = new int[INITIAL_SLOTS];

    private int firstFree = NONE;

    /** Slots from here on were never used. */
    private int untouched;

    private int count;

    /** The same request or cancellation, as another kind. */
    static long as(int kind, long userData) {
        return (userData & ~((long) KIND_MASK << KIND_SHIFT)) | (long) kind << KIND_SHIFT;
    }

    static int kind(long userData) {
        return (int) (userData >>> KIND_SHIFT) & KIND_MASK;
    }

    /** Whether it is user data that a request itself has, or once had, or could have. */
    static boolean isRequest(long userData) {
        return userData < 0 && kind(userData) == REQUEST && (int) userData >= 0;
    }

    /** Whether there ever was one. */
    boolean isUsed() {
        return untouched > 0;
    }

    int count() {
        return count;
    }

    /** Gives the request a slot and its user data. */
    void add(RingRequest request) {
        int slot = firstFree;
        if (slot != NONE) {
            firstFree = nextFree[slot];
        } else {
            slot = untouched++;
            if (slot == bySlot.length) {
                grow();
            }
        }
        bySlot[slot] = request;
        count++;
        request.begin(Long.MIN_VALUE | (long) generations[slot] << 32 | slot);
    }

    private void grow() {
        int length = 2 * bySlot.length;
        bySlot = Arrays.copyOf(bySlot, length);
        generations = Arrays.copyOf(generations, length);
        nextFree = Arrays.copyOf(nextFree, length);
    }

    /** The request that user data of any kind is about, or null if it has left. */
    @Nullable RingRequest get(long userData) {
        int slot = (int) userData;
        RingRequest request = slot >= 0 && slot < bySlot.length ? bySlot[slot] : null;
        return request != null && request.userData() == as(REQUEST, userData) ? request : null;
    }

    void remove(RingRequest request) {
        int slot = (int) request.userData();
        bySlot[slot] = null;
        generations[slot] = (generations[slot] + 1) & GENERATION_MASK;
        nextFree[slot] = firstFree;
        firstFree = slot;
        count--;
    }

    /** All of them, for the end. */
    List<RingRequest> all() {
        List<RingRequest> all = new ArrayList<>(count);
        for (RingRequest request : bySlot) {
            if (request != null) {
                all.add(request);
            }
        }
        return all;
    }
}
