// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.jspecify.annotations.Nullable;

/**
 * The handlers that are busy-polled, linked through the handlers themselves. Home thread only.
 *
 * <p>Callbacks may remove any member while the list is walked: a removed one keeps its link to the next, so that
 * whoever stands on it finds back into the list. It may join again, at the head, once its fd has fired (S45).
 */
final class PollList {
    private @Nullable AioHandler first;

    @Nullable AioHandler first() {
        return first;
    }

    void addFirst(AioHandler handler) {
        handler.inPollList = true;
        handler.pollPrevious = null;
        handler.pollNext = first;
        if (first != null) {
            first.pollPrevious = handler;
        }
        first = handler;
    }

    void remove(AioHandler handler) {
        relink(handler.pollPrevious, handler.pollNext);
        if (handler.pollNext != null) {
            handler.pollNext.pollPrevious = handler.pollPrevious;
        }
        clear(handler);
    }

    /** Puts {@code successor} in the place of {@code handler}. */
    void replace(AioHandler handler, AioHandler successor) {
        successor.inPollList = true;
        successor.pollPrevious = handler.pollPrevious;
        successor.pollNext = handler.pollNext;
        relink(handler.pollPrevious, successor);
        if (handler.pollNext != null) {
            handler.pollNext.pollPrevious = successor;
        }
        clear(handler);
    }

    private void relink(@Nullable AioHandler previous, @Nullable AioHandler next) {
        if (previous != null) {
            previous.pollNext = next;
        } else {
            first = next;
        }
    }

    private static void clear(AioHandler handler) {
        handler.inPollList = false;
        handler.pollPrevious = null;
    }
}
