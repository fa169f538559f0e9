// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import org.jspecify.annotations.Nullable;

/**
 * The runs on relief threads that use what belongs to the loop. Each waits until the loop's own thread rests, which is
 * when its present run is over, and has it rest until this one run has ended: so none of the two ever meets the other.
 *
 * <p>Everything is guarded by the lock of the {@link Relief}.
 */
final class Visits {
    private final Relief relief;

    /** How many there are, the one that goes on included. */
    private int count;

    /** Whether the own thread waits for them to end. */
    private boolean ownThreadRests;

    /** The one that goes on. */
    private @Nullable Shift visitor;

    Visits(Relief relief) {
        this.relief = relief;
    }

    /**
     * Waits until the own thread rests, and has it rest until the end of the shift's present run. So the run may use
     * what belongs to the loop as if it were at home. Others go on meanwhile. The shift's thread, without the lock.
     */
    void begin(Shift shift) {
        relief.replace(shift);
        synchronized (relief) {
            count++;
        }
        relief.loop().enqueue(RunnableTask.atHome(this::receive)); // should the own thread not be held up any more
        boolean interrupted = await(shift);
        shift.setVisiting(true);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean await(Shift shift) {
        synchronized (relief) {
            boolean interrupted = false;
            while (!ownThreadRests || visitor != null) {
                interrupted |= awaitChange();
            }
            visitor = shift;
            return interrupted;
        }
    }

    /** The own thread will wait for the visits to end when it comes back from this. Own thread, without the lock. */
    private void receive() {
        if (areThereAny()) {
            relief.announce();
        }
    }

    private boolean areThereAny() {
        synchronized (relief) {
            return count > 0;
        }
    }

    /** The run of a shift is over, which may have been a visit. With the lock. */
    void end(Shift shift) {
        if (visitor == shift) {
            shift.setVisiting(false);
            visitor = null;
            count--;
            relief.notifyAll();
        }
    }

    /** Waits until there are no more. Own thread, with the lock. */
    void awaitEnd() {
        ownThreadRests = true;
        relief.notifyAll();
        while (count > 0) {
            awaitChange(); // an interrupt was meant for the run that is over
        }
        ownThreadRests = false;
    }

    /** Returns whether the caller was interrupted. With the lock; callers loop. */
    @SuppressWarnings("WaitNotInLoop")
    private boolean awaitChange() {
        try {
            relief.wait();
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
