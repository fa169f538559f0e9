// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.jspecify.annotations.Nullable;

/**
 * Hears how a call that was offloaded went, see {@link AioContext#offload}: exactly once. Calls end in any order, and what the
 * two threads have written is seen by the other. A call can be cancelled until it begins. {@link AioContext#close} cancels
 * those that have not begun, and waits five seconds at most for the others: then the log names them, their completions hear a
 * {@link java.util.concurrent.CancellationException}, and what they return is dropped.
 */
@FunctionalInterface
public interface OffloadCompletion<T> {
    /**
     * The call has ended, or never will begin. Called once, on the home thread, among the bottom halves of a turn or while
     * the context is closed; must not block. What it throws goes to the {@link AioErrorHandler}.
     *
     * @param result what the call returned; null if it failed
     * @param failure what the call threw, errors included, or a {@link java.util.concurrent.CancellationException} if it
     *     was cancelled or the context is closed; null if it returned
     */
    void onCompletion(@Nullable T result, @Nullable Throwable failure);
}
