// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.List;

/**
 * What was read of a JVM at one time.
 *
 * @param takenNs when, by a clock that never goes back
 * @param systems how many actor systems it has
 * @param dispatchers of all of its actor systems
 * @param tcp listeners and outgoing connections of all
 * @param udp sockets of all
 */
record Sample(long takenNs, int systems, List<OfDispatcher> dispatchers, List<OfTcp> tcp, List<OfUdp> udp) {
    Sample {
        dispatchers = List.copyOf(dispatchers);
        tcp = List.copyOf(tcp);
        udp = List.copyOf(udp);
    }

    /**
     * A dispatcher.
     *
     * @param key what tells it from all others of the JVM
     */
    record OfDispatcher(
            Key key,
            long stalls,
            long announcedBlocks,
            int reliefThreads,
            List<OfStall> lastStalls,
            List<OfLoop> loops) {
        OfDispatcher {
            lastStalls = List.copyOf(lastStalls);
            loops = List.copyOf(loops);
        }
    }

    /** What tells a thing from all others of its kind: its actor system, and how it is called there. */
    record Key(String system, String name) {}

    /** One of the last stalls of a dispatcher. */
    record OfStall(long number, String loop, String culprit, long ageNs) {}

    /** A loop; the counts are since the dispatcher was made. */
    record OfLoop(
            int number,
            int actors,
            int queueDepth,
            boolean stalled,
            long pollNs,
            long turns,
            long messages,
            long tasks,
            long steals,
            long waits,
            long busyPollHits,
            long busyPollMisses,
            long wakeUps) {}

    /** A listener, or all outgoing connections. */
    record OfTcp(
            Key key,
            int connections,
            long heldBytes,
            long total,
            long receivedBytes,
            long sentBytes,
            long refusedWrites) {}

    /**
     * A UDP socket, or all that are connected.
     *
     * @param lost datagrams that were dropped, cut off or refused
     */
    record OfUdp(
            Key key,
            int sockets,
            long receivedDatagrams,
            long receivedBytes,
            long sentDatagrams,
            long sentBytes,
            long lost) {}
}
