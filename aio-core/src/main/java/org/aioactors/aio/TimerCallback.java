// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/**
 * The callback of a timer that must not get lost: it also hears of the end of its context. Given to {@link
 * AioContext#newTimer} in place of a plain {@link Runnable}.
 */
public interface TimerCallback extends Runnable {
    /** The timer has expired. Home thread. */
    @Override
    void run();

    /**
     * The context was closed while the timer was armed: it will not run, and is not armed any more. Timers of one
     * clock hear of it in the order in which they would have run. Home thread, inside {@link AioContext#close}.
     */
    void contextClosed();
}
