// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.TurnEnd;

/**
 * The sockets of one loop that have something to send. They send it when the loop has run all that waited, or after a
 * while: so what many actors write to one of them in a turn leaves in one piece. Loop thread only.
 */
public final class FlushList implements TurnEnd, AutoCloseable {
    /** A socket that is in the list once at most. */
    public interface Member {
        /** Sends what was written, and may join again. */
        void flush();
    }

    private final long delayNs;
    private final long muchBytes;
    private final LongSupplier clockNs;
    private final FlushCounts counts;

    /** Swapped, so that members may join while others are flushed. */
    private List<Member> waiting = new ArrayList<>();

    private List<Member> flushing = new ArrayList<>();

    /** Whether one has so much that it does not wait. */
    private boolean urgent;

    /** When the loop was first busy with something waiting; of no meaning while nothing waits. */
    private long sinceNs;

    /**
     * A list of which nobody is a member yet; whoever makes it has it called at the end of each turn.
     *
     * @param delayNs for how long at most one waits while the loop is busy
     * @param muchBytes with so much to send one does not wait
     * @param clockNs such as {@link System#nanoTime}
     * @param counts what it does is added there
     */
    public FlushList(long delayNs, long muchBytes, LongSupplier clockNs, FlushCounts counts) {
        this.delayNs = delayNs;
        this.muchBytes = muchBytes;
        this.clockNs = clockNs;
        this.counts = counts;
    }

    /** The one of a loop. */
    static FlushList of(AioLoop loop, TcpSettings settings, FlushCounts counts) {
        return loop.resource(FlushList.class, () -> {
            FlushList list =
                    new FlushList(settings.flushDelay().toNanos(), settings.flushBytes(), System::nanoTime, counts);
            loop.addTurnEnd(list);
            return list;
        });
    }

    /** To be flushed soon. */
    public void add(Member member) {
        if (waiting.isEmpty()) {
            sinceNs = clockNs.getAsLong();
        }
        waiting.add(member);
    }

    /** A member has so many bytes to send: much does not wait. */
    public void written(long unsentBytes) {
        if (isMuch(unsentBytes)) {
            hurry();
        }
    }

    /** Whether a member that has so many bytes to send need not wait for more. */
    public boolean isMuch(long unsentBytes) {
        return unsentBytes >= muchBytes;
    }

    /** A member is not to wait longer than until the end of the turn. */
    public void hurry() {
        urgent = true;
    }

    @Override
    public boolean onTurnEnd(boolean busy) {
        if (waiting.isEmpty() || (busy && !urgent && clockNs.getAsLong() - sinceNs < delayNs)) {
            return false; // while it is busy it does not sleep anyway
        }
        urgent = false;
        List<Member> all = waiting;
        waiting = flushing;
        flushing = all;
        int i = 0;
        try {
            while (i < all.size()) {
                all.get(i++).flush();
            }
        } finally {
            counts.turns.increment();
            counts.flushes.add(i);
            waiting.addAll(all.subList(i, all.size())); // behind one that has failed
            all.clear();
        }
        return !waiting.isEmpty();
    }

    @Override
    public void close() {
        waiting.clear();
    }
}
