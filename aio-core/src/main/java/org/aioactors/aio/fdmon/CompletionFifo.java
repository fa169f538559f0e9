// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.Arrays;

/** Completions that were taken from a ring and wait for their turn, oldest first. Grows; home thread only. */
final class CompletionFifo {
    private static final int INITIAL_CAPACITY = 64; // a power of two, as are all its doubles

    private long[] userData = new long[INITIAL_CAPACITY];
    private int[] results = new int[INITIAL_CAPACITY];
    private int[] flags = new int[INITIAL_CAPACITY];

    /** How many were ever taken and added; the difference is what is here. */
    private long taken;

    private long added;

    boolean isEmpty() {
        return taken == added;
    }

    /** How many were ever added: a mark up to which {@link #taken} may go. */
    long added() {
        return added;
    }

    long taken() {
        return taken;
    }

    void add(long newUserData, int result, int newFlags) {
        if (added - taken == userData.length) {
            grow();
        }
        int at = index(added);
        userData[at] = newUserData;
        results[at] = result;
        flags[at] = newFlags;
        added++;
    }

    /** The user data of the oldest; there must be one. */
    long userData() {
        return userData[index(taken)];
    }

    int result() {
        return results[index(taken)];
    }

    int flags() {
        return flags[index(taken)];
    }

    /** Takes the oldest off. */
    void advance() {
        assert !isEmpty() : "there is no completion";
        taken++;
    }

    private int index(long position) {
        return (int) position & (userData.length - 1);
    }

    private void grow() {
        int length = userData.length;
        long[] newUserData = Arrays.copyOf(userData, 2 * length);
        int[] newResults = Arrays.copyOf(results, 2 * length);
        int[] newFlags = Arrays.copyOf(flags, 2 * length);
        for (long position = taken; position < added; position++) {
            int from = (int) position & (length - 1);
            int to = (int) position & (2 * length - 1);
            newUserData[to] = userData[from];
            newResults[to] = results[from];
            newFlags[to] = flags[from];
        }
        userData = newUserData;
        results = newResults;
        flags = newFlags;
    }
}
