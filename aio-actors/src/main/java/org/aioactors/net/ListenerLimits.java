// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.aioactors.dispatcher.AioLoop;

/** What all connections of a listener share, on whichever loops they live: how many they are, and what they hold. */
final class ListenerLimits {
    /** A connection holds so much without anybody's leave, and only larger changes are added up: none a message. */
    static final int FREE_BYTES = 16 * 1024;

    private final int maxConnections;
    private final long maxBytes;

    /** Tells the listener, from any thread, that a connection has ended. */
    private final Runnable onEnd;

    /** Those whose fds are open. */
    private final AtomicInteger connections = new AtomicInteger();

    /** These, and those whose handlers do not know yet that they have ended. */
    private final AtomicInteger shares = new AtomicInteger();

    private final AtomicLong bytes = new AtomicLong();

    private final Map<AioLoop, TcpCounters> counters = new ConcurrentHashMap<>();

    /**
     * Whether the listener wants to hear of ends. Written by the listener, which then looks at the two numbers above;
     * read by the loops of connections after they have changed one. All are volatile, so one of the two sees the other.
     */
    private volatile boolean reportsEnds;

    ListenerLimits(int maxConnections, long maxBytes, Runnable onEnd) {
        this.maxConnections = maxConnections;
        this.maxBytes = maxBytes;
        this.onEnd = onEnd;
    }

    /** No bound on the number of connections. */
    static ListenerLimits ofOutgoing(TcpSettings settings) {
        return new ListenerLimits(Integer.MAX_VALUE, settings.maxBytes(), () -> {});
    }

    /** From now on. The listener. */
    void reportEnds(boolean on) {
        reportsEnds = on;
    }

    int maxConnections() {
        return maxConnections;
    }

    /** Any thread. */
    int connections() {
        return connections.get();
    }

    /** Any thread. */
    boolean hasRoom() {
        return connections.get() < maxConnections;
    }

    /** Whether there is no connection, and no handler that does not know of its connection's end. Any thread. */
    boolean isUnused() {
        return shares.get() == 0;
    }

    /** What all connections so far have done, and those of now hold. Any thread; does not block. */
    TcpMetrics.Group metrics() {
        return TcpMetrics.Group.of(connections.get(), bytes.get(), counters.values());
    }

    private void reportEnd() {
        if (reportsEnds) {
            onEnd.run();
        }
    }

    /** A connection has come: its share of the bytes, which is closed with it. Any thread. */
    Share add() {
        connections.incrementAndGet();
        shares.incrementAndGet();
        return new Share();
    }

    /** What one connection holds. Its loop only. */
    final class Share {
        private long reported;

        /** What of it others have still to take: its handler, or its peer. */
        private long untaken;

        private boolean connected = true;
        private boolean closed;

        boolean isOf(ListenerLimits listener) {
            return ListenerLimits.this == listener;
        }

        /** Where the listener's connections on a loop count, to be looked up once for each. */
        TcpCounters counters(AioLoop loop) {
            return counters.computeIfAbsent(loop, each -> new TcpCounters());
        }

        /**
         * The connection holds so much now.
         *
         * @param untakenBytes what its handler or its peer has still to take
         * @param unreadBytes what has arrived and is kept until it may read
         */
        void hold(long untakenBytes, long unreadBytes) {
            untaken = untakenBytes;
            long heldBytes = untakenBytes + unreadBytes;
            long change = heldBytes - reported;
            if (Math.abs(change) >= FREE_BYTES || (heldBytes == 0 && change != 0)) {
                bytes.addAndGet(change);
                reported = heldBytes;
            }
        }

        /** Whether all together hold more than they should. */
        boolean isScarce() {
            return bytes.get() > maxBytes;
        }

        /**
         * Whether this connection may read more: if bytes are scarce, only those may of which next to nothing is still to be taken.
         * What it has not read is no hindrance: only reading makes that less.
         */
        boolean allowsReading() {
            return untaken < FREE_BYTES || !isScarce();
        }

        /** The connection's fd is closed: somebody else may come. Idempotent. */
        void disconnect() {
            if (connected) {
                connected = false;
                connections.decrementAndGet();
                reportEnd();
            }
        }

        /** It is gone. Idempotent. */
        void close() {
            disconnect();
            hold(0, 0);
            if (!closed) {
                closed = true;
                shares.decrementAndGet();
                reportEnd();
            }
        }
    }
}
