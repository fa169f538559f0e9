// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/** The callback of a timer that can go on elsewhere when its context's thread is held up. */
public interface MovableTimer extends TimerCallback {
    /**
     * The timer was armed, and is not any more: {@link AioContext#evictTimers} has been called. Timers of one clock hear
     * of it in the order in which they would have run. The thread that calls that, with no lock held.
     */
    void evicted();
}
