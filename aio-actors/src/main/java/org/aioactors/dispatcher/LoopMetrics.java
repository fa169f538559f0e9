// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import org.aioactors.aio.AioStats;

/**
 * What a loop has done since its dispatcher was made, and how it is doing now: see {@link AioLoop#metrics}. The figures
 * are read one after the other while the loop goes on, so they may be a few events apart. Counts never go back, not
 * even when the loop's thread ends and another one starts.
 *
 * @param loop the loop's {@link AioLoop#number}, from 1
 * @param actors how many living actors ran there last, or begin there
 * @param messages how many messages its actors took up, on whichever thread; Akka's own system messages don't count
 * @param tasks how many tasks it began that are not actors, such as stages of futures
 * @param steals how many times its own thread, with nothing of its own to do, took mobile work that waited for another
 *     thread of the dispatcher: one or half of it
 * @param queueDepth how many actors and tasks waited to be run when the loop's own thread last had a look; 0 when
 *     nothing waits. While the loop is stalled it is what it was before
 * @param stalled whether the loop's own thread is held up, so that its fds and timers wait
 * @param context what the contexts of the loop's threads have counted, one thread after the other
 */
public record LoopMetrics(
        int loop,
        int actors,
        long messages,
        long tasks,
        long steals,
        int queueDepth,
        boolean stalled,
        AioStats context) {}
