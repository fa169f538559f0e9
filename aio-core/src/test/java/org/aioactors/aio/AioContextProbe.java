// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.fdmon.WatchedFd;

/** Looks into a context for tests that compare its inner state. Only while the home thread stands still. */
public final class AioContextProbe {
    private final AioContext context;
    private final NotifyGate gate;
    private final PollMembers pollMembers;
    private final QueuedWork queued;
    private final FdTable table;
    private final BottomHalfQueue bottomHalves;

    /** Looks into this one. */
    public AioContextProbe(AioContext context) {
        this.context = context;
        LoopParts parts = field(context, "parts", LoopParts.class);
        this.gate = parts.gate;
        this.pollMembers = parts.pollMembers;
        this.queued = parts.queued;
        this.table = parts.base.table;
        this.bottomHalves = parts.bottomHalves;
    }

    /** Where bottom halves are queued. */
    BottomHalfQueue bottomHalves() {
        return bottomHalves;
    }

    private static <T> T field(Object owner, String name, Class<T> type) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return type.cast(field.get(owner));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(owner.getClass().getSimpleName() + " has no field '" + name + "' any more", e);
        }
    }

    /** The present monitor's name. */
    public String backend() {
        return context.fdMonitor().name().toLowerCase(Locale.ROOT);
    }

    /** How many handlers forbid busy polling. */
    public int pollDisableCount() {
        return table.pollDisableCount();
    }

    /** Whether poll mode is on. */
    public boolean pollStarted() {
        return pollMembers.hasBegun();
    }

    /** Above 0 while the loop may sleep. */
    public int notifyMe() {
        return gate.notifyMe();
    }

    /** Whether a notification waits to be accepted. */
    public boolean notified() {
        return gate.isNotified();
    }

    /** How often external handlers were disabled and not enabled again. */
    public int externalDisableCount() {
        return table.externalDisableCount();
    }

    /** The table, which is the lock of all registrations. */
    FdTable table() {
        return table;
    }

    /** The registrations, newest first, with removed ones that are not freed yet. */
    public List<WatchedFd> handlers() {
        synchronized (table) {
            List<WatchedFd> handlers = new ArrayList<>();
            for (WatchedFd watched = table.newest(); watched != null; watched = table.older(watched)) {
                handlers.add(watched);
            }
            return handlers;
        }
    }

    /** The fds of the poll list's members, from its head. */
    public List<Integer> pollList() {
        List<Integer> fds = new ArrayList<>();
        for (AioHandler member = pollMembers.first(); member != null; member = member.pollNext) {
            fds.add(member.fd());
        }
        return fds;
    }

    /** Has poll mode begun, as a busy poll that finds nothing does. */
    void startPolling() {
        pollMembers.begin();
    }

    /** How long a blocking poll would wait now. */
    public long computeTimeoutNs() {
        return queued.timeoutNs();
    }
}
