// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

/** A monitor that lets another loop wait in its place (S62, B12). Home thread; nothing here blocks. */
public interface Embeddable {
    /**
     * Tells the kernel what it does not know yet, and fills {@code watch} with what another loop is to watch in place
     * of {@link FdMonitor#await}.
     *
     * @return whether something is there to be collected already, so that nobody should wait
     */
    boolean prepareForeign(WatchSet watch);

    /**
     * Adds what is ready by the reports in {@code watch}, after another loop's wait.
     *
     * @return how many were added
     */
    int collectForeign(WatchSet watch, ReadyList ready);
}
