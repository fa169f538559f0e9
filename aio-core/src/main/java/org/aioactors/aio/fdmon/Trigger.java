// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

/** When a registration is reported. */
public enum Trigger {
    /** Whenever it is ready (S38). */
    LEVEL,

    /**
     * At least whenever there is news of it, such as more to read: whoever watches it deals with all there is. A monitor
     * that knows no edges takes it for {@link #LEVEL}.
     */
    EDGE,

    /** Once, and not again before {@link FdMonitor#rearm}. */
    ONE_SHOT
}
