// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * An array of {@code struct pollfd} in native memory, the argument of {@link Syscalls#ppoll}.
 *
 * <p>Reading or writing an entry is a plain memory access: no native call, no allocation. Used by one
 * thread at a time. All methods but {@link #capacity()} and {@link #close()} throw {@link
 * IllegalStateException} once it is closed, and {@link IndexOutOfBoundsException} for an index outside
 * the capacity.
 */
public final class PollFds implements AutoCloseable {
    /** There is something to read, or the end of the stream. */
    public static final int POLLIN = 0x001;
    /** There is urgent data or another exceptional condition. */
    public static final int POLLPRI = 0x002;
    /** Writing will not block. */
    public static final int POLLOUT = 0x004;
    /** An error; always watched. */
    public static final int POLLERR = 0x008;
    /** Hang-up; always watched. */
    public static final int POLLHUP = 0x010;
    /** The descriptor is not open; always watched. */
    public static final int POLLNVAL = 0x020;
    /** The peer will send nothing more. */
    public static final int POLLRDHUP = 0x2000;

    /*
     * struct timespec timeout;     // in front of the array, so that a call needs no other memory
     *
     * struct pollfd {
     *     int   fd;
     *     short events;
     *     short revents;
     * };
     */
    static final int SIZE_POLLFD = 8;
    static final int OFFSET_FD = 0;
    static final int OFFSET_EVENTS = 4;
    static final int OFFSET_REVENTS = 6;

    private static final int MAX_CAPACITY = (Integer.MAX_VALUE - Timespec.SIZE_TIMESPEC) / SIZE_POLLFD;

    private int capacity;
    private NativeMemory memory;

    private PollFds(int capacity) {
        this.capacity = capacity;
        this.memory = NativeMemory.allocate(Timespec.SIZE_TIMESPEC + (long) capacity * SIZE_POLLFD);
    }

    /**
     * Allocates an array, zeroed.
     *
     * @param capacity at least 1
     * @throws IllegalArgumentException if the capacity is out of range
     * @throws OutOfMemoryError if there is no native memory left
     */
    public static PollFds allocate(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity must be from 1 to " + MAX_CAPACITY + ": " + capacity);
        }
        return new PollFds(capacity);
    }

    /** How many entries there are. */
    public int capacity() {
        return capacity;
    }

    /**
     * Makes room for more entries; the present ones stay, new ones are zero. Does nothing if there is
     * room already.
     *
     * @param newCapacity the capacity to have at least
     * @throws IllegalArgumentException if the capacity is out of range
     * @throws OutOfMemoryError if there is no native memory left; the array is then unchanged
     */
    public void grow(int newCapacity) {
        NativeMemory old = memory;
        ByteBuffer oldBuffer = old.buffer();
        if (newCapacity <= capacity) {
            return;
        }
        PollFds larger = allocate(newCapacity);
        larger.memory.buffer().put(0, oldBuffer, 0, (int) old.size());
        memory = larger.memory;
        capacity = newCapacity;
        old.close();
    }

    /**
     * Writes an entry; nothing of it is ready yet.
     *
     * @param fd the descriptor; a negative number makes {@code ppoll} skip the entry
     * @param events the events to watch, such as {@link #POLLIN}
     */
    public void set(int index, int fd, int events) {
        memory.buffer()
                .putInt(offset(index) + OFFSET_FD, fd)
                .putShort(offset(index) + OFFSET_EVENTS, (short) events)
                .putShort(offset(index) + OFFSET_REVENTS, (short) 0);
    }

    /** Writes what is ready, as the kernel does: for implementations of {@link Syscalls} that replay a script. */
    public void setRevents(int index, int revents) {
        memory.buffer().putShort(offset(index) + OFFSET_REVENTS, (short) revents);
    }

    /** The descriptor of an entry. */
    public int fd(int index) {
        return memory.buffer().getInt(offset(index) + OFFSET_FD);
    }

    /** The events that an entry watches. */
    public int events(int index) {
        return memory.buffer().getShort(offset(index) + OFFSET_EVENTS) & 0xffff;
    }

    /** The events that {@link Syscalls#ppoll} has found; 0 means none. */
    public int revents(int index) {
        return memory.buffer().getShort(offset(index) + OFFSET_REVENTS) & 0xffff;
    }

    private int offset(int index) {
        return Timespec.SIZE_TIMESPEC + Objects.checkIndex(index, capacity) * SIZE_POLLFD;
    }

    /** The address of the first entry. */
    long address() {
        return memory.address() + Timespec.SIZE_TIMESPEC;
    }

    /** The address of the timeout as a {@code timespec}, or 0, the null pointer, if it is infinite. */
    long timespecAddress(long timeoutNs) {
        return Timespec.address(memory, timeoutNs);
    }

    /** Frees the memory; does nothing if it is closed already. */
    @Override
    public void close() {
        memory.close();
    }
}
