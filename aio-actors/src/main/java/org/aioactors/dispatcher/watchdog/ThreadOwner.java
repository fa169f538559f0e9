// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.watchdog;

import org.aioactors.aio.AioErrorHandler;

/** What the threads of a dispatcher need of it. Every method may be called by any thread and does not block. */
public interface ThreadOwner extends AioErrorHandler {
    /** Whether the dispatcher has neither an actor nor a task. */
    boolean isDeserted();

    /** Asks all loops of the dispatcher to stop. */
    void stopLoops();

    /** Sets a thread up as Akka's threads are. */
    <T extends Thread> T wire(T thread);

    /** A thread has been held up without a word for so long that it should be known. */
    void onStall(Stall stall);

    /** A thread has announced that it will block. */
    void onBlocking();

    /** Something is not to be had, and the loops go on without. Nobody holds a lock. */
    void onShortage(String what, Throwable reason);
}
