// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.util.Objects;

/**
 * An array of {@code struct epoll_event} in native memory, which {@link Syscalls#epollWait} fills.
 *
 * <p>Reading an entry is a plain memory access: no native call, no allocation. Used by one thread at a
 * time. All methods but {@link #capacity()} and {@link #close()} throw {@link IllegalStateException} once
 * it is closed, and {@link IndexOutOfBoundsException} for an index outside the capacity.
 */
public final class EpollEvents implements AutoCloseable {
    /*
     * struct timespec timeout;     // in front of the array, so that a call needs no other memory
     *
     * struct epoll_event {
     *     uint32_t     events;
     *     epoll_data_t data;       // a union of 64 bits
     * } __EPOLL_PACKED;            // packed on x86-64 and nowhere else
     */
    static final int SIZE_EPOLL_EVENT = LinuxPlatform.IS_X86_64 ? 12 : 16;
    static final int OFFSET_EVENTS = 0;
    static final int OFFSET_DATA = LinuxPlatform.IS_X86_64 ? 4 : 8;

    private final int capacity;
    private final NativeMemory memory;

    private EpollEvents(int capacity, NativeMemory memory) {
        this.capacity = capacity;
        this.memory = memory;
    }

    /**
     * Allocates room for some events, zeroed.
     *
     * @param capacity at least 1
     * @throws IllegalArgumentException if the capacity is less than 1
     * @throws OutOfMemoryError if there is no native memory left
     */
    public static EpollEvents allocate(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
        }
        return new EpollEvents(
                capacity, NativeMemory.allocate(Timespec.SIZE_TIMESPEC + (long) capacity * SIZE_EPOLL_EVENT));
    }

    /** How many events fit. */
    public int capacity() {
        return capacity;
    }

    /** The events of an entry, such as {@link Epoll#EPOLLIN}. */
    public int events(int index) {
        return memory.buffer().getInt(offset(index) + OFFSET_EVENTS);
    }

    /** The data that was given with the descriptor to {@link Syscalls#epollCtl}. */
    public long data(int index) {
        return memory.buffer().getLong(offset(index) + OFFSET_DATA);
    }

    /** Writes an entry, as the kernel does: for implementations of {@link Syscalls} that replay a script. */
    public void set(int index, int events, long data) {
        memory.buffer().putInt(offset(index) + OFFSET_EVENTS, events).putLong(offset(index) + OFFSET_DATA, data);
    }

    private int offset(int index) {
        return Timespec.SIZE_TIMESPEC + Objects.checkIndex(index, capacity) * SIZE_EPOLL_EVENT;
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
