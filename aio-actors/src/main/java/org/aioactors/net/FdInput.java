// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.dispatcher.AioLoop;

/** The end of an {@link FdSocket} that is read, while it is readable and wanted. Owns its fd. Loop thread only. */
final class FdInput {
    /** Bounds how long one that never runs dry may keep the others of its loop waiting. */
    private static final int MAX_READS_A_TURN = 4;

    private final AioLoop loop;
    private final AioContext context;
    private final Intake intake;
    private final Fd fd;
    private final FdSocket owner;
    private final FdHandler handler = FdHandler.reading(this::readable);

    private boolean reading;
    private boolean over;

    /**
     * Whether it was read from, and not found dry yet: of the writers of a FIFO who had gone before it was opened, poll tells
     * what they have written, but no end. Only reading on does. Once it was dry, poll tells of all ends to come.
     */
    private boolean endUntold;

    private boolean foundDry;
    private boolean registered;

    FdInput(AioLoop loop, Intake intake, Fd fd, FdSocket owner) {
        this.loop = loop;
        this.context = loop.context();
        this.intake = intake;
        this.fd = fd;
        this.owner = owner;
    }

    /** Nothing is read once the stream has ended. */
    void setReading(boolean on) {
        reading = on;
        if (on) {
            watch(!over); // what nobody wants is found out when it comes: so stopping and going on costs nothing
            if (endUntold && !over) {
                loop.execute(this::readable);
            }
        }
    }

    private void watch(boolean on) {
        if (on != registered) {
            registered = on;
            if (on) {
                context.setFdHandler(fd.value(), handler);
            } else {
                context.removeFdHandler(fd.value());
            }
        }
    }

    private void readable() {
        for (int i = 0; i < MAX_READS_A_TURN && registered; i++) {
            int most = reading ? Math.min(owner.events().readAllowance(), IoBuffers.SIZE) : 0;
            if (most == 0) {
                reading = false;
                watch(false);
                break;
            }
            int count = intake.read(fd.value(), most, owner.events());
            foundDry |= count == -Errno.EAGAIN;
            endUntold = !foundDry && count > 0;
            if (count == -Errno.EAGAIN || !read(count) || (count > 0 && count < most && foundDry)) {
                break; // dry, or as good as: the next wait tells
            }
        }
        loop.runWoken();
    }

    /** Whether there may be more. A terminal whose other end is closed has {@code EIO} where others have an end. */
    private boolean read(int count) {
        if (count > 0 || count == -Errno.EINTR) {
            return true;
        }
        over = true;
        watch(false);
        if (count == 0 || count == -Errno.EIO) {
            owner.events().endOfInput();
        } else {
            owner.fail(new SyscallException("read", fd.value(), -count));
        }
        return false;
    }

    /** Idempotent. */
    void close() {
        if (fd.isOpen()) {
            watch(false);
            fd.close();
        }
    }
}
