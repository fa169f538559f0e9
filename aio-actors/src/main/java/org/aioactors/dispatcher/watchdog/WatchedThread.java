// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.watchdog;

import org.jspecify.annotations.Nullable;

/** A thread of which the watchdog can tell whether it sleeps, and what it is at. */
public abstract class WatchedThread extends Thread {
    /** How the kernel knows it. Written by this thread when it begins; read by the watchdog. */
    private volatile @Nullable KernelThread kernelThread;

    /** One that has not started. */
    protected WatchedThread(@Nullable Runnable target, String name) {
        super(null, target, name, 0, false);
    }

    /** It has started. This thread only. */
    public final void started() {
        kernelThread = KernelThread.current();
    }

    /** What it runs, for messages. Any thread. */
    protected abstract String doing();

    /**
     * Whether it sleeps, for whatever reason: in Java or in a system call. May read a file of /proc. Any other thread; a
     * moment ago.
     */
    final boolean isAsleep() {
        State state = getState();
        if (state != State.RUNNABLE) {
            return state == State.BLOCKED || state == State.WAITING || state == State.TIMED_WAITING;
        }
        KernelThread known = kernelThread;
        return known != null && known.isAsleep();
    }
}
