// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aioactors.aio.linux.Errno;

/**
 * Has all terminals that are open behave as before when the JVM ends: by {@code System.exit}, with its last thread, or by a
 * signal that ends it. Nothing can be done about {@code SIGKILL}. Any thread.
 */
final class ExitRestorer {
    /** Guarded by the class. */
    private static final Set<OpenTty> OPEN = new HashSet<>();

    /** Guarded by the class. */
    private static boolean hooked;

    /** What is opened from now on nobody would restore. Guarded by the class. */
    private static boolean ending;

    private ExitRestorer() {}

    /** Throws {@link TtyException} if the JVM ends already. */
    static synchronized void add(OpenTty tty) {
        if (ending || !isHooked()) {
            throw new TtyException("open", tty.path(), Errno.ECANCELED, "the JVM ends");
        }
        OPEN.add(tty);
    }

    private static boolean isHooked() {
        if (!hooked) {
            try {
                Runtime.getRuntime().addShutdownHook(new Thread(ExitRestorer::restoreAll, "aio-terminals-at-exit"));
                hooked = true;
            } catch (IllegalStateException jvmEnds) {
                return false;
            }
        }
        return hooked;
    }

    static synchronized void remove(OpenTty tty) {
        OPEN.remove(tty);
    }

    private static synchronized List<OpenTty> allAtTheEnd() {
        ending = true;
        return List.copyOf(OPEN);
    }

    /** Without the lock: one that closes just now waits for it while it holds its own. */
    private static void restoreAll() {
        allAtTheEnd().forEach(OpenTty::restore);
    }
}
