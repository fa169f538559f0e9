// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.util.function.Consumer;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.BottomHalf;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.AioLoop;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket on a loop: reads when readable and tells the bytes at once, collects writes and sends them once
 * a turn. Everything runs on the loop's thread, in fd callbacks and in the connection's actor, which lives on the
 * same loop.
 */
final class TcpSocket {
    /** Bounds how long one connection that never runs dry may keep the others of its loop waiting. */
    private static final int MAX_READS_A_TURN = 4;

    private final Syscalls syscalls;
    private final AioContext context;
    private final IoBuffers buffers;
    private final Fd fd;
    private final Consumer<? super Tcp.Event> events;
    private final Consumer<TcpConnection.Signal> signals;
    private final WriteQueue queue;

    /** Sends what was written in this turn of the loop, in the next one's first stage. */
    private final BottomHalf flush;

    private final FdHandler readHandler;
    private final FdHandler writeHandler;
    private final FdHandler readWriteHandler;

    /** Which of the three is registered. */
    private @Nullable FdHandler registered;

    private boolean reading;

    /** End of input or an error: never to be read again. */
    private boolean inputOver;

    /** Whether the socket took less than it was given: the rest waits until it is writable. */
    private boolean blocked;

    private boolean tellWhenAllWritten;

    TcpSocket(
            AioLoop loop,
            TcpSettings settings,
            Fd fd,
            Consumer<? super Tcp.Event> events,
            Consumer<TcpConnection.Signal> signals) {
        this.syscalls = settings.syscalls();
        this.context = loop.context();
        this.buffers = loop.resource(IoBuffers.class, IoBuffers::new);
        this.fd = fd;
        this.events = events;
        this.signals = signals;
        this.queue =
                new WriteQueue(syscalls, settings.maxPendingWriteBytes(), token -> events.accept(new Tcp.Ack(token)));
        this.flush = context.newBottomHalf("tcp flush", this::flush);
        this.readHandler = FdHandler.reading(this::read);
        this.writeHandler = FdHandler.writing(this::flush);
        this.readWriteHandler = FdHandler.builder()
                .onReadable(this::read)
                .onWritable(this::flush)
                .build();
    }

    Fd fd() {
        return fd;
    }

    long pendingBytes() {
        return queue.pendingBytes();
    }

    boolean isAllWritten() {
        return queue.isEmpty();
    }

    /** Has {@code ALL_WRITTEN} told once nothing is pending; false if that is so already. */
    boolean tellWhenAllWritten() {
        tellWhenAllWritten = !queue.isEmpty();
        return tellWhenAllWritten;
    }

    void setReading(boolean on) {
        reading = on;
        updateInterest();
    }

    /** Takes a write, or returns false if too much is pending. */
    boolean write(Tcp.Write write) {
        if (!queue.accepts(write)) {
            return false;
        }
        queue.add(write);
        if (!blocked) {
            flush.schedule();
        }
        return true;
    }

    private void read() {
        for (int i = 0; i < MAX_READS_A_TURN && reading && !inputOver; i++) {
            long count = syscalls.read(fd.value(), buffers.readAddress(), buffers.size());
            if (count > 0) {
                events.accept(new Tcp.Received(ByteString.fromArrayUnsafe(buffers.copyRead((int) count))));
                if (count < buffers.size()) {
                    return; // dry, or as good as: the next wait tells
                }
            } else if (count == 0) {
                endInput(new TcpConnection.Signal(TcpConnection.Signal.Kind.END_OF_INPUT, null));
            } else if (count == -Errno.EAGAIN) {
                return;
            } else if (count != -Errno.EINTR) {
                endInput(failed("read", (int) -count));
            }
        }
    }

    private void endInput(TcpConnection.Signal why) {
        inputOver = true;
        updateInterest();
        signals.accept(why);
    }

    private void flush() {
        if (!fd.isOpen()) {
            return;
        }
        int result = queue.flush(fd, buffers);
        blocked = result == -Errno.EAGAIN;
        if (result < 0 && !blocked) {
            queue.clear();
            inputOver = true;
            signals.accept(failed("write", -result));
        } else if (!blocked && !queue.isEmpty()) {
            flush.schedule();
        } else if (tellWhenAllWritten && queue.isEmpty()) {
            tellWhenAllWritten = false;
            signals.accept(new TcpConnection.Signal(TcpConnection.Signal.Kind.ALL_WRITTEN, null));
        }
        updateInterest();
    }

    private TcpConnection.Signal failed(String call, int errno) {
        String cause = new SyscallException(call, fd.value(), errno).getMessage();
        return new TcpConnection.Signal(TcpConnection.Signal.Kind.FAILED, cause);
    }

    private void updateInterest() {
        boolean read = reading && !inputOver;
        FdHandler wanted = read ? (blocked ? readWriteHandler : readHandler) : (blocked ? writeHandler : null);
        if (wanted == registered || !fd.isOpen()) {
            return;
        }
        registered = wanted;
        if (wanted == null) {
            context.removeFdHandler(fd.value());
        } else {
            context.setFdHandler(fd.value(), wanted);
        }
    }

    /** Closes with a reset; what is pending is lost. */
    void abort() {
        if (fd.isOpen()) {
            unwatch();
            Sockets.abort(syscalls, fd);
        }
    }

    /** Closes; idempotent. */
    void close() {
        if (fd.isOpen()) {
            unwatch();
            fd.close();
        }
    }

    private void unwatch() {
        flush.close();
        if (registered != null) {
            registered = null;
            context.removeFdHandler(fd.value());
        }
    }
}
