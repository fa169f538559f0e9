// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * The end of an {@link FdSocket} that is written: what was told in a turn leaves together, and waits for its fd to be writable
 * if that takes no more. Owns its fd. Loop thread only.
 */
final class FdOutput implements FlushList.Member {
    private final AioContext context;
    private final FlushList flushes;
    private final IoBuffers buffers;
    private final Fd fd;
    private final FdSocket owner;
    private final WriteQueue queue;
    private final FdHandler writable = FdHandler.writing(this::flush);

    /** Hears that nobody will read any more, which the kernel reports unasked; null if that is not to be told before a write. */
    private final @Nullable FdHandler onBroken;

    private @Nullable FdHandler registered;

    /** Whether it is among the {@link #flushes}. */
    private boolean dirty;

    private boolean blocked;

    /**
     * One that is not watched yet.
     *
     * @param tellsEnd whether it is told at once that nobody will read any more
     */
    FdOutput(
            AioContext context,
            Syscalls syscalls,
            FlushList flushes,
            IoBuffers buffers,
            Fd fd,
            FdSocket owner,
            boolean tellsEnd) {
        this.context = context;
        this.flushes = flushes;
        this.buffers = buffers;
        this.fd = fd;
        this.owner = owner;
        this.queue = new WriteQueue(syscalls, token -> owner.events().acknowledged(token));
        this.onBroken = tellsEnd
                ? FdHandler.builder()
                        .isReady(() -> false)
                        .onError(bits -> broken(Errno.EPIPE))
                        .build()
                : null;
    }

    WriteQueue queue() {
        return queue;
    }

    void start() {
        watch(onBroken);
    }

    /** Queues something; drops it once this is closed. */
    void write(Outgoing next) {
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

    @Override
    public void flush() {
        dirty = false;
        if (!fd.isOpen() || queue.isEmpty()) {
            return;
        }
        int result = queue.flush(fd.value(), buffers);
        if (!fd.isOpen()) {
            return; // whoever heard of an ack has closed it
        }
        blocked = result == -Errno.EAGAIN;
        if (result == WriteQueue.FILE_TOO_SHORT) {
            fail(new IllegalStateException(WriteQueue.fileTooShort(fd.value())));
        } else if (result < 0 && !blocked) {
            broken(-result);
        } else {
            if (!queue.isEmpty()) {
                flushLater();
            }
            watch(blocked ? writable : onBroken);
            owner.events().written();
        }
    }

    private void broken(int errno) {
        fail(new SyscallException("write", fd.value(), errno));
    }

    private void fail(RuntimeException why) {
        queue.clear();
        watch(null); // before anybody hears of it: the kernel would report it again and again
        owner.fail(why);
    }

    private void watch(@Nullable FdHandler wanted) {
        if (wanted == registered) {
            return;
        }
        registered = wanted;
        if (wanted == null) {
            context.removeFdHandler(fd.value());
        } else {
            context.setFdHandler(fd.value(), wanted);
        }
    }

    /** What is pending is lost. Idempotent. */
    void close() {
        if (fd.isOpen()) {
            queue.clear();
            watch(null);
            fd.close();
        }
    }
}
