// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.aioactors.aio.linux.Sockets;

/**
 * What the UDP sockets of an actor system have done so far. The figures are read one after the other, so they may be a few
 * datagrams apart.
 *
 * @param bound each socket that was opened by {@link Udp.Bind}, while it is open, in the order in which they were opened; several may
 *     share an address
 * @param connected all that were opened by {@link Udp.Connect} together, those included that are closed
 * @param loops all sockets of each loop of {@code aio.net.dispatcher}, by its number, those included that are closed; loops that
 *     have had none are left out
 */
public record UdpMetrics(List<Socket> bound, Group connected, Map<Integer, Group> loops) {
    /** Copies what it is given. */
    public UdpMetrics {
        bound = List.copyOf(bound);
        loops = Map.copyOf(loops);
    }

    /**
     * A socket.
     *
     * @param localAddress that it is bound to
     */
    public record Socket(InetSocketAddress localAddress, Group figures) {
        /** The address as in {@code 127.0.0.1:9000}. */
        public String name() {
            return Sockets.format(localAddress);
        }
    }

    /**
     * Some sockets, or one.
     *
     * @param sockets how many of them are open now
     * @param receivedDatagrams told by {@link Udp.Received} or {@link Udp.Truncated}
     * @param receivedBytes told with them
     * @param sentDatagrams taken by the kernel
     * @param sentBytes taken with them
     * @param dropped told by {@link Udp.Dropped}: had come, and found no room
     * @param truncated told by {@link Udp.Truncated}
     * @param refused answered by {@link Udp.CommandFailed} in place of being sent
     */
    public record Group(
            int sockets,
            long receivedDatagrams,
            long receivedBytes,
            long sentDatagrams,
            long sentBytes,
            long dropped,
            long truncated,
            long refused) {
        static Group of(int sockets, Collection<UdpCounters> counters) {
            long[] sums = new long[7];
            for (UdpCounters each : counters) {
                sums[0] += each.receivedDatagrams.get();
                sums[1] += each.receivedBytes.get();
                sums[2] += each.sentDatagrams.get();
                sums[3] += each.sentBytes.get();
                sums[4] += each.dropped.get();
                sums[5] += each.truncated.get();
                sums[6] += each.refused.get();
            }
            return new Group(sockets, sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6]);
        }
    }
}
