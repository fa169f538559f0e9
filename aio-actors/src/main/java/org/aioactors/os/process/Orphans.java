// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioThread;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Children whose actor system has ended before them: as long as there is one, a thread waits for them, since they would be
 * zombies until the end of the process. Any thread.
 */
final class Orphans {
    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

    /** Null when there are none. Guarded by this class. */
    private static @Nullable AioThread thread;

    private static @Nullable Reaper reaper;

    /** Guarded by this class. */
    private static int count;

    private Orphans() {}

    /** Waits for a child for which nobody else waits any more. */
    static synchronized void adopt(ChildProcess child) {
        try {
            AioContext context = thread().context();
            Reaper present = reaper == null ? new Reaper(context) : reaper;
            reaper = present;
            count++;
            context.execute(() -> present.watch(child, report -> gone()));
        } catch (RuntimeException e) {
            LOG.warn("nobody waits for {}: it stays a zombie when it ends", child, e);
        }
    }

    private static AioThread thread() {
        AioThread present = thread;
        if (present == null) {
            present = new AioThread("aio-orphans", AioContext.builder());
            present.setDaemon(true);
            present.start();
            present.context();
            thread = present;
        }
        return present;
    }

    private static synchronized void gone() {
        count--;
        if (count == 0 && thread != null) {
            thread.requestStop();
            thread = null;
            reaper = null;
        }
    }
}
