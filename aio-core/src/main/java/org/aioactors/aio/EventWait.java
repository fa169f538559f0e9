// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.ReadyList;

/**
 * The first half of a turn, steps 5 to 12 of S4 to S17: from its start to the moment when it is known what there is to do.
 * Busy-polls, sleeps in the kernel if that is still needed, and has the controller learn from how long it took. Home thread
 * only.
 */
interface EventWait {
    /** Adds what is ready to {@code ready}; returns whether busy polling made progress. */
    boolean run(boolean blocking, ReadyList ready);
}
