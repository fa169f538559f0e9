// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

/** What a loop does once more before it waits for events, such as to send what was written: {@link AioLoop#addTurnEnd}. */
@FunctionalInterface
public interface TurnEnd {
    /**
     * A turn of the loop is over: its callbacks have run, and a part of what waited for the loop. On the loop's own thread;
     * must not block.
     *
     * @param busy whether something waits to be run, so that the next turn does not sleep and this is called again soon
     * @return whether there is more to do, so that the next turn does not sleep either
     */
    boolean onTurnEnd(boolean busy);
}
