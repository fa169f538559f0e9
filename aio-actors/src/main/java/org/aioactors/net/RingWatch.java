// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.aioactors.aio.Cancellable;
import org.aioactors.aio.Completion;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.uring.CompletionQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RingSocket} hears of beside its bytes: that the connection is broken, while nothing is received, and that
 * there is room again for what is to be sent. Most connections need it only until
 * somebody has registered: later it begins when it is needed, and then stays, since it is told of changes only. The end of the peer's side is reported, too, asked for or not: a request
 * that is made anew after each event would have that one again and again. Loop thread only.
 */
final class RingWatch implements Completion {
    private static final int ERRORS = PollFds.POLLERR | PollFds.POLLHUP;

    private final RingSocket socket;
    private final StreamRequests ring;

    /** Whether it was ended because nobody needs it any more, until it begins again. */
    private boolean paused;

    /** Whether that has been, which is once: from then on it stays. */
    private boolean hasPaused;

    /** Null if the kernel has none. */
    private @Nullable Cancellable request;

    RingWatch(RingSocket socket, StreamRequests ring) {
        this.socket = socket;
        this.ring = ring;
    }

    /** Whether a request is with the kernel. */
    boolean isWatching() {
        return request != null;
    }

    /** From now on; what is the case already is told as well. */
    void begin() {
        paused = false;
        if (request == null && socket.isOpen()) {
            try {
                request = ring.watch(socket.fd(), PollFds.POLLOUT, this);
            } catch (IllegalStateException | SyscallException refused) {
                socket.fail(refused);
            }
        }
    }

    /**
     * Bytes are received from now on, and with them errors are heard of: so what was begun because nobody had registered yet
     * costs nothing for the rest of the connection's life.
     */
    void pause() {
        if (request != null && !hasPaused) {
            hasPaused = true;
            paused = true;
            request.cancel();
        }
    }

    /** The loop's: something has come. */
    @Override
    public void onCompletion(int result, int flags) {
        if ((flags & CompletionQueue.IORING_CQE_F_MORE) == 0) {
            request = null;
        }
        if (socket.isOpen()) {
            if (result >= 0) {
                socket.news((result & ERRORS) != 0, (result & (ERRORS | PollFds.POLLOUT)) != 0);
            } else if (result != -Errno.ECANCELED) {
                socket.fail("poll", -result);
            }
            if (!paused) {
                begin(); // again, if the kernel has ended it
            }
        }
        socket.completed();
    }

    /** The socket is closed. */
    void close() {
        if (request != null) {
            request.cancel();
        }
    }
}
