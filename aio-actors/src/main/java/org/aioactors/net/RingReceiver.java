// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import org.aioactors.aio.Cancellable;
import org.aioactors.aio.Completion;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.uring.CompletionQueue;
import org.jspecify.annotations.Nullable;

/**
 * The input of a {@link RingSocket}. While reading is on, a request receives: one that brings many pieces, or, from a peer
 * that fills the buffers, one for each, so that not more arrives than is wanted. When reading stops, the request is
 * cancelled at the end of the turn; what comes until that is done is kept, at most what all buffers of the loop hold, and
 * told when reading goes on, before anything new. While nothing is received, {@link RingWatch} hears of a reset.
 *
 * <pre>
 *   watching ──reading on, nothing kept──► receiving ──reading off──► cancelling ──completed──► watching
 *                                           │     ▲                      │ reading on
 *                                           │     └──────────────────────┘
 *                                           └──end of input, error: kept in its place──► watching
 * </pre>
 *
 * <p>Loop thread only.
 */
final class RingReceiver implements Completion {
    /** What a kept piece costs beside its bytes. */
    private static final int OVERHEAD_BYTES = 128;

    private static final int NOT_OVER = -1;

    /** After so many completions in a row that had not filled their buffer, one request is to bring many. */
    private static final int PIECES_BEFORE_MULTISHOT = 4;

    private final RingSocket socket;
    private final StreamRequests ring;

    /** Null if no such request is with the kernel, as below. */
    private @Nullable Cancellable receiving;

    /** Whether it goes on after a completion. */
    private boolean multishot;

    /** How many completions in a row have not filled their buffer, up to those that count. */
    private int pieces;

    /** Whether the one that is was asked to end. */
    private boolean cancelled;

    private boolean reading;

    /** What has arrived and was not told. */
    private ByteString kept = ByteString.emptyByteString();

    /** 0 at the end of input, or the errno behind which nothing comes. */
    private int end = NOT_OVER;

    private boolean endTold;

    RingReceiver(RingSocket socket, StreamRequests ring) {
        this.socket = socket;
        this.ring = ring;
    }

    /** What has arrived and was not told, in bytes of memory. */
    long keptBytes() {
        return kept.isEmpty() ? 0 : kept.size() + OVERHEAD_BYTES;
    }

    void setReading(boolean on) {
        if (reading == on) {
            return;
        }
        reading = on;
        if (!on) {
            socket.settleLater(); // by then it may be on again, and nothing has to be cancelled
        } else if (kept.isEmpty() && end == NOT_OVER) {
            receive();
        } else {
            socket.settleSoon();
        }
    }

    /** Tells what is kept, if it is wanted now, and has the kernel do what is left to do. */
    void settle() {
        tell();
        if (reading && end == NOT_OVER) {
            receive();
        } else {
            stop();
        }
    }

    private void receive() {
        if (receiving == null && socket.isOpen()) {
            try {
                multishot = pieces >= PIECES_BEFORE_MULTISHOT;
                receiving = multishot ? ring.receiveMultishot(socket.fd(), this) : ring.receive(socket.fd(), this);
                cancelled = false;
                socket.receives();
            } catch (IllegalStateException | SyscallException refused) {
                socket.fail(refused); // the loop ends, or the kernel takes nothing
            }
        }
    }

    /** Nothing is received; but a reset is heard of. */
    private void stop() {
        if (receiving != null) {
            cancel();
        } else {
            socket.watch();
        }
    }

    private void cancel() {
        if (receiving != null && !cancelled) {
            cancelled = true;
            receiving.cancel();
        }
    }

    /** The loop's: something was received, or nothing more is to come. */
    @Override
    public void onCompletion(int result, int flags) {
        if ((flags & CompletionQueue.IORING_CQE_F_MORE) == 0) {
            receiving = null;
        }
        boolean hasBuffer = (flags & CompletionQueue.IORING_CQE_F_BUFFER) != 0;
        if (result > 0 && socket.isOpen()) {
            measure(result);
            arrived(ring.take(result, flags));
        } else if (hasBuffer) {
            ring.giveBack(flags);
        }
        if (socket.isOpen() && result <= 0 && !isAgain(-result)) {
            over(-result);
        }
        if (receiving == null && reading && kept.isEmpty() && end == NOT_OVER) {
            receive(); // with -ENOBUFS, too: those before have given back theirs
        } else if (receiving == null) {
            socket.settleLater(); // it may be closed by then
        }
        socket.completed();
    }

    /** A peer that fills buffers is received from one by one, or it would bring much before it can be cancelled. */
    private void measure(int length) {
        if (length < ring.bufferBytes()) {
            pieces = Math.min(pieces + 1, PIECES_BEFORE_MULTISHOT);
        } else {
            pieces = 0;
            if (multishot) {
                cancel();
            }
        }
    }

    /** Whether receiving may go on: it was cancelled, or no buffer was left. */
    private static boolean isAgain(int errno) {
        return errno == Errno.ECANCELED || errno == Errno.ENOBUFS || errno == Errno.EINTR || errno == Errno.EAGAIN;
    }

    private void arrived(ByteString data) {
        int most = reading && kept.isEmpty() ? socket.events().readAllowance() : 0;
        if (data.size() <= most) {
            socket.events().received(data);
            return;
        }
        kept = kept.concat(data);
        tell();
        if (!kept.isEmpty() && socket.isOpen()) {
            cancel();
            socket.events().unread();
        }
    }

    private void tell() {
        while (reading && !kept.isEmpty() && socket.isOpen()) {
            int most = socket.events().readAllowance();
            if (most == 0) {
                reading = false;
                return;
            }
            ByteString next = kept.take(most);
            kept = kept.drop(most);
            socket.events().received(next.compact());
        }
        if (reading && end != NOT_OVER && !endTold && socket.isOpen()) {
            endTold = true;
            tellEnd();
        }
    }

    private void tellEnd() {
        if (end == 0) {
            socket.events().endOfInput();
        } else {
            socket.fail("read", end);
        }
    }

    private void over(int errno) {
        end = errno;
        if (errno != 0 && !reading) {
            socket.fail("read", errno); // a reset is heard of at once, also by who does not read
        } else {
            tell();
        }
    }

    /** Whether a request is with the kernel, which hears of a reset, behind what has arrived. */
    boolean isReceiving() {
        return receiving != null;
    }

    /** The socket is closed: cancels what is with the kernel. */
    void close() {
        kept = ByteString.emptyByteString();
        cancel();
    }
}
