// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.watchdog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A thread of which the watchdog can tell whether it sleeps, and what it is at. */
public abstract class WatchedThread extends Thread {
    private static final Path PROC = Path.of("/proc");

    /** What the kernel tells of it, proc(5); null if it does not. Written by this thread when it begins. */
    private volatile @Nullable Path stat;

    /** One that has not started. */
    protected WatchedThread(@Nullable Runnable target, String name) {
        super(null, target, name, 0, false);
    }

    /** It has started. This thread only. */
    public final void started() {
        try {
            stat = PROC.resolve(Files.readSymbolicLink(PROC.resolve("thread-self")))
                    .resolve("stat");
        } catch (IOException unknown) {
            stat = null; // before Linux 3.17, or there is no /proc
        }
    }

    /** What it runs, for messages. Any thread. */
    protected abstract String doing();

    /**
     * Whether it sleeps, for whatever reason: in Java or, in state S or D, in the kernel, which costs some microseconds to
     * know. Any other thread; a moment ago.
     */
    final boolean isAsleep() {
        State state = getState();
        Path file = stat;
        if (state != State.RUNNABLE || file == null) {
            return state == State.BLOCKED || state == State.WAITING || state == State.TIMED_WAITING;
        }
        try {
            String line = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            char kernels = line.charAt(line.lastIndexOf(')') + 2); // the name before it may hold any character
            return kernels == 'S' || kernels == 'D';
        } catch (IOException ended) {
            return false;
        }
    }
}
