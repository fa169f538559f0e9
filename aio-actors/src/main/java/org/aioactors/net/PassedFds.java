// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Descriptors in a message. They have an owner at each moment: who wants one {@linkplain #take takes} it, and closes it some
 * day; what nobody takes is closed with this. A message that gets lost, as in dead letters, can't close its descriptors: those
 * are closed when the garbage collector finds that nobody knows it any more. Any thread.
 */
public final class PassedFds implements AutoCloseable {
    /** None. */
    public static final PassedFds NONE = new PassedFds(List.of());

    private static final Logger LOG = LoggerFactory.getLogger(PassedFds.class);
    private static final Cleaner CLEANER = Cleaner.create();

    /** What is left; apart from this, so that the collector can find this unreachable. */
    private static final class Rest implements Runnable {
        /** Null where one was taken. Guarded by this. */
        private final List<@Nullable Fd> fds;

        Rest(List<Fd> fds) {
            this.fds = new ArrayList<>(fds);
        }

        synchronized @Nullable Fd take(int index) {
            return fds.set(index, null);
        }

        synchronized int[] numbers() {
            int[] numbers = new int[fds.size()];
            for (int i = 0; i < numbers.length; i++) {
                Fd fd = fds.get(i);
                if (fd == null) {
                    throw new IllegalStateException("descriptor " + i + " of the message was taken or closed before");
                }
                numbers[i] = fd.value();
            }
            return numbers;
        }

        /** Closes all: at most one of those who come gets each. */
        @Override
        public void run() {
            for (int i = 0; i < fds.size(); i++) {
                Fd fd = take(i);
                if (fd != null) {
                    close(fd);
                }
            }
        }

        private static void close(Fd fd) {
            try {
                fd.close();
            } catch (SyscallException failure) {
                LOG.warn("closing a descriptor that nobody took: {}", failure.getMessage());
            }
        }
    }

    private final Rest rest;
    private final int size;

    private PassedFds(List<Fd> fds) {
        this.rest = new Rest(fds);
        this.size = fds.size();
        if (size > 0) {
            CLEANER.register(this, rest);
        }
    }

    /** These, which are not the caller's any more. */
    public static PassedFds of(Fd... fds) {
        return of(List.of(fds));
    }

    /** The same. */
    public static PassedFds of(List<Fd> fds) {
        return fds.isEmpty() ? NONE : new PassedFds(fds);
    }

    /** How many there were at first. */
    public int size() {
        return size;
    }

    /**
     * Takes one: it is the caller's, who closes it.
     *
     * @param index from 0
     * @throws IndexOutOfBoundsException if there is none of that index
     * @throws IllegalStateException if it was taken, or closed since the message was handled
     */
    public Fd take(int index) {
        Fd fd;
        try {
            fd = rest.take(index);
        } finally {
            Reference.reachabilityFence(this); // or the collector's closing may come first
        }
        if (fd == null) {
            throw new IllegalStateException("descriptor " + index
                    + " was taken already, or closed since the handling of its message has ended: take it before that");
        }
        return fd;
    }

    /**
     * Their numbers, for a call during which nobody closes them.
     *
     * @throws IllegalStateException if one was taken or is closed
     */
    int[] numbers() {
        return rest.numbers();
    }

    /** Closes what was not taken. Idempotent. */
    @Override
    public void close() {
        rest.run();
    }

    @Override
    public String toString() {
        return "PassedFds[" + size + "]";
    }
}
