// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.aioactors.aio.linux.KernelMemory;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Pins;
import org.aioactors.aio.linux.SyscallException;

/**
 * Buffers that the kernel chooses from when data arrives, so that a thousand idle connections need no
 * thousand buffers: {@code IORING_REGISTER_PBUF_RING} in {@code io_uring_register(2)}, Linux 5.19.
 *
 * <p>Each buffer is with the kernel, or with us: it comes to us with a completion ({@link #take}), and
 * goes back by {@link #recycle}. All methods are for the ring's thread; only {@link #open} and {@link
 * #close} make system calls or allocate. All but {@link #close} and the plain getters throw {@link
 * IllegalStateException} once it is closed.
 */
public final class BufferRing implements KernelMemory, AutoCloseable {
    static final int IORING_REGISTER_PBUF_RING = 22;
    static final int IORING_UNREGISTER_PBUF_RING = 23;

    /*
     * struct io_uring_buf_reg {            struct io_uring_buf {
     *     __u64 ring_addr;                     __u64 addr;
     *     __u32 ring_entries;                  __u32 len;
     *     __u16 bgid;                          __u16 bid;
     *     __u16 pad;                           __u16 resv;     // of the first: the tail of the ring
     *     __u64 resv[3];                   };
     * };
     */
    static final int SIZE_BUF_REG = 40;
    static final int OFFSET_RING_ADDR = 0;
    static final int OFFSET_RING_ENTRIES = 8;
    static final int OFFSET_BGID = 12;
    static final int SIZE_BUF = 16;
    static final int OFFSET_BUF_ADDR = 0;
    static final int OFFSET_BUF_LEN = 8;
    static final int OFFSET_BUF_BID = 12;
    static final int OFFSET_TAIL = 14;

    private static final int MAX_COUNT = 1 << 15;
    private static final int MAX_GROUP = 0xffff;

    private final IoUring ring;
    private final int group;
    private final int bufferSize;

    /** The entries of the ring, and behind them the buffers. */
    private final SharedMemory memory;

    private final ByteBuffer[] buffers;

    /** Which buffers are with us. */
    private final boolean[] ours;

    private final Pins pins = new Pins();

    /** The kernel did not let go of the buffers: closing may be tried again. */
    private boolean refused;

    /** The index behind the newest entry, of which the kernel knows the lower 16 bits. */
    private int tail;

    private BufferRing(IoUring ring, int group, int bufferSize, int count, SharedMemory memory) {
        this.ring = ring;
        this.group = group;
        this.bufferSize = bufferSize;
        this.memory = memory;
        buffers = new ByteBuffer[count];
        ours = new boolean[count];
        Arrays.fill(ours, true);
        for (int id = 0; id < count; id++) {
            buffers[id] = memory.buffer().slice(offset(id), bufferSize).order(ByteOrder.nativeOrder());
        }
    }

