// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.ReadyList;
import org.aioactors.aio.fdmon.WatchSet;

/**
 * {@link ForeignTurn} as the reference machine has it (S62): every fd is watched, the wait is of whole milliseconds, and a
 * dispatch without a check leaves "I may sleep" as it is.
 */
final class ReferenceForeignTurn implements ForeignTurn {
    private final LoopBase base;
    private final QueuedWork queued;
    private final PollMembers pollMembers;
    private final ReferenceForeignDispatch fdDispatch;
    private final Turn turn;

    /** Stays empty: reports are left with the handlers. */
    private final ReadyList none = new ReadyList();

    ReferenceForeignTurn(
            LoopBase base, QueuedWork queued, PollMembers pollMembers, ReferenceForeignDispatch fdDispatch, Turn turn) {
        this.base = base;
        this.queued = queued;
        this.pollMembers = pollMembers;
        this.fdDispatch = fdDispatch;
        this.turn = turn;
    }

    @Override
    public long prepare(WatchSet watch) {
        base.gate.enterForeignWait();
        long waitMs = Timeouts.toMillis(queued.timeoutNs());
        boolean found = pollMembers.end(none);
        watch.begin();
        watch.addAll(base.table);
        watch.end();
        return found ? 0 : waitMs < 0 ? Timeouts.INFINITE : waitMs * Timeouts.NS_PER_MS;
    }

    @Override
    public void abandon() {
        base.gate.leaveForeignWait();
    }

    @Override
    public boolean check(WatchSet watch) {
        base.gate.leaveForeignWait();
        base.gate.accept();
        watch.copyReports();
        return queued.hasWork() || fdDispatch.anyPending();
    }

    @Override
    public void skipCheck(WatchSet watch) {
        watch.copyReports();
    }

    @Override
    public boolean dispatch() {
        return turn.runWithoutWait(fdDispatch, none);
    }
}
