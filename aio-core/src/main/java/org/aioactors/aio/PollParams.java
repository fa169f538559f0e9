// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/**
 * How far adaptive busy polling may go (S2, S48).
 *
 * @param maxNs the longest busy-poll time in nanoseconds; 0 turns busy polling off
 * @param grow the factor by which the busy-poll time grows; 0 means 2, 1 keeps it
 * @param shrink the divisor by which it shrinks; 0 resets it to 0, 1 keeps it
 * @param weight how much the intervals before count against the last one: 0 not at all, 3 three times as much; in the
 *     default semantics only (B4). At most {@link #MAX_WEIGHT}
 */
public record PollParams(long maxNs, long grow, long shrink, int weight) {
    /** No busy polling: every wait is in the kernel. A new context starts so (S1). */
    public static final PollParams OFF = new PollParams(0, 0, 0);

    /** The customary parameters of an I/O thread: at most 32,768 ns (S2). */
    public static final PollParams IO_THREAD = new PollParams(32_768, 0, 0);

    /** With more weight than this the loop would hardly learn any more. */
    public static final int MAX_WEIGHT = 1_000;

    /** Without smoothing. */
    public PollParams(long maxNs, long grow, long shrink) {
        this(maxNs, grow, shrink, 0);
    }

    /** Checks the values; throws {@link IllegalArgumentException} if one is negative or the weight too large. */
    public PollParams {
        if (maxNs < 0 || grow < 0 || shrink < 0 || weight < 0) {
            throw new IllegalArgumentException("busy-poll parameters must not be negative: maxNs=" + maxNs + ", grow="
                    + grow + ", shrink=" + shrink + ", weight=" + weight);
        }
        if (weight > MAX_WEIGHT) {
            throw new IllegalArgumentException(
                    "the weight of a busy-poll interval is at most " + MAX_WEIGHT + ": " + weight);
        }
    }
}
