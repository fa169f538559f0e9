// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.WatchSet;

/** What the calls of {@link ForeignLoop} do, in the order which that has checked (S62, B12). Home thread only. */
interface ForeignTurn {
    /** Fills {@code watch}, and says how long the other loop may wait; whoever queues work from here on ends that wait. */
    long prepare(WatchSet watch);

    /** {@link #prepare} has failed: there is no wait. */
    void abandon();

    /** After the wait: takes the reports in {@code watch}; returns whether there is anything to dispatch. */
    boolean check(WatchSet watch);

    /** In place of {@link #check}, when nobody has waited. */
    void skipCheck(WatchSet watch);

    /** Does what there is to do; returns whether that was anything. */
    boolean dispatch();
}
