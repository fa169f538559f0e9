// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.WatchSet;

/**
 * An {@link AioContext} as a guest in another event loop, which waits in its place: GLib's, Qt's, or one of your own
 * (S62, B12).
 *
 * <pre>{@code
 * long timeoutNs = guest.prepare();
 * // wait for the fds 0 .. fdCount() - 1, at most timeoutNs, and tell by setRevents what is ready
 * if (guest.check()) {
 *     guest.dispatch();
 * }
 * }</pre>
 *
 * <p>It may be prepared again without a check, for a loop that serves something more urgent first. When nobody should
 * wait ({@link #prepare} returned 0) {@link #dispatch} may follow without {@link #check}; a loop that never looks at
 * the fds then starves them. Callbacks may call {@link AioContext#poll}, and run turns of the other loop: a dispatch
 * may contain whole turns. They may not call these methods from inside {@code prepare}, where at most {@code isReady}
 * and {@code onPollEnd} callbacks run.
 *
 * <p>What other threads queue ends the other loop's wait: the context's own eventfd is among what it watches. All
 * methods are for the home thread, throw {@link IllegalStateException} on another one, out of order or once the
 * context is closed, do not block and, but for callbacks, do not allocate.
 */
public final class ForeignLoop {
    private enum Stage {
        /** Nothing is prepared. */
        IDLE,
        /** Inside {@link #prepare}. */
        PREPARING,
        /** The other loop may be waiting. */
        PREPARED,
        CHECKED
    }

    private final LoopGuard guard;
    private final ForeignTurn turn;
    private final WatchSet watch = new WatchSet();
    private Stage stage = Stage.IDLE;
    private long timeoutNs;

    ForeignLoop(LoopGuard guard, ForeignTurn turn) {
        this.guard = guard;
        this.turn = turn;
    }

    /**
     * Begins a turn: says how long the other loop may wait, and for which fds. From here to {@link #check} whoever
     * queues work writes the eventfd. Makes at most one system call, to tell an io_uring what has changed.
     *
     * @return how long to wait at most, in nanoseconds; 0 if there is something to do, {@link
     *     org.aioactors.aio.linux.Syscalls#INFINITE} without limit
     * @throws org.aioactors.aio.linux.SyscallException if the kernel refuses; nothing is prepared then
     */
    public long prepare() {
        guard.enter("ForeignLoop.prepare");
        try {
            if (stage == Stage.PREPARING) {
                throw misuse("prepare: called from inside itself, by an isReady or onPollEnd callback");
            }
            stage = Stage.PREPARING;
            try {
                timeoutNs = turn.prepare(watch);
                stage = Stage.PREPARED;
            } finally {
                if (stage == Stage.PREPARING) {
                    stage = Stage.IDLE;
                    turn.abandon();
                }
            }
            return timeoutNs;
        } finally {
            guard.leave();
        }
    }

    /** What {@link #prepare} returned, in milliseconds and rounded up, so that no wait ends too early; -1 is infinite. */
    public int timeoutMs() {
        guard.check("ForeignLoop.timeoutMs");
        requirePrepared("timeoutMs");
        return (int) Math.min(Integer.MAX_VALUE, Timeouts.toMillis(timeoutNs));
    }

    /**
     * Changes whenever what is to be watched does: as long as it is the same, the other loop can keep what it has
     * registered. Fds of the context's own that leave the set stay open for one turn, so that they can be
     * unregistered. One of yours that was registered anew changes it too: if you closed and opened it meanwhile, a
     * kernel that keeps a list, such as {@code epoll(7)}'s, has forgotten it.
     */
    public long version() {
        guard.check("ForeignLoop.version");
        return watch.version();
    }

    /** How many fds to watch: one where the kernel keeps the list (epoll, io_uring), else all (ppoll). */
    public int fdCount() {
        guard.check("ForeignLoop.fdCount");
        return watch.count();
    }

    /** The fd of an entry; throws {@link IndexOutOfBoundsException} if there is none of that index. */
    public int fd(int index) {
        guard.check("ForeignLoop.fd");
        return watch.fd(index);
    }

    /** What to watch it for, level-triggered: bits of {@code poll(2)} ({@link org.aioactors.aio.linux.FdEvents}). */
    public int events(int index) {
        guard.check("ForeignLoop.events");
        return watch.events(index);
    }

    /**
     * Tells what the other loop found at an fd; those not told of are not ready. Between {@link #prepare} and {@link
     * #check}.
     *
     * @param revents bits of {@code poll(2)}, those that are always watched included
     */
    public void setRevents(int index, int revents) {
        guard.check("ForeignLoop.setRevents");
        requirePrepared("setRevents");
        watch.setRevents(index, revents);
    }

    /**
     * After the wait: whether there is anything to {@link #dispatch}, which is a scheduled bottom half, a ready fd or
     * a due timer. Fetches from the kernel what the monitor's own fd announced.
     *
     * @throws org.aioactors.aio.linux.SyscallException if the kernel refuses to tell
     */
    public boolean check() {
        guard.check("ForeignLoop.check");
        requirePrepared("check");
        stage = Stage.CHECKED;
        return turn.check(watch);
    }

    /**
     * Does what there is to do: runs bottom halves, then the callbacks of ready fds, then timers (S18).
     *
     * @return whether anything was done
     * @throws IllegalStateException also if nothing was prepared since the last dispatch
     */
    public boolean dispatch() {
        guard.enter("ForeignLoop.dispatch");
        try {
            if (stage == Stage.PREPARED) {
                turn.skipCheck(watch);
            } else if (stage != Stage.CHECKED) {
                throw misuse("dispatch: nothing is prepared; call prepare first, once for each dispatch");
            }
            stage = Stage.IDLE; // callbacks may run whole turns of the other loop
            return turn.dispatch();
        } finally {
            guard.leave();
        }
    }

    private void requirePrepared(String operation) {
        if (stage != Stage.PREPARED) {
            throw misuse(operation + ": nothing is prepared; call prepare first, and this before check and dispatch");
        }
    }

    private IllegalStateException misuse(String problem) {
        return new IllegalStateException("ForeignLoop." + problem + " (context '" + guard.contextName() + "')");
    }
}
