// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.ReferenceFdMonitors;
import org.aioactors.aio.fdmon.Trigger;
import org.aioactors.aio.linux.EventNotifier;

/** {@link LoopParts} of the conformance mode: the reference machine's behaviour, quirks included. */
final class ReferenceLoopParts extends LoopParts {
    ReferenceLoopParts(String name, AioContextBuilder options) {
        super(name, options);
    }

    @Override
    MonitorSlot openMonitor(AioContextBuilder options, FdTable table) {
        FdMonitorKind kind = options.fdMonitor;
        return monitor(kind, new ReferenceFdMonitors(options.syscalls, table, isByName(kind)));
    }

    @Override
    NotifyGate newGate(String name, EventNotifier notifier) {
        return new ReferenceNotifyGate(name, notifier);
    }

    @Override
    BottomHalfQueue newBottomHalves() {
        return new ReferenceBottomHalfQueue(base.homeThread, gate, callbacks);
    }

    @Override
    TimerList newTimerList(ClockType clockType) {
        return new ReferenceTimerList(clockType, clock, gate, callbacks);
    }

    @Override
    PollController newPollController(PollParams params) {
        return new ReferencePollController(base, params);
    }

    @Override
    PollMembers newPollMembers() {
        return new ReferencePollMembers(base, pollController);
    }

    @Override
    Spin newSpin() {
        return new ReferenceSpin(base, pollMembers, pollController);
    }

    @Override
    FdHandlers newFdHandlers() {
        return new ReferenceFdHandlers(base, pollMembers);
    }

    @Override
    EventWait newEventWait() {
        return new ReferenceWait(base, queued, kernelWait, spin);
    }

    @Override
    FdDispatch newFdDispatch() {
        return new ReferenceFdDispatch(base, pollMembers, fdHandlers);
    }

    @Override
    ForeignTurn newForeignTurn(FdDispatch fdDispatch) {
        ReferenceForeignDispatch all = new ReferenceForeignDispatch(base, pollMembers, fdHandlers);
        return new ReferenceForeignTurn(base, queued, pollMembers, all, turn);
    }

    /** The reference reads its eventfd each time (S1, S49). */
    @Override
    Trigger notifierTrigger() {
        return Trigger.LEVEL;
    }

    /** It becomes a member as all others do, once its fd fires (S34). */
    @Override
    void joinNotifier(AioHandler handler) {}

    @Override
    void reportLeftBehind(IllegalStateException failure) {
        throw failure;
    }
}
