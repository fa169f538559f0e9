// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.nio.ByteBuffer;
import org.aioactors.aio.Cancellable;
import org.aioactors.aio.Completion;
import org.jspecify.annotations.Nullable;

/**
 * What the sockets of one loop ask the kernel for by its ring, in memory that they share. Loop thread only; what is asked
 * for is submitted with the loop's next wait.
 */
interface StreamRequests {
    /** Receives once, as much as a buffer holds, as {@link org.aioactors.aio.SocketRequests#recvSelect}. */
    Cancellable receive(int fd, Completion callback);

    /**
     * Receives again and again, a completion each time, as {@link
     * org.aioactors.aio.SocketRequests#recvMultishot}.
     */
    Cancellable receiveMultishot(int fd, Completion callback);

    /** Hears when there is something to receive, or an error, once, as {@link org.aioactors.aio.AioRequests#poll}. */
    Cancellable awaitReadable(int fd, Completion callback);

    /** The most that one completion brings. */
    int bufferBytes();

    /** What a completion of a receive has brought; the same buffer is to be {@linkplain #giveBack given back}. */
    ByteBuffer arrived(int flags);

    /** Gives back the buffer of a completion, whose bytes were copied, or nobody wants. */
    void giveBack(int flags);

    /** Where to put what is to be sent next, from its position to its limit; null while all room is the kernel's. */
    @Nullable ByteBuffer sendRoom();

    /**
     * Sends what was put into {@link #sendRoom}, as far as the socket takes it without waiting. The completion must call
     * {@link #sent} first.
     */
    Cancellable send(int fd, Completion callback);

    /** The memory of one {@link #send} is no longer the kernel's. */
    void sent();

    /**
     * Hears when one of these events comes, or an error, again and again, as {@link
     * org.aioactors.aio.AioRequests#pollMultishot}.
     */
    Cancellable watch(int fd, int events, Completion callback);
}
