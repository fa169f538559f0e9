// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.function.Consumer;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose bytes the kernel moves by the loop's ring: what arrives is there with its completion, what is written
 * leaves with the system call by which the loop waits. A request holds on to the socket's file: when it is closed, all are
 * cancelled, and the fd is closed with the last completion.
 */
final class RingSocket implements StreamSocket, FlushList.Member, Consumer<Object> {
    private final Runnable runWoken;
    private final Syscalls syscalls;
    private final FlushList flushes;
    private final Fd fd;
    private final WriteQueue queue;
    private final RingReceiver receiver;
    private final RingSender sender;
    private final RingWatch watch;

    /** Null until {@link #start}. */
    private @Nullable Events events;

    /** Whether it is among the {@link #flushes}. */
    private boolean dirty;

    private boolean closed;

    /** Whether it is to be closed with a reset. */
    private boolean aborted;

    /**
     * A socket, which owns {@code fd} from now on.
     *
     * @param intake where what it reads goes
     * @param flushes those of its loop
     * @param runWoken runs what waits for the loop
     */
    RingSocket(TcpSettings settings, StreamRequests ring, Intake intake, FlushList flushes, Runnable runWoken, Fd fd) {
        this.runWoken = runWoken;
        this.syscalls = settings.syscalls();
        this.flushes = flushes;
        this.fd = fd;
        this.queue = new WriteQueue(syscalls, this);
        this.receiver = new RingReceiver(this, ring, intake);
        this.sender = new RingSender(this, ring, queue, intake.buffers());
        this.watch = new RingWatch(this, ring);
    }

    // For its parts.

    Events events() {
        if (events == null) {
            throw new IllegalStateException("the socket was not started");
        }
        return events;
    }

    /** The queue's: a write was taken whole. */
    @Override
    public void accept(Object token) {
        events().acknowledged(token);
    }

    boolean isOpen() {
        return !closed;
    }

    int fd() {
        return fd.value();
    }

    /** A completion was handled: runs what it has woken. */
    void completed() {
        closeIfFree();
        runWoken.run();
        if (!closed && flushes.isMuch(queue.pendingBytes())) {
            sender.sendNow();
        }
    }

    /** Has {@link #flush} look what is to be done, when the loop has run what waits for it. */
    void settleLater() {
        if (!closed && !dirty) {
            dirty = true;
            flushes.add(this);
        }
    }

    /** The same, at the end of this turn. */
    void settleSoon() {
        settleLater();
        flushes.hurry();
    }

    void fail(RuntimeException refused) {
        fail(String.valueOf(refused.getMessage()));
    }

    void fail(String call, int errno) {
        fail(String.valueOf(new SyscallException(call, fd(), errno).getMessage()));
    }

    void fail(String cause) {
        Events listener = events();
        close(); // before anybody hears of it: nothing more is to come
        listener.failed(cause);
    }

    /** Hears of errors and of room from now on. */
    void watch() {
        watch.begin();
    }

    /** Bytes are received from now on. */
    void receives() {
        if (!sender.isBusy()) {
            watch.pause();
        }
    }

    /** The watch has heard of something. */
    void news(boolean error, boolean writable) {
        if (error && !receiver.isReceiving()) {
            int errno = Sockets.pendingError(syscalls, fd);
            if (errno != 0) {
                fail("connection", errno);
                return;
            } // else both sides have closed theirs; bytes may still be there to be read
        }
        if (writable) {
            sender.writable();
        }
    }

    // What a connection sees.

    @Override
    public void start(Events listener) {
        events = listener;
        settleLater(); // until then somebody may have registered, so that there is one request and not two
    }

    @Override
    public long pendingBytes() {
        return queue.pendingBytes();
    }

    @Override
    public long unreadBytes() {
        return receiver.keptBytes();
    }

    @Override
    public long sentBytes() {
        return queue.sentBytes();
    }

    @Override
    public boolean isAllWritten() {
        return queue.isEmpty();
    }

    @Override
    public void setReading(boolean on) {
        if (!closed) {
            receiver.setReading(on);
        }
    }

    @Override
    public void write(Outgoing next) {
        if (closed) {
            Outgoing.drop(next);
            return;
        }
        queue.add(next);
        if (!sender.isBusy()) {
            settleLater();
            flushes.written(queue.pendingBytes());
        }
    }

    @Override
    public void flush() {
        dirty = false;
        if (!closed) {
            receiver.settle();
        }
        if (!closed) {
            sender.flush();
        }
    }

    @Override
    public void shutdownOutput() {
        // If the connection is gone already, whoever reads or watches finds out why.
        Sockets.shutdownOutput(syscalls, fd);
    }

    @Override
    public void abort() {
        if (!closed) {
            aborted = true;
            close();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            queue.clear();
            receiver.close();
            watch.close(); // a send does not wait, so it need not be cancelled
            closeIfFree();
        }
    }

    private void closeIfFree() {
        boolean free = !receiver.isReceiving() && !sender.isSending() && !watch.isWatching();
        if (closed && free && fd.isOpen()) {
            if (aborted) {
                Sockets.abort(syscalls, fd);
            } else {
                fd.close();
            }
        }
    }
}
