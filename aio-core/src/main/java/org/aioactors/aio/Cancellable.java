// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/** Work that goes on elsewhere and will be heard of by a callback, once, whether it is cancelled or not. */
public interface Cancellable {
    /**
     * Asks for the work to be cancelled; does not block, and calls nothing back itself.
     *
     * @return false if it is too late for that; true is no promise, the callback tells how it ended
     */
    boolean cancel();

    /** Whether the callback has heard of the end: true inside it. */
    boolean isDone();
}
