// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What many threads see, each change under one monitor, and a test that waits for some of it. */
final class Progress {
    private final List<String> faults = new ArrayList<>();

    /** Something has happened. */
    synchronized void change(Runnable what) {
        what.run();
        notifyAll();
    }

    /** Something has happened that must not. */
    synchronized void fault(String what) {
        faults.add(what);
        notifyAll();
    }

    /** Looks at what all threads see. */
    synchronized <T> T get(Callable<T> look) {
        try {
            return look.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Those so far. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /**
     * Waits until something is so.
     *
     * @param state is said if it is not so in time
     * @throws AssertionError if it is not, or there has been a fault
     */
    synchronized void await(String what, Duration atMost, BooleanSupplier isSo, Supplier<?> state)
            throws InterruptedException {
        long deadlineNs = System.nanoTime() + atMost.toNanos();
        while (faults.isEmpty() && !isSo.getAsBoolean()) {
            long leftMs = Duration.ofNanos(deadlineNs - System.nanoTime()).toMillis();
            if (leftMs <= 0) {
                throw new AssertionError("not within " + atMost + ": " + what + "; but " + state.get());
            }
            wait(leftMs);
        }
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.size() + " faults while waiting for " + what + ", of which: "
                    + faults.subList(0, Math.min(10, faults.size())));
        }
    }
}
