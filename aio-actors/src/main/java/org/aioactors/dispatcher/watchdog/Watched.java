// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.watchdog;

import org.aioactors.dispatcher.queue.Worker;
import org.jspecify.annotations.Nullable;

/** A thread that the {@link StallWatch} looks at, with its work. */
public interface Watched {
    /** What the watchdog knows of it. The watchdog. */
    RunWatch watch();

    /** Its work. Any thread. */
    Worker worker();

    /** The thread; null before there was one. Any thread. */
    @Nullable WatchedThread thread();

    /** Whether the thread is about to run something, or running it. Any thread. */
    boolean isActive();

    /** The thread was found to be held up, or has announced it. The finder. */
    void heldUp();

    /** The watchdog has found it held up for the second time. The watchdog. */
    void stillHeldUp();
}
