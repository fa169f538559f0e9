// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes a thread that waits for descriptors: an {@code eventfd(2)} which any thread sets and the waiting
 * thread clears.
 *
 * <p>Setting it twice is the same as setting it once. A set notifier is readable until it is cleared.
 *
 * <p>{@link #set()} and {@link #close()} exclude each other without a lock: a notification that comes too
 * late finds the notifier closed and never writes to a number that the kernel has given to another file.
 */
public final class EventNotifier implements AutoCloseable {
    /** Flag of {@code eventfd}: reading and writing return {@link Errno#EAGAIN} where they would block. */
    public static final int EFD_NONBLOCK = Fcntl.O_NONBLOCK;
    /** Flag of {@code eventfd}: closed when the process executes another program. */
    public static final int EFD_CLOEXEC = Fcntl.O_CLOEXEC;

    /*
     * uint64_t one;        // what set() adds; never changes, so all threads share it
     * uint64_t counter;    // what testAndClear() reads, in a cache line of its own
     */
    private static final int OFFSET_ONE = 0;
    private static final int OFFSET_COUNTER = NativeMemory.ALIGNMENT_BYTES;
    private static final int SIZE_VALUE = Long.BYTES;

    private static final int CLOSED = Integer.MIN_VALUE;
    private static final int SPINS_BEFORE_PARKING = 1_000;
    private static final long PARK_NS = 20_000;

    private final Syscalls syscalls;
    private final Fd fd;
    private final int number;
    private final NativeMemory memory;
    private final long oneAddress;
    private final long counterAddress;

    /**
     * The number of threads between {@link #enter} and {@link #leave}, plus {@link #CLOSED} once closing
     * has begun. Written by all of them and by {@link #close}, which waits until only CLOSED is left; so
     * the descriptor and the memory are there as long as anybody is inside.
     */
    private final AtomicInteger users = new AtomicInteger();

    private EventNotifier(Syscalls syscalls, Fd fd, NativeMemory memory) {
        this.syscalls = syscalls;
        this.fd = fd;
        this.number = fd.value();
        this.memory = memory;
        this.oneAddress = memory.address() + OFFSET_ONE;
        this.counterAddress = memory.address() + OFFSET_COUNTER;
        memory.buffer().putLong(OFFSET_ONE, 1);
    }

    /**
     * Makes a notifier that is not set. Any thread; does not block.
     *
     * @throws SyscallException if the kernel gives no descriptor, for instance for lack of them ({@code
     *     EMFILE}: raise {@code ulimit -n})
     */
    public static EventNotifier create(Syscalls syscalls) {
        NativeMemory memory = NativeMemory.allocate(OFFSET_COUNTER + SIZE_VALUE);
        try {
            int number = SyscallException.check(syscalls.eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd");
            return new EventNotifier(syscalls, Fd.adopt(syscalls, number, "eventfd"), memory);
        } catch (RuntimeException | Error failure) {
            memory.close();
            throw failure;
        }
    }

    /**
     * The descriptor, to be watched for reading.
     *
     * @throws IllegalStateException if the notifier is closed
     */
    public int fd() {
        return fd.value();
    }

    /**
     * Sets the notifier; does nothing if it is closed. Any thread; does not block. That the counter is
     * full ({@code EAGAIN}) means that it is set, spec rule S49.
     *
     * @throws SyscallException if writing fails, which says that somebody closed a descriptor that is not
     *     theirs
     */
    public void set() {
        if (!enter()) {
            return;
        }
        try {
            long written;
            do {
                written = syscalls.write(number, oneAddress, SIZE_VALUE);
            } while (written == -Errno.EINTR);
            if (written != -Errno.EAGAIN) {
                SyscallException.check(written, "write", number);
            }
        } finally {
            leave();
        }
    }

    /**
     * Clears the notifier. For the thread that waits; does not block.
     *
     * @return whether it was set; false if it is closed
     * @throws SyscallException if reading fails, which says that somebody closed a descriptor that is not
     *     theirs
     */
    public boolean testAndClear() {
        if (!enter()) {
            return false;
        }
        try {
            long read;
            do {
                read = syscalls.read(number, counterAddress, SIZE_VALUE);
            } while (read == -Errno.EINTR);
            return read != -Errno.EAGAIN && SyscallException.check(read, "read", number) > 0;
        } finally {
            leave();
        }
    }

    /**
     * Closes the descriptor; does nothing if it is closed already. Any thread. Waits for the threads that
     * are just now setting it, none of which blocks.
     *
     * @throws SyscallException if {@code close(2)} fails; it is closed nevertheless
     */
    @Override
    public void close() {
        if (!beginClose()) {
            return;
        }
        for (int spins = 0; users.get() != CLOSED; spins++) {
            if (spins < SPINS_BEFORE_PARKING) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(PARK_NS); // whoever is inside was preempted: leave it the processor
            }
        }
        memory.close();
        fd.close();
    }

    /** Keeps the notifier open until {@link #leave}, or returns false if it is closed. */
    private boolean enter() {
        int seen = users.get();
        while (seen >= 0) {
            int found = users.compareAndExchange(seen, seen + 1);
            if (found == seen) {
                return true;
            }
            seen = found;
        }
        return false;
    }

    private void leave() {
        users.getAndDecrement();
    }

    private boolean beginClose() {
        return users.getAndUpdate(seen -> seen | CLOSED) >= 0;
    }

    @Override
    public String toString() {
        return "EventNotifier[" + fd + "]";
    }
}