    /**
     * Allocates buffers and gives all of them to the kernel.
     *
     * @param group how requests name them, from 0 to 65535, unique within the ring
     * @param count how many buffers, a power of two up to 32768
     * @param bufferSize of each, in bytes; all together less than 2 GiB
     * @throws IllegalArgumentException if a number is out of range
     * @throws SyscallException if there is no memory, if the group is taken ({@code EEXIST}), or if the
     *     kernel is too old ({@code EINVAL})
     */
    public static BufferRing open(IoUring ring, int group, int count, int bufferSize) {
        if (group < 0 || group > MAX_GROUP) {
            throw new IllegalArgumentException("group must be from 0 to " + MAX_GROUP + ": " + group);
        }
        if (Integer.bitCount(count) != 1 || count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("count must be a power of two up to " + MAX_COUNT + ": " + count);
        }
        long size = (long) count * (SIZE_BUF + (long) bufferSize);
        if (bufferSize < 1 || size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "bufferSize must be at least 1 and all buffers fit into 2 GiB: " + count + " x " + bufferSize);
        }
        SharedMemory memory = SharedMemory.anonymous(ring.syscalls(), size, "buffers of group " + group);
        try {
            BufferRing result = new BufferRing(ring, group, bufferSize, count, memory);
            result.register(IORING_REGISTER_PBUF_RING, "io_uring_register(PBUF_RING, group " + group + ")");
            for (int id = 0; id < count; id++) {
                result.recycle(id);
            }
            return result;
        } catch (RuntimeException | Error failure) {
            Resources taken = new Resources();
            taken.add(memory::close);
            taken.closeAfter(failure);
            throw failure;
        }
    }

    private void register(int opcode, String call) {
        try (NativeMemory argument = NativeMemory.allocate(SIZE_BUF_REG)) {
            argument.buffer()
                    .putLong(OFFSET_RING_ADDR, opcode == IORING_REGISTER_PBUF_RING ? memory.address() : 0)
                    .putInt(OFFSET_RING_ENTRIES, opcode == IORING_REGISTER_PBUF_RING ? buffers.length : 0)
                    .putShort(OFFSET_BGID, (short) group);
            ring.register(opcode, argument.address(), 1, call);
        }
    }

    /** How requests name the buffers, see {@link SocketOps#recvSelect}. */
    public int group() {
        return group;
    }

    /** How many buffers there are. */
    public int count() {
        return buffers.length;
    }

    /** The size of each buffer in bytes. */
    public int bufferSize() {
        return bufferSize;
    }

    /**
     * Takes over the buffer that a completion brings.
     *
     * @param completionFlags {@link CompletionQueue#flags()} of a request that selects from this group
     * @return the number of the buffer; the completion's result says how many bytes are in it
     * @throws IllegalStateException if the completion brings no buffer, or one that is with us already
     */
    public int take(int completionFlags) {
        if ((completionFlags & CompletionQueue.IORING_CQE_F_BUFFER) == 0) {
            throw new IllegalStateException(
                    "a completion without a buffer: flags 0x" + Integer.toHexString(completionFlags));
        }
        checkOpen();
        int id = Objects.checkIndex(completionFlags >>> CompletionQueue.IORING_CQE_BUFFER_SHIFT, buffers.length);
        if (ours[id]) {
            throw new IllegalStateException("buffer " + id + " of group " + group + " is taken already");
        }
        ours[id] = true;
        return id;
    }

    /**
     * A buffer that is with us, in native byte order: the same object at each call, so use its absolute
     * methods, or a duplicate. It must not be used any more once the buffer is recycled or the ring of
     * buffers closed.
     *
     * @throws IllegalStateException if the buffer is with the kernel
     */
    public ByteBuffer buffer(int id) {
        checkOurs(id);
        return buffers[id];
    }

    /** The address of a buffer, for a request that sends what another has received. As for {@link #buffer}. */
    public long address(int id) {
        checkOurs(id);
        return memory.address() + offset(id);
    }

    /**
     * Gives a buffer that is with us back to the kernel, which may fill it at once.
     *
     * @throws IllegalStateException if the buffer is with the kernel already
     */
    public void recycle(int id) {
        checkOurs(id);
        ours[id] = false;
        int entry = (tail & (buffers.length - 1)) * SIZE_BUF;
        // The entry has two more bytes, which are the tail if it is the first: they are not ours to write here.
        memory.buffer()
                .putLong(entry + OFFSET_BUF_ADDR, memory.address() + offset(id))
                .putInt(entry + OFFSET_BUF_LEN, bufferSize)
                .putShort(entry + OFFSET_BUF_BID, (short) id);
        tail++;
        // Release: pairs with the kernel's acquire of the tail before it reads an entry; what we have read of
        // the buffer was read before the kernel writes to it again.
        memory.setShortRelease(OFFSET_TAIL, (short) tail);
    }

    private void checkOurs(int id) {
        checkOpen();
        if (!ours[id]) {
            throw new IllegalStateException("buffer " + id + " of group " + group + " is with the kernel");
        }
    }

    private void checkOpen() {
        if (pins.isClosed()) {
            throw new IllegalStateException("the buffers of group " + group + " were used after they were closed");
        }
    }

    /** Whether {@link #close} was not called yet. */
    public boolean isOpen() {
        return !pins.isClosed();
    }

    /** Whether the kernel has the buffers no more and the group may be used again. */
    public boolean isFreed() {
        return !memory.isMapped();
    }

    @Override
    public void retain() {
        if (!pins.pin()) {
            checkOpen();
        }
    }

    @Override
    public void release() {
        if (pins.unpin()) {
            free();
        }
    }

    private int offset(int id) {
        return buffers.length * SIZE_BUF + id * bufferSize;
    }

    /**
     * Takes all buffers from the kernel and frees them, once nobody retains them; does nothing if it is closed already.
     *
     * <p>The kernel must not be about to write to one: requests that select from this group either retain it, or are
     * cancelled and their last completions taken before. Close it before the ring; a ring that is closed only begins
     * to let go of buffers.
     *
     * @throws SyscallException if the kernel refuses; the buffers are then not freed, since it still has them
     */
    @Override
    public void close() {
        if (pins.close() || refused) {
            free();
        }
    }

    private void free() {
        refused = true; // unless nothing is thrown
        if (ring.isOpen()) {
            register(IORING_UNREGISTER_PBUF_RING, "io_uring_register(UNREGISTER_PBUF_RING, group " + group + ")");
        }
        refused = false;
        memory.close();
    }
}
