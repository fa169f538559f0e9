// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What the connections of an actor system have done so far, and hold now. The figures are read one after the other, so they
 * may be a few events apart.
 *
 * @param listeners each listener, until its last connection has ended; several may share an address
 * @param outgoing all connections that were asked for by {@link Tcp.Connect}
 * @param loops what the loops of {@code aio.net.dispatcher} have sent, by the number of the loop; those with a connection so far
 */
public record TcpMetrics(List<Listener> listeners, Group outgoing, Map<Integer, Loop> loops) {
    /** Copies what it is given. */
    public TcpMetrics {
        listeners = List.copyOf(listeners);
        loops = Map.copyOf(loops);
    }

    /**
     * A listener.
     *
     * @param localAddress that it is bound to: an {@link java.net.InetSocketAddress}, or the {@link
     *     org.aioactors.aio.linux.UnixAddress} of a Unix socket
     * @param connections those it has accepted
     */
    public record Listener(SocketAddress localAddress, Group connections) {}

    /**
     * The connections of a listener, or the outgoing ones.
     *
     * @param connections whose sockets are open now
     * @param heldBytes what all of these hold: received and not yet handled, written and not yet sent, to some 16 KiB for each
     * @param total how many were told by {@link Tcp.Connected}, those included that have ended
     * @param receivedBytes told to handlers
     * @param sentBytes taken by the kernel; with TLS, what it made of them
     * @param refusedWrites answered by {@link Tcp.CommandFailed}
     */
    public record Group(
            int connections, long heldBytes, long total, long receivedBytes, long sentBytes, long refusedWrites) {
        static final Group EMPTY = new Group(0, 0, 0, 0, 0, 0);

        static Group of(int connections, long heldBytes, Collection<TcpCounters> counters) {
            long total = 0;
            long received = 0;
            long sent = 0;
            long refused = 0;
            for (TcpCounters each : counters) {
                total += each.connections.get();
                received += each.receivedBytes.get();
                sent += each.sentBytes.get();
                refused += each.refusedWrites.get();
            }
            return new Group(connections, heldBytes, total, received, sent, refused);
        }
    }

    /**
     * A loop.
     *
     * @param flushes how many times the socket of a connection had its turn to send what was written to it; by io_uring
     *     also to begin to receive, or to stop
     * @param turnsWithFlushes in how many turns of the loop any had: few, with many flushes each, is what batching is for
     */
    public record Loop(long flushes, long turnsWithFlushes) {}
}
