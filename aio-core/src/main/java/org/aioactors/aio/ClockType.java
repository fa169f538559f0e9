// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/** The clocks a timer can follow; a turn runs the expired timers in this order (S58). */
public enum ClockType {
    /** Monotonic time: the one to use for timeouts. */
    REALTIME,

    /** Monotonic time that its owner may stop and start by {@link AioContext#setClockEnabled}. */
    VIRTUAL,

    /** Wall-clock time since the epoch: jumps when the system's clock is set. */
    HOST,

    /** Like {@link #VIRTUAL}, for work that must not be seen by what {@code VIRTUAL} times. */
    VIRTUAL_RT
}
