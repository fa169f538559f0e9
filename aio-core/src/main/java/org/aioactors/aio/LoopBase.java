// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.fdmon.MonitorSlot;

/** What the parts of one loop have in common: whose loop it is, its clock, its fds and their monitor, its gate. Any thread. */
final class LoopBase {
    /** The context's, for logs and events. */
    final String name;

    final Thread homeThread = Thread.currentThread();
    final ClockSource clock;
    final CallbackRunner callbacks;
    final FdTable table;
    final MonitorSlot monitor;
    final NotifyGate gate;

    /** The calling thread is to be the home thread. */
    LoopBase(ClockSource clock, CallbackRunner callbacks, FdTable table, MonitorSlot monitor, NotifyGate gate) {
        this.name = callbacks.contextName();
        this.clock = clock;
        this.callbacks = callbacks;
        this.table = table;
        this.monitor = monitor;
        this.gate = gate;
    }

    /** The time by which waits and busy polling are measured. */
    long nowNs() {
        return clock.nowNs(ClockType.REALTIME);
    }
}
