// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import org.aioactors.dispatcher.queue.LoopTask;

/** A mailbox or a task, and the loop where it is, or runs, or ran last. */
interface PlacedTask extends LoopTask {
    /** That loop. Any thread. */
    AioLoop loop();

    /** Whether only the own thread of its loop may run it. Whoever has it in hands. */
    boolean isSettled();

    /** The own thread of that loop, or its guest, is about to run it, or runs it. That thread. */
    void moveTo(AioLoop loop);
}
