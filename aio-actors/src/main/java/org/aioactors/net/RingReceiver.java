// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import org.aioactors.aio.Cancellable;
import org.aioactors.aio.Completion;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.uring.CompletionQueue;
import org.jspecify.annotations.Nullable;

/**
 * The input of a {@link RingSocket}. While reading is on, a request receives: at first one piece, and after some small ones many.
 * From a peer that sends large pieces a request only waits, for what is then read by {@code read(2)}: so not more
 * arrives than is wanted, and each piece is handled while it is in the processor's caches. When reading stops, the request is
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

    /** After so many small pieces in a row, one request is to bring many. */
    private static final int PIECES_BEFORE_MULTISHOT = 4;

    /** A piece is large that fills such a part of a buffer. */
    private static final int LARGE_PART = 4;

    /** Bounds how long one connection that never runs dry may keep the others of its loop waiting. */
    private static final int MAX_READS = 4;

    private final RingSocket socket;
    private final StreamRequests ring;
    private final Intake intake;

    /** Null if no such request is with the kernel, as below. */
    private @Nullable Cancellable receiving;

    /** Whether it only waits for what is to be read. */
    private boolean waiting;

    /** Whether it goes on after a completion. */
    private boolean multishot;

    /** How many pieces in a row were small, up to those that count. */
    private int pieces;

    /** Whether one was large, and not so many small ones were since. */
    private boolean bulk;

    /** Whether the one that is was asked to end. */
    private boolean cancelled;

    private boolean reading;

    /** What has arrived and was not told. */
    private ByteString kept = ByteString.emptyByteString();

    /** 0 at the end of input, or the errno behind which nothing comes. */
    private int end = NOT_OVER;

    private boolean endTold;

    RingReceiver(RingSocket socket, StreamRequests ring, Intake intake) {
        this.socket = socket;
        this.ring = ring;
        this.intake = intake;
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
                receiving = request();
                cancelled = false;
                socket.receives();
            } catch (IllegalStateException | SyscallException refused) {
                socket.fail(refused); // the loop ends, or the kernel takes nothing
            }
        }
    }

    private Cancellable request() {
        waiting = bulk;
        if (waiting) {
            return ring.awaitReadable(socket.fd(), this);
        }
        return multishot ? ring.receiveMultishot(socket.fd(), this) : ring.receive(socket.fd(), this);
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

    /** The loop's: something was received or is there to be read, or nothing more is to come. */
    @Override
    public void onCompletion(int result, int flags) {
        if ((flags & CompletionQueue.IORING_CQE_F_MORE) == 0) {
            receiving = null;
        }
        if (waiting) {
            readable(result);
        } else {
            received(result, flags);
        }
        if (receiving == null && reading && kept.isEmpty() && end == NOT_OVER) {
            receive(); // with -ENOBUFS, too: those before have given back theirs
        } else if (receiving == null) {
            socket.settleLater(); // it may be closed by then
        }
        socket.completed();
    }

    private void received(int result, int flags) {
        boolean hasBuffer = (flags & CompletionQueue.IORING_CQE_F_BUFFER) != 0;
        try {
            if (result > 0 && socket.isOpen()) {
                measure(result);
                arrived(ring.arrived(flags), result);
            }
        } finally {
            if (hasBuffer) {
                ring.giveBack(flags);
            }
        }
        if (socket.isOpen() && result <= 0 && !isAgain(-result)) {
            over(-result);
        }
    }

    private void readable(int result) {
        if (result >= 0) {
            read();
        } else if (socket.isOpen() && !isAgain(-result)) {
            over(-result);
        }
    }

    /** As much as is wanted, up to a bound. */
    private void read() {
        for (int i = 0; i < MAX_READS && reading && kept.isEmpty() && end == NOT_OVER && socket.isOpen(); i++) {
            int most = Math.min(socket.events().readAllowance(), IoBuffers.SIZE);
            if (most == 0) {
                reading = false;
                return;
            }
            int count = intake.read(socket.fd(), most, socket.events());
            if (count > 0) {
                measure(count);
            } else if (count == 0 || !isAgain(-count)) {
                over(-count);
            }
            if (count < most) {
                return; // dry, or as good as
            }
        }
    }

    /** A peer that sends large pieces is read from one by one, or it would bring much before it can be cancelled. */
    private void measure(int length) {
        if (length < ring.bufferBytes() / LARGE_PART) {
            pieces = Math.min(pieces + 1, PIECES_BEFORE_MULTISHOT);
            bulk &= pieces < PIECES_BEFORE_MULTISHOT;
        } else {
            pieces = 0;
            bulk = true;
            if (multishot) {
                cancel();
            }
        }
    }

    /** Whether receiving may go on: it was cancelled, or no buffer was left. */
    private static boolean isAgain(int errno) {
        return errno == Errno.ECANCELED || errno == Errno.ENOBUFS || errno == Errno.EINTR || errno == Errno.EAGAIN;
    }

    private void arrived(ByteBuffer buffer, int length) {
        int most = reading && kept.isEmpty() ? socket.events().readAllowance() : 0;
        if (length <= most) {
            intake.copied(buffer, length, socket.events());
            return;
        }
        kept = kept.concat(Intake.copy(buffer, length));
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
