// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

/**
 * A loop, for JMX: what {@link org.aioactors.dispatcher.LoopMetrics} and {@link org.aioactors.aio.AioStats} say. Any
 * thread.
 */
public interface LoopMXBean {
    /** How many actors live on it. */
    int getActors();

    /** How many messages its actors took up. */
    long getMessages();

    /** How many tasks it began that are not actors. */
    long getTasks();

    /** How many times it took work that waited for another thread. */
    long getSteals();

    /** How many actors and tasks waited when the loop last had a look. */
    int getQueueDepth();

    /** Whether its own thread is held up. */
    boolean isStalled();

    /** How many turns it began. */
    long getTurns();

    /** How many times it asked the kernel to wait. */
    long getWaits();

    /** How many times it busy-polled until there was something to do. */
    long getBusyPollHits();

    /** How many times it busy-polled in vain. */
    long getBusyPollMisses();

    /** How many times other threads had to wake it. */
    long getWakeUps();

    /** How long its next turn may busy-poll, in nanoseconds. */
    long getPollNs();
}
