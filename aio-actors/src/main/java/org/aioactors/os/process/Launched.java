// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import org.aioactors.aio.linux.Fd;
import org.aioactors.os.signal.Signal;
import org.jspecify.annotations.Nullable;

/** A child that runs, and our ends of its pipes, on the way to the actor that owns them. */
record Launched(
        Processes.Spawn spawn,
        ChildProcess child,
        @Nullable Fd stdin,
        @Nullable Fd stdout,
        @Nullable Fd stderr) {
    /** Nobody wants it: it is killed, and waited for. Any thread. */
    void abandon() {
        child.signalAll(Signal.KILL);
        close(stdin);
        close(stdout);
        close(stderr);
        Orphans.adopt(child);
    }

    private static void close(@Nullable Fd fd) {
        if (fd != null) {
            fd.close();
        }
    }
}
