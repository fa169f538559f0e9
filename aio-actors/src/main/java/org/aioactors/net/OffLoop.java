// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What would hold up a loop is done elsewhere.
 *
 * @param blocking runs what blocks or takes long
 * @param loop runs what follows, on the loop's own thread
 */
record OffLoop(Executor blocking, Executor loop) {
    /** Runs {@code task} off the loop, and then {@code next} on it, with the result or the failure. Any thread. */
    <T> void call(Callable<T> task, BiConsumer<@Nullable T, @Nullable Throwable> next) {
        try {
            blocking.execute(() -> {
                T result = null;
                Throwable failure = null;
                try {
                    result = task.call();
                } catch (Throwable thrown) {
                    failure = thrown; // an Error too: whoever waits must not wait for ever
                }
                T done = result;
                Throwable failed = failure;
                loop.execute(() -> next.accept(done, failed));
            });
        } catch (RejectedExecutionException shutDown) {
            loop.execute(() -> next.accept(null, shutDown));
        }
    }
}
