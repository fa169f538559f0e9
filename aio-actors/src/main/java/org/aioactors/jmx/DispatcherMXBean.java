// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import java.util.List;

/** A dispatcher, for JMX: what {@link org.aioactors.dispatcher.DispatcherMetrics} says of it as a whole. Any thread. */
public interface DispatcherMXBean {
    /** How many loops it has, each a bean of its own. */
    int getLoops();

    /** How many times an actor or a task held up its thread for `stall-relief` without announcing it. */
    long getStalls();

    /** On which loops that was the last times, and who did it; a few at most, oldest first. */
    List<String> getLastStalls();

    /** How many times one announced that it blocks. */
    long getAnnouncedBlocks();

    /** How many relief threads there are now. */
    int getReliefThreads();

    /** How many messages the actors of all loops took up. */
    long getMessages();
}
