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

    /** {@inheritDoc} Reports as Akka does: fatal errors may end the actor system or the JVM. */
    @Override
    void onError(String where, Throwable error);
}
