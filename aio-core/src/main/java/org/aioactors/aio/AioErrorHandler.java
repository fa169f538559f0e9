// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/** Hears of callbacks that threw. The loop goes on afterwards. */
@FunctionalInterface
public interface AioErrorHandler {
    /**
     * A callback threw. Called on the loop thread; must not block and must not throw.
     *
     * @param where which callback, such as {@code bottom half 'flush'}
     * @param failure what it threw
     */
    void onError(String where, Throwable failure);
}
