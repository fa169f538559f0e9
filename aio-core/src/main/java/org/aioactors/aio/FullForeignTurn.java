// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.ReadyList;
import org.aioactors.aio.fdmon.WatchSet;

/** {@link ForeignTurn} that has as little as possible watched, and does not keep the other loop from sleeping (B12). */
final class FullForeignTurn implements ForeignTurn {
    private final NotifyGate gate;
    private final MonitorSlot monitor;
    private final QueuedWork queued;
    private final PollMembers pollMembers;
    private final FdDispatch fdDispatch;
    private final Turn turn;

    /** What is to be dispatched. */
    private final ReadyList ready = new ReadyList();

    FullForeignTurn(LoopBase base, QueuedWork queued, PollMembers pollMembers, FdDispatch fdDispatch, Turn turn) {
        this.gate = base.gate;
        this.monitor = base.monitor;
        this.queued = queued;
        this.pollMembers = pollMembers;
        this.fdDispatch = fdDispatch;
        this.turn = turn;
    }

    /**
     * {@inheritDoc} It takes the notifications so far before it says "I may sleep", and looks at the queues after it: so
     * what the loop itself has queued, and sees now, does not keep the other loop from sleeping.
     */
    @Override
    public long prepare(WatchSet watch) {
        gate.accept();
        gate.enterForeignWait();
        long waitNs = ready.isEmpty() ? queued.timeoutNs() : 0;
        if (waitNs != 0 && pollMembers.end(ready)) { // poll mode is left only before a real wait (B2)
            waitNs = 0;
        }
        boolean collectable = monitor.embedded().prepareForeign(watch);
        // A notification that came after the accept may have come before the enter: then it wrote nothing, and
        // keeps others from writing.
        return collectable || gate.isNotified() ? 0 : waitNs;
    }

    @Override
    public void abandon() {
        gate.leaveForeignWait();
    }

    @Override
    public boolean check(WatchSet watch) {
        skipCheck(watch);
        return queued.hasWork() || !ready.isEmpty() || monitor.hasCompletions();
    }

    @Override
    public void skipCheck(WatchSet watch) {
        gate.leaveForeignWait();
        gate.accept();
        monitor.embedded().collectForeign(watch, ready);
    }

    @Override
    public boolean dispatch() {
        return turn.runWithoutWait(fdDispatch, ready);
    }
}
