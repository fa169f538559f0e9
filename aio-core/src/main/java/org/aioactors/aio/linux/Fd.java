// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A file descriptor with an owner, who closes it once.
 *
 * <p>The kernel reuses the number of a closed descriptor at once. Whoever closes a descriptor twice, or
 * uses its number after closing it, hits somebody else's file: so the number is only given out while
 * the descriptor is open, and the second {@link #close()} does nothing. All methods may be called by
 * any thread. That one thread closes while another is in a system call on the number is for the owner
 * to prevent; {@link EventNotifier} shows how.
 */
public final class Fd implements AutoCloseable {
    private static final VarHandle NUMBER;

    static {
        try {
            NUMBER = MethodHandles.lookup().findVarHandle(Fd.class, "number", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Syscalls syscalls;
    private final String what;

    /** The number while it is open; its complement, which is negative, once it is closed. There may be very many of these. */
    private volatile int number;

    private Fd(Syscalls syscalls, int number, String what) {
        this.syscalls = syscalls;
        this.number = number;
        this.what = what;
    }

    /**
     * Takes ownership of an open descriptor.
     *
     * @param syscalls closes it
     * @param number the descriptor
     * @param what says in messages what it is, such as {@code "eventfd"}
     * @throws IllegalArgumentException if the number is negative
     */
    public static Fd adopt(Syscalls syscalls, int number, String what) {
        if (number < 0) {
            throw new IllegalArgumentException("not a file descriptor: " + number + " (" + what + ")");
        }
        return new Fd(syscalls, number, what);
    }

    /**
     * The number, to be used while the descriptor is open and not kept.
     *
     * @throws IllegalStateException if it is closed
     */
    public int value() {
        int present = number;
        if (present < 0) {
            throw new IllegalStateException(this + " was used after it was closed");
        }
        return present;
    }

    /** Whether {@link #close()} was not called yet. */
    public boolean isOpen() {
        return number >= 0;
    }

    /**
     * Closes the descriptor; does nothing if it is closed already.
     *
     * <p>It is closed even if this throws, and {@code EINTR} is not an error here: Linux releases the
     * number before anything in {@code close(2)} can be interrupted, so trying again could close a
     * descriptor that another thread has just opened.
     *
     * @throws SyscallException if the kernel reports that it could not write back data ({@code EIO},
     *     {@code ENOSPC}, {@code EDQUOT}), or that somebody else had closed the number ({@code EBADF})
     */
    @Override
    public void close() {
        int present = number;
        if (present >= 0 && NUMBER.compareAndSet(this, present, ~present)) {
            int result = syscalls.close(present);
            if (result < 0 && result != -Errno.EINTR) {
                throw new SyscallException("close", present, -result);
            }
        }
    }

    /**
     * Closes the descriptor because of a failure that is about to be thrown: an error of closing
     * becomes a suppressed exception of that failure.
     */
    public void closeAfter(Throwable failure) {
        try {
            close();
        } catch (SyscallException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public String toString() {
        int present = number;
        return what + " (fd " + (present < 0 ? ~present + ", closed)" : present + ")");
    }
}
