// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/** Hears of callbacks that threw; the loop goes on afterwards. And of what an {@link AioThread} died of. */
@FunctionalInterface
public interface AioErrorHandler {
    /**
     * A callback threw, or the loop itself. Called on the home thread; must not block and must not throw.
     *
     * @param where which callback, such as {@code bottom half 'flush'}, or {@code thread of context 'io'}
     * @param failure what it threw
     */
    void onError(String where, Throwable failure);
}
