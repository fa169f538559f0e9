// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

/** A dispatcher, for JMX: what {@link org.aioactors.dispatcher.DispatcherMetrics} says of it as a whole. Any thread. */
public interface DispatcherMXBean {
    /** How many loops it has, each a bean of its own. */
    int getLoops();

    /** How many times an actor or a task held up its thread for `stall-relief` without announcing it. */
    long getStalls();

    /** How many times one announced that it blocks. */
    long getAnnouncedBlocks();

    /** How many relief threads there are now. */
    int getReliefThreads();

    /** How many messages the actors of all loops took up. */
    long getMessages();
}
