// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What an owner has taken so far and releases later, newest first, once, and all of it even if some of
 * that fails.
 */
final class Resources {
    private final Deque<Runnable> releases = new ArrayDeque<>();

    /** Remembers how something that was just taken is released. */
    void add(Runnable release) {
        releases.push(release);
    }

    /** Releases everything; the first failure is thrown at the end, with the others suppressed in it. */
    void close() {
        RuntimeException failure = null;
        for (Runnable release = releases.poll(); release != null; release = releases.poll()) {
            failure = run(release, failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable RuntimeException run(Runnable release, @Nullable RuntimeException earlier) {
        try {
            release.run();
            return earlier;
        } catch (RuntimeException e) {
            if (earlier == null) {
                return e;
            }
            earlier.addSuppressed(e);
            return earlier;
        }
    }

    /** Releases everything because of a failure that is about to be thrown. */
    void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
