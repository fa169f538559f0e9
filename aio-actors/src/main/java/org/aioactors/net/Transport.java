// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.dispatcher.AioLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the sockets of one loop speak to the kernel, found out when the first one is made: by the loop's ring, if there is one
 * and the kernel has what it takes, otherwise when they are ready. Loop thread only.
 */
final class Transport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    /** Null if it does not go by the ring. */
    private final @Nullable RingIo ring;

    private final Runnable runWoken;

    private Transport(@Nullable RingIo ring, AioLoop loop) {
        this.ring = ring;
        this.runWoken = loop::runWoken;
    }

    /** A socket, which owns {@code fd} from now on. */
    static StreamSocket open(AioLoop loop, TcpSettings settings, TcpRegistry registry, Fd fd) {
        FlushList flushes = FlushList.of(loop, settings, registry.flushes(loop));
        Transport transport = loop.resource(Transport.class, () -> new Transport(ring(loop, settings), loop));
        return transport.ring != null
                ? new RingSocket(settings, transport.ring, Intake.of(loop, settings), flushes, transport.runWoken, fd)
                : new ReadySocket(loop, settings, flushes, fd);
    }

    private static @Nullable RingIo ring(AioLoop loop, TcpSettings settings) {
        if (settings.ringBytes() == 0) {
            return null;
        }
        try {
            if (!loop.context().requests().sockets().hasRecvMultishot()) {
                LOG.info("{}: TCP reads when sockets are ready; to receive by io_uring takes Linux 6.0", loop);
                return null;
            }
            return new RingIo(loop.context(), settings.ringBytes());
        } catch (UnsupportedOperationException noRing) {
            return null; // as configured, or logged when the loop began
        } catch (SyscallException refused) {
            LOG.warn(
                    "{}: TCP reads when sockets are ready, since there are no buffers: {}", loop, refused.getMessage());
            return null;
        }
    }

    @Override
    public void close() {
        if (ring != null) {
            ring.close();
        }
    }
}
