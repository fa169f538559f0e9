// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.Arrays;
import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.ReadyList;
import org.aioactors.aio.fdmon.WatchedFd;
import org.jspecify.annotations.Nullable;

/** One turn of the loop, and those nested in it (S4 to S18). Home thread, unless a method says otherwise. */
final class Turn extends Padded {
    private final NotifyGate gate;
    private final MonitorSlot monitor;
    private final EventWait wait;
    private final FdHandlers fdHandlers;
    private final FdDispatch fdDispatch;
    private final Stages stages;

    private final LoopCounter turns = new LoopCounter();

    /** A ready list for each nesting depth, made when first needed. */
    private @Nullable ReadyList[] readyLists = new @Nullable ReadyList[4];

    Turn(LoopBase base, EventWait wait, FdHandlers fdHandlers, FdDispatch fdDispatch, Stages stages) {
        this.gate = base.gate;
        this.monitor = base.monitor;
        this.wait = wait;
        this.fdHandlers = fdHandlers;
        this.fdDispatch = fdDispatch;
        this.stages = stages;
    }

    /** How many turns began. Any thread. */
    long turns() {
        return turns.get();
    }

    /** Waits, if it may and has to, and does what there is to do; returns whether that was anything. */
    boolean run(boolean blocking) {
        try {
            boolean progress = waitAndRun(blocking);
            if (gate.isForeignWait()) {
                monitor.current().submit(); // the other loop is about to wait for what this turn has used up
            }
            return progress;
        } finally {
            if (gate.isForeignWait()) {
                gate.renew();
            }
        }
    }

    private boolean waitAndRun(boolean blocking) {
        boolean progress;
        enter();
        try {
            ReadyList ready = readyList(fdHandlers.depth());
            boolean mayBlock = blocking && (!gate.suspendForeign() || isNotifierAlone(ready));
            progress = wait.run(mayBlock, ready);
            progress |= stages.run(fdDispatch, ready);
        } finally {
            fdHandlers.leave();
        }
        return stages.runTimers() || progress;
    }

    /** Does what there is to do after a wait that another loop has done (S62); returns whether that was anything. */
    boolean runWithoutWait(FdDispatch foreignDispatch, ReadyList ready) {
        boolean progress;
        enter();
        try {
            progress = stages.run(foreignDispatch, ready);
        } finally {
            fdHandlers.leave();
        }
        return stages.runTimers() || progress;
    }

    private void enter() {
        turns.increment();
        fdHandlers.enter();
    }

    /** Takes the event that an io_uring has of the eventfd even if that is read; returns whether it is the only one. */
    private boolean isNotifierAlone(ReadyList ready) {
        int count = monitor.current().await(0, ready);
        WatchedFd first = ready.first();
        return count <= 0
                || (count == 1
                        && first instanceof AioHandler handler
                        && handler.notifier()
                        && !monitor.hasCompletions());
    }

    private ReadyList readyList(int depth) {
        if (depth >= readyLists.length) {
            readyLists = Arrays.copyOf(readyLists, depth * 2);
        }
        ReadyList list = readyLists[depth];
        if (list == null) {
            list = new ReadyList();
            readyLists[depth] = list;
        }
        return list;
    }
}
