// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import java.util.Arrays;
import java.util.Objects;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.linux.PollFds;
import org.jspecify.annotations.Nullable;

/**
 * What another event loop is to watch in place of a monitor's own wait, and what it reports (S62, B12): registered fds
 * themselves, or one fd of the monitor that stands for all of them.
 *
 * <p>A monitor fills it between {@link #begin} and {@link #end}; entries that stay the same cost no memory and keep
 * the {@linkplain #version() version}. Home thread only; no allocation but to grow.
 */
public final class WatchSet {
    private static final int INITIAL_FDS = 16;

    private int[] fds = new int[INITIAL_FDS];
    private int[] events = new int[INITIAL_FDS];
    private int[] revents = new int[INITIAL_FDS];

    /** Whom entry i is for: null is the monitor. */
    private @Nullable WatchedFd[] owners = new @Nullable WatchedFd[INITIAL_FDS];

    private int count;
    private long version;

    /** The entries written since {@link #begin}. */
    private int filled;

    /** Whether one of them differs from the entry that was in its place. */
    private boolean differs;

    /** Starts filling it anew. */
    public void begin() {
        filled = 0;
        differs = false;
    }

    /** Adds every registration that may be waited for now, newest first. */
    public void addAll(FdTable table) {
        synchronized (table) {
            for (WatchedFd watched = table.newest(); watched != null; watched = table.older(watched)) {
                if (table.mayBeAwaited(watched)) {
                    add(watched.fd(), watched.events(), watched);
                }
            }
        }
    }

    /** Adds an fd of the monitor itself, to be watched for reading. */
    void addMonitor(int fd) {
        add(fd, FdEvents.IN, null);
    }

    private void add(int fd, int asked, @Nullable WatchedFd owner) {
        if (filled == fds.length) {
            grow();
        }
        int i = filled++;
        // Another registration of the same fd may be for another file: a kernel that keeps a list has forgotten it.
        differs |= i >= count || fds[i] != fd || events[i] != asked || owners[i] != owner;
        fds[i] = fd;
        events[i] = asked;
        revents[i] = 0;
        owners[i] = owner;
    }

    private void grow() {
        int capacity = fds.length * 2;
        fds = Arrays.copyOf(fds, capacity);
        events = Arrays.copyOf(events, capacity);
        revents = Arrays.copyOf(revents, capacity);
        owners = Arrays.copyOf(owners, capacity);
    }

    /** Ends what {@link #begin} started. */
    public void end() {
        if (differs || filled != count) {
            version++;
        }
        for (int i = filled; i < count; i++) {
            owners[i] = null;
        }
        count = filled;
    }

    /** Changes whenever an entry does. */
    public long version() {
        return version;
    }

    /** How many fds there are. */
    public int count() {
        return count;
    }

    /** The fd of an entry; throws {@link IndexOutOfBoundsException} for one there is not. */
    public int fd(int index) {
        return fds[Objects.checkIndex(index, count)];
    }

    /** What to watch it for: bits of {@code poll(2)} such as {@link PollFds#POLLIN}. */
    public int events(int index) {
        return events[Objects.checkIndex(index, count)];
    }

    /** Reports what is ready, in the bits of {@code poll(2)}. */
    public void setRevents(int index, int reported) {
        revents[Objects.checkIndex(index, count)] = reported;
    }

    /** Whether an entry stands for the monitor. */
    boolean watchesMonitor() {
        return count > 0 && owners[count - 1] == null;
    }

    /** Whether the monitor is to be asked, since the entry that stands for it was reported. */
    boolean monitorReported() {
        return watchesMonitor() && revents[count - 1] != 0;
    }

    /** Adds the registrations that were reported; reports count once. Returns how many were added. */
    int collect(ReadyList ready) {
        int added = 0;
        for (int i = 0; i < count; i++) {
            WatchedFd owner = owners[i];
            if (owner != null && revents[i] != 0 && !owner.deleted()) {
                ready.add(owner, revents[i]);
                revents[i] = 0;
                added++;
            }
        }
        return added;
    }

    /** Leaves each report, or that there is none, with its registration, as the reference does. */
    public void copyReports() {
        for (int i = 0; i < count; i++) {
            WatchedFd owner = owners[i];
            if (owner != null && !owner.deleted()) {
                owner.setRevents(revents[i]);
            }
        }
    }
}
