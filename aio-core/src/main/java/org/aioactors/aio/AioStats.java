// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/**
 * What an {@link AioContext} has counted since it was built, see {@link AioContext#stats}. The figures are read one
 * after the other while the loop goes on, so they may be a few events apart.
 *
 * @param turns how many turns it began, nested ones included; of a {@link ForeignLoop}, how many it dispatched
 * @param waits how many times it asked the kernel to wait, parked ones included; not how many times it only looked, nor
 *     what a foreign loop did in its place
 * @param busyPollHits how many times it busy-polled until there was something to do: an fd was ready, something was
 *     queued, or a timer was due
 * @param busyPollMisses how many times it busy-polled in vain
 * @param wakeUps how many times its wait was ended, each a system call of the thread that queued something
 * @param pollNs how long the next turn may busy-poll, in nanoseconds
 */
public record AioStats(long turns, long waits, long busyPollHits, long busyPollMisses, long wakeUps, long pollNs) {
    /** Of a context that has done nothing. */
    public static final AioStats ZERO = new AioStats(0, 0, 0, 0, 0, 0);

    /**
     * Both together: the counts of this one and the other added up. How long the next turn may busy-poll does not add
     * up: it is the other's.
     */
    public AioStats plus(AioStats other) {
        return new AioStats(
                turns + other.turns,
                waits + other.waits,
                busyPollHits + other.busyPollHits,
                busyPollMisses + other.busyPollMisses,
                wakeUps + other.wakeUps,
                other.pollNs);
    }
}
