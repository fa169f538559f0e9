// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.aioactors.aio.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Bytes arrived, as {@link Tcp.Received}, but they lie where the kernel has put them, and are borrowed: they are there while
 * the handler handles this message, and after that their memory is used again. Whoever needs them for longer calls {@link
 * #retain} before the message ends, and {@link #release} when done; or copies them, by {@link #toByteString}. Told to handlers
 * that ask for it by {@link RegisterOptions#withBorrowedBuffers} or {@link ListenOptions#withBorrowedBuffers}. {@link
 * Tcp.WriteBuffer} sends them on without a copy, and needs no retaining.
 *
 * <p>Any thread; nothing blocks.
 */
public final class ReceivedBuffer implements Tcp.Event {
    /** In the state: the message was not handled yet. The bits below count who retains. */
    private static final int WITH_MESSAGE = 1 << 30;

    private static final VarHandle STATE = Fields.handle(MethodHandles.lookup(), "state", int.class);

    /** Null if the memory is nobody else's. */
    private final @Nullable LentBlock block;

    private final ByteBuffer source;
    private final int length;

    /** Who keeps the bytes; 0 once they are given back. Changed by any thread. */
    private volatile int state = WITH_MESSAGE;

    /** When the connection knows that the message was handled, see {@link ReadCredit}. Its loop only. */
    private long mark;

    private ReceivedBuffer(@Nullable LentBlock block, ByteBuffer source, int length) {
        this.block = block;
        this.source = source;
        this.length = length;
    }

    /** The first bytes of a block. */
    static ReceivedBuffer lent(LentBlock block, int length) {
        return new ReceivedBuffer(block, block.source(), length);
    }

    /** Bytes that are nobody else's. */
    static ReceivedBuffer copied(ByteString bytes) {
        byte[] array = bytes.toArrayUnsafe();
        return new ReceivedBuffer(null, ByteBuffer.wrap(array), array.length);
    }

    /** How many bytes there are, at least one. */
    public int length() {
        return length;
    }

    /**
     * The bytes, from position 0 to the limit; big-endian; can't be written to. It is the same object for all who ask at a
     * time, with a position of its own: threads that read at once take a {@link ByteBuffer#duplicate}. What it shows once the
     * bytes were given back is somebody else's.
     *
     * @throws IllegalStateException if the message was handled and nobody has retained it
     */
    public ByteBuffer bytes() {
        checkThere();
        ByteBuffer view = block == null ? source.asReadOnlyBuffer() : block.view();
        return view.clear().limit(length);
    }

    /**
     * The bytes, copied: they may be kept.
     *
     * @throws IllegalStateException as {@link #bytes}
     */
    public ByteString toByteString() {
        checkThere();
        byte[] copy = new byte[length];
        source.get(0, copy);
        return ByteString.fromArrayUnsafe(copy);
    }

    /**
     * Keeps the bytes until as many calls of {@link #release}.
     *
     * @return this
     * @throws IllegalStateException if the message was handled and nobody has retained it: it is too late
     */
    public ReceivedBuffer retain() {
        int now;
        do {
            now = state;
            if (now == 0) {
                throw gone();
            }
        } while (!STATE.compareAndSet(this, now, now + 1));
        return this;
    }

    /**
     * Takes back one {@link #retain}. If there is none, the bytes are given back before the message ends.
     *
     * @throws IllegalStateException if they were given back already
     */
    public void release() {
        int now;
        int next;
        do {
            now = state;
            if (now == 0) {
                throw gone();
            }
            next = now == WITH_MESSAGE ? 0 : now - 1;
        } while (!STATE.compareAndSet(this, now, next));
        if (next == 0) {
            giveBack();
        }
    }

    /** As {@link #release}, of what a connection has retained: of a program that releases too often it is not the victim. */
    void letGo() {
        if (state != 0) {
            release();
        }
    }

    /** The message was handled. Idempotent, since several may know. */
    void handled() {
        int now;
        do {
            now = state;
            if ((now & WITH_MESSAGE) == 0) {
                return;
            }
        } while (!STATE.compareAndSet(this, now, now & ~WITH_MESSAGE));
        if (now == WITH_MESSAGE) {
            giveBack();
        }
    }

    private void giveBack() {
        if (block != null) {
            block.giveBack();
        }
    }

    /** Whether the message was handled, as far as is known. */
    boolean isHandled() {
        return (state & WITH_MESSAGE) == 0;
    }

    private void checkThere() {
        if (state == 0) {
            throw gone();
        }
    }

    private static IllegalStateException gone() {
        return new IllegalStateException("the bytes were given back when their message had been handled: call retain()"
                + " before that, and release() once, when you are done with them");
    }

    // For connections and sockets.

    void mark(long when) {
        mark = when;
    }

    long mark() {
        return mark;
    }

    @Nullable LentBlock block() {
        return block;
    }

    /** The memory that is held for it. A large block counts whole; of small ones the loop has few. */
    int memoryBytes() {
        return isLarge() ? BlockPool.LARGE_BYTES : length;
    }

    /** Whether it is sent from where it is, since copying it would cost more. */
    boolean isLarge() {
        return block != null && block.isLarge();
    }

    /** Where it is; it must be {@linkplain #isLarge large}, and retained. */
    long address() {
        if (block == null) {
            throw new IllegalStateException("not in native memory");
        }
        return block.address();
    }

    /** Copies what is behind {@code from}, as much as fits. */
    void copyTo(ByteBuffer room, int from) {
        int count = Math.min(room.remaining(), length - from);
        room.put(room.position(), source, from, count).position(room.position() + count);
    }

    @Override
    public String toString() {
        return "ReceivedBuffer[" + length + " bytes" + (state == 0 ? ", given back]" : "]");
    }
}
