// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.List;

/**
 * What a dispatcher has counted since it was made, see {@link AioDispatcher#metrics}. The figures are read one after
 * the other, so they may be a few events apart.
 *
 * @param id the path of its section in the configuration
 * @param stalls how many times an actor or a task held up its thread for `stall-report` without announcing it
 * @param announcedBlocks how many times one announced that it blocks
 * @param reliefThreads how many threads there are now to stand in for loops, at work or waiting for the next stall
 * @param loops its loops, in the order of their numbers
 */
public record DispatcherMetrics(
        String id, long stalls, long announcedBlocks, int reliefThreads, List<LoopMetrics> loops) {
    /** Copies the list. */
    public DispatcherMetrics {
        loops = List.copyOf(loops);
    }
}
