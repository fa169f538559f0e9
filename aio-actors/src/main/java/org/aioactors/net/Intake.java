// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.AioLoop;

/**
 * Where what the sockets of a loop read goes: copied to the heap, or into memory that is lent. What was read and is told
 * before the next socket is read from lies in memory that is in the processor's caches. Loop thread only.
 */
final class Intake implements AutoCloseable {
    private final Syscalls syscalls;
    private final IoBuffers buffers;
    private final BlockPool pool;

    Intake(Syscalls syscalls, BlockPool pool) {
        this.syscalls = syscalls;
        this.pool = pool;
        this.buffers = new IoBuffers();
    }

    /** The one of a loop. */
    static Intake of(AioLoop loop, TcpSettings settings) {
        return loop.resource(
                Intake.class,
                () -> new Intake(settings.syscalls(), new BlockPool(loop, loop::inLoopThread, settings.lentBytes())));
    }

    /** What is lent. */
    BlockPool pool() {
        return pool;
    }

    IoBuffers buffers() {
        return buffers;
    }

    /**
     * Reads once ({@code read(2)}), and tells what has come.
     *
     * @param most so many bytes, at most {@link IoBuffers#SIZE}
     * @return how many there were, 0 at the end of the stream, or {@code -errno}
     */
    int read(int fd, int most, StreamSocket.Events events) {
        LentBlock block = events.borrows() ? pool.takeLarge() : null;
        if (block == null) {
            int count = (int) syscalls.read(fd, buffers.readAddress(), most);
            if (count > 0) {
                events.arrived(buffers.readBuffer(), count);
            }
            return count;
        }
        int count = (int) syscalls.read(fd, block.address(), most);
        if (count > BlockPool.SMALL_BYTES) {
            events.received(ReceivedBuffer.lent(block, count));
        } else {
            pool.putBack(block); // it stays as it is until somebody takes it
            if (count > 0) {
                copied(block.source(), count, events);
            }
        }
        return count;
    }

    /** Tells the first bytes of a buffer, which is used again after that. */
    void copied(ByteBuffer source, int length, StreamSocket.Events events) {
        LentBlock block = events.borrows() ? pool.take(length) : null;
        if (block != null) {
            block.source().put(0, source, 0, length);
            events.received(ReceivedBuffer.lent(block, length));
        } else {
            events.arrived(source, length);
        }
    }

    /** The first bytes of a buffer. */
    static ByteString copy(ByteBuffer source, int length) {
        byte[] bytes = new byte[length];
        source.get(0, bytes);
        return ByteString.fromArrayUnsafe(bytes);
    }

    @Override
    public void close() {
        pool.close();
        buffers.close();
    }
}
