// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.AioLoop;
import org.jspecify.annotations.Nullable;

/**
 * A socket that the loop watches: reads when readable and tells the bytes at once, collects writes and sends them once
 * a turn. Interest in reading is given up only when bytes come that nobody wants, so that reading can stop and go
 * without a system call.
 */
final class ReadySocket implements StreamSocket, FlushList.Member {
    /** Bounds how long one connection that never runs dry may keep the others of its loop waiting. */
    private static final int MAX_READS_A_TURN = 4;

    private final Syscalls syscalls;
    private final AioContext context;
    private final Intake intake;
    private final Fd fd;
    private final WriteQueue queue;

    private final AioLoop loop;
    private final FlushList flushes;

    private final FdHandler readHandler;

    // Made when first needed, which for most connections is never.

    private @Nullable FdHandler writeHandler;
    private @Nullable FdHandler readWriteHandler;

    /** Hears only of the connection's end by an error, which the kernel reports unasked. */
    private @Nullable FdHandler errorHandler;

    /** Null until {@link #start}. */
    private @Nullable Events events;

    /** Which of the four is registered. */
    private @Nullable FdHandler registered;

    private boolean reading;

    /** End of input or an error: never to be read again. */
    private boolean inputOver;

    /** Whether the socket took less than it was given: the rest waits until it is writable. */
    private boolean blocked;

    /** Whether it is among the {@link #flushes}. */
    private boolean dirty;

    /** Whether both sides are closed, so that nothing can break any more. The kernel would go on reporting it. */
    private boolean hungUp;

    /** A socket on a loop, which owns {@code fd} from now on. */
    ReadySocket(AioLoop loop, TcpSettings settings, FlushList flushes, Fd fd) {
        this.loop = loop;
        this.syscalls = settings.syscalls();
        this.flushes = flushes;
        this.context = loop.context();
        this.intake = Intake.of(loop, settings);
        this.fd = fd;
        this.queue = new WriteQueue(syscalls, token -> events().acknowledged(token));
        this.readHandler = FdHandler.reading(this::readable);
    }

    private FdHandler writeHandler() {
        FdHandler made = writeHandler != null ? writeHandler : FdHandler.writing(this::flush);
        writeHandler = made;
        return made;
    }

    private FdHandler readWriteHandler() {
        FdHandler made = readWriteHandler != null
                ? readWriteHandler
                : FdHandler.builder()
                        .onReadable(this::readable)
                        .onWritable(this::flush)
                        .build();
        readWriteHandler = made;
        return made;
    }

    private FdHandler errorHandler() {
        FdHandler made = errorHandler != null
                ? errorHandler
                : FdHandler.builder()
                        .isReady(() -> false)
                        .onError(bits -> broken())
                        .build();
        errorHandler = made;
        return made;
    }

    private @Nullable FdHandler wantedHandler() {
        if (reading && !inputOver) {
            return blocked ? readWriteHandler() : readHandler;
        }
        return blocked ? writeHandler() : hungUp ? null : errorHandler();
    }

    private Events events() {
        if (events == null) {
            throw new IllegalStateException("the socket was not started");
        }
        return events;
    }

    @Override
    public void start(Events listener) {
        events = listener;
        updateInterest();
    }

    @Override
    public long pendingBytes() {
        return queue.pendingBytes();
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
        if (reading != on) {
            reading = on;
            if (on) {
                updateInterest();
            }
        }
    }

    @Override
    public void write(Outgoing next) {
        if (!fd.isOpen()) {
            Outgoing.drop(next);
            return;
        }
        queue.add(next);
        flushLater();
    }

    private void flushLater() {
        if (blocked) {
            return;
        }
        if (!dirty) {
            dirty = true;
            flushes.add(this);
        }
        flushes.written(queue.pendingBytes());
    }

    private void readable() {
        read();
        loop.runWoken();
        if (!blocked && fd.isOpen() && flushes.isMuch(queue.pendingBytes())) {
            send(); // while it is in the processor's caches
        }
    }

    private void read() {
        for (int i = 0; i < MAX_READS_A_TURN && !inputOver && fd.isOpen(); i++) {
            int most = reading ? Math.min(events().readAllowance(), IoBuffers.SIZE) : 0;
            if (most == 0) {
                reading = false;
                updateInterest();
                return;
            }
            int count = intake.read(fd.value(), most, events());
            if (count > 0) {
                if (count < most) {
                    return; // dry, or as good as: the next wait tells
                }
            } else if (count == 0) {
                inputOver = true;
                updateInterest();
                events().endOfInput();
            } else if (count == -Errno.EAGAIN) {
                return;
            } else if (count != -Errno.EINTR) {
                fail(failed("read", -count));
            }
        }
    }

    @Override
    public void flush() {
        dirty = false;
        if (fd.isOpen() && !queue.isEmpty()) {
            send();
        }
    }

    private void send() {
        int result = queue.flush(fd.value(), intake.buffers());
        if (!fd.isOpen()) {
            return; // whoever heard of an ack has closed it
        }
        blocked = result == -Errno.EAGAIN;
        if (result == WriteQueue.FILE_TOO_SHORT) {
            fail(WriteQueue.fileTooShort(fd.value()));
        } else if (result < 0 && !blocked) {
            fail(failed("write", -result));
        } else {
            if (!queue.isEmpty()) {
                flushLater();
            }
            updateInterest();
            events().written();
        }
    }

    /** The kernel has reported an error that no read or write will meet, since none is going on. */
    private void broken() {
        int errno = Sockets.pendingError(syscalls, fd);
        if (errno == 0) {
            hungUp = true; // both sides have closed theirs; bytes may still be there to be read
            updateInterest();
        } else {
            fail(failed("connection", errno));
        }
    }

    private void fail(String cause) {
        inputOver = true;
        queue.clear();
        unwatch(); // before anybody hears of it: the kernel would report it again and again
        events().failed(cause);
    }

    private String failed(String call, int errno) {
        return String.valueOf(new SyscallException(call, fd.value(), errno).getMessage());
    }

    private void updateInterest() {
        FdHandler wanted = wantedHandler();
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

    @Override
    public void shutdownOutput() {
        // If the connection is gone already, whoever reads or watches finds out why.
        Sockets.shutdownOutput(syscalls, fd);
    }

    @Override
    public void abort() {
        if (fd.isOpen()) {
            release();
            Sockets.abort(syscalls, fd);
        }
    }

    @Override
    public void close() {
        if (fd.isOpen()) {
            release();
            fd.close();
        }
    }

    private void release() {
        queue.clear();
        unwatch();
    }

    private void unwatch() {
        if (registered != null) {
            registered = null;
            context.removeFdHandler(fd.value());
        }
    }
}
