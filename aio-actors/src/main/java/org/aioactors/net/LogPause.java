// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Lets one line of a kind be logged, and no other for ten seconds: what peers can cause must not fill a disk. Any thread. */
final class LogPause {
    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(10);

    /** When the next line may be logged. */
    private final AtomicLong nextNs = new AtomicLong(System.nanoTime());

    /** Whether a line may be logged; if so, the next pause begins. */
    boolean isOver() {
        long dueNs = nextNs.get();
        long nowNs = System.nanoTime();
        return nowNs - dueNs >= 0 && nextNs.compareAndSet(dueNs, nowNs + PAUSE_NS);
    }
}
