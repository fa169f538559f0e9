// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import org.aioactors.aio.AioErrorHandler;

/** What a loop needs of its dispatcher. Every method may be called by any thread and does not block. */
interface LoopOwner extends AioErrorHandler {
    /** Whether the dispatcher has neither an actor nor a task. */
    boolean isDeserted();

    /** Asks all loops of the dispatcher to stop. */
    void stopLoops();

    /** A thread for a loop, named and set up as Akka's threads are, not started. */
    LoopThread newThread(AioLoop loop);

    /** Sets a thread up as Akka's threads are. */
    <T extends Thread> T wire(T thread);

    /** The threads that relieve the loops. */
    ReliefCrew crew();

    /** The watchdog of the loops. */
    StallWatch watch();

    /** A thread was held up without a word, and has been relieved. */
    void onStall(Stall stall);

    /** A thread has announced that it will block, and has been relieved. */
    void onBlocking();

    /** {@inheritDoc} Reports as Akka does: fatal errors may end the actor system or the JVM. */
    @Override
    void onError(String where, Throwable error);
}
