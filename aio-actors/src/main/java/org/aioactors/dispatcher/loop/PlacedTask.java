// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import org.aioactors.dispatcher.queue.LoopTask;

/** A mailbox or a task, and the loop where it is, or runs, or ran last. */
public abstract class PlacedTask extends LoopTask {
    /** Written by who runs it, or has taken it out to do so; read by any. */
    private volatile EventLoop loop;

    /** Whether only the loop's own thread may run it. Written and read by who runs it, or has taken it out to do so. */
    private boolean settled;

    PlacedTask(EventLoop loop, boolean settled) {
        this.loop = loop;
        this.settled = settled;
    }

    /** That loop. Any thread. */
    public final EventLoop loop() {
        return loop;
    }

    /** Whether only the own thread of its loop may run it. Whoever has it in hands. */
    final boolean isSettled() {
        return settled;
    }

    /** The own thread of that loop, or its guest, is about to run it, or runs it. That thread. */
    final void moveTo(EventLoop to) {
        EventLoop from = loop;
        if (to != from) {
            moves(from, to);
            loop = to;
        }
    }

    /** No other thread than the own one of its loop is to run it any more. Whoever runs it. */
    final void settle() {
        settled = true;
    }

    /** It is about to move. The thread that moves it. */
    void moves(EventLoop from, EventLoop to) {}
}
