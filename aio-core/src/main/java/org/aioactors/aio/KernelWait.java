// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.concurrent.locks.LockSupport;
import org.aioactors.aio.fdmon.FdMonitor;
import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.ReadyList;
import org.aioactors.aio.trace.WaitEvent;

/**
 * The ways to wait for events, and to look without waiting; counts the waits. Each tells whether fds are ready or requests
 * have completed. Home thread, unless a method says otherwise.
 */
final class KernelWait extends Padded {
    private final String contextName;
    private final FdTable table;
    private final MonitorSlot monitor;
    private final boolean mayPark;
    private final LoopCounter waits = new LoopCounter();

    /** {@code mayPark} allows the loop to wait without the monitor while no fd is watched. */
    KernelWait(LoopBase base, boolean mayPark) {
        this.contextName = base.name;
        this.table = base.table;
        this.monitor = base.monitor;
        this.mayPark = mayPark;
    }

    /** How many times the loop has waited. Any thread. */
    long waits() {
        return waits.get();
    }

    /** Waits for fds; a timeout of 0 only looks, -1 is infinite. */
    boolean await(long timeoutNs, ReadyList ready) {
        countWait(timeoutNs);
        WaitEvent event = WaitEvent.start();
        int count = monitor.current().await(timeoutNs, ready);
        if (event != null) {
            event.stop(contextName, timeoutNs, count);
        }
        return hasEvents(count);
    }

    /** Takes what is seen without a system call. */
    boolean peek(ReadyList ready) {
        return hasEvents(monitor.current().peek(ready));
    }

    /** Waits for other threads alone, which unpark this one. */
    boolean park(long timeoutNs) {
        countWait(timeoutNs);
        WaitEvent event = WaitEvent.start();
        if (timeoutNs == FdMonitor.INFINITE) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, timeoutNs);
        }
        if (event != null) {
            event.stop(contextName, timeoutNs, 0);
        }
        return hasEvents(0);
    }

    /** No fd is watched but the eventfd. A thread that was interrupted can't park. */
    boolean isParkable() {
        return mayPark && table.size() <= 1 && !Thread.currentThread().isInterrupted();
    }

    private void countWait(long timeoutNs) {
        if (timeoutNs != 0) {
            waits.increment();
        }
    }

    private boolean hasEvents(int readyFds) {
        return readyFds > 0 || monitor.hasCompletions();
    }
}
