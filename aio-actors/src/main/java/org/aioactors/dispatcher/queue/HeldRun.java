// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.aioactors.aio.Fields;
import org.aioactors.aio.Padded;

/** The number of the run in which a thread was found to be held up. */
final class HeldRun extends Padded {
    private static final VarHandle NUMBER = Fields.handle(MethodHandles.lookup(), "number", long.class);

    /**
     * 0 if there is none. Raised by any thread; set to 0 by the thread itself at the end of a run. Who finds an older run
     * too late leaves its number here for a while, which means nothing.
     */
    private volatile long number;

    long number() {
        return number;
    }

    /** Notes a run, unless a later one is. Any thread. */
    void raise(long run) {
        long before = number;
        while (before < run && !NUMBER.compareAndSet(this, before, run)) {
            before = number;
        }
    }

    /** A run has ended; returns whether it was this one. The thread itself. */
    boolean end(long run) {
        long noted = number;
        if (noted == 0) {
            return false;
        }
        NUMBER.compareAndSet(this, noted, 0L); // if it fails, somebody has just noted this run: the next end clears it
        return noted == run;
    }
}
