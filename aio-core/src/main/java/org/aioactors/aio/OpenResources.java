// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.ArrayDeque;
import java.util.Deque;

/** How to give back what was taken from the kernel so far, the last first. Home thread only. */
final class OpenResources {
    private final Deque<Runnable> closers = new ArrayDeque<>();

    /** Something was taken, and {@code closer} gives it back. */
    void add(Runnable closer) {
        closers.push(closer);
    }

    /** Closes all, while {@code failure} goes on to whoever called: what fails as well is added to it. */
    void closeAfter(Throwable failure) {
        while (!closers.isEmpty()) {
            try {
                closers.pop().run();
            } catch (RuntimeException another) {
                failure.addSuppressed(another);
            }
        }
    }

    /** Closes all; throws the first failure once that is done. */
    void close() {
        while (!closers.isEmpty()) {
            try {
                closers.pop().run();
            } catch (RuntimeException | Error failure) {
                closeAfter(failure);
                throw failure;
            }
        }
    }
}
