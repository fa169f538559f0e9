// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.aioactors.aio.linux.ControlMessages;
import org.aioactors.aio.linux.MmsgHdrs;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SockAddrCache;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.UdpSockets;
import org.jspecify.annotations.Nullable;

/**
 * What one system call sends. Datagrams to the same peer are put together into a run, which the kernel cuts up again ({@code
 * UDP_SEGMENT}, {@code udp(7)}): all have the length of the first, but the last may be shorter. Those to one peer stay in order;
 * those to others don't. The memory serves all sockets of a loop, one after the other. Loop thread only.
 */
final class SendBatch implements AutoCloseable {
    /** As many as the kernel cuts one send into ({@code UDP_MAX_SEGMENTS}). */
    private static final int MOST_IN_RUN = 64;

    /** What a datagram of IPv6 may have. */
    private static final int MOST_RUN_BYTES = 65_487;

    private static final int MOST_DATAGRAMS = 1024;
    private static final int MEMORY_BYTES = 256 * 1024;
    private static final int CONTROL_BYTES = ControlMessages.space(20) + ControlMessages.space(Short.BYTES);
    private static final int NONE = -1;

    /** One message of the call. */
    private static final class Run {
        SockAddrCache.@Nullable Entry peer;

        @Nullable PacketInfo from;

        int segmentBytes;
        int bytes;
        int count;
        int first;
        int last;

        /** Nothing may follow. */
        boolean closed;
    }

    private final MmsgHdrs messages;
    private final NativeMemory memory = NativeMemory.allocate(MEMORY_BYTES);
    private final ByteBuffer buffer = memory.buffer();
    private final Run[] runs;

    /** Of each datagram, which one follows in its run. */
    private final int[] next = new int[MOST_DATAGRAMS];

    /** By the peer's index: its last run, if that is of the present filling. */
    private final int[] lastRun;

    private final int[] filledIn;
    private int filling;
    private int runCount;

    /**
     * A batch without datagrams.
     *
     * @param count of runs
     * @param peers the capacity of the caches
     */
    SendBatch(int count, int peers) {
        messages = MmsgHdrs.allocate(count, CONTROL_BYTES);
        runs = new Run[count];
        Arrays.setAll(runs, i -> new Run());
        lastRun = new int[peers + 1];
        filledIn = new int[peers + 1];
    }

    /**
     * Takes in as much as there is room for, from the front of a queue, where it stays.
     *
     * @param peers of the socket
     * @param domain of the socket
     * @param longestSegment datagrams that are longer are not put together; 0 if none are
     * @return how many datagrams
     */
    int fill(SendQueue queue, SockAddrCache peers, int domain, int longestSegment) {
        filling++;
        runCount = 0;
        int bytes = 0;
        int taken = 0;
        int most = Math.min(queue.size(), MOST_DATAGRAMS);
        while (taken < most) {
            Udp.Send send = queue.get(taken);
            bytes += send.data().size();
            if (bytes > MEMORY_BYTES || !place(send, taken, peers, longestSegment)) {
                break;
            }
            taken++;
        }
        write(queue, domain);
        return taken;
    }

    /** Returns whether there was room. */
    private boolean place(Udp.Send send, int index, SockAddrCache peers, int longestSegment) {
        InetSocketAddress target = send.target();
        SockAddrCache.Entry peer = target == null ? null : peers.of(target);
        int peerIndex = peer == null ? peers.capacity() : peer.index();
        int size = send.data().size();
        if (filledIn[peerIndex] == filling) {
            Run run = runs[lastRun[peerIndex]];
            if (mayJoin(run, peer, send, size)) {
                next[run.last] = index;
                next[index] = NONE;
                run.last = index;
                run.bytes += size;
                run.count++;
                run.closed = size < run.segmentBytes || run.count == MOST_IN_RUN;
                return true;
            }
        }
        if (runCount == runs.length) {
            return false;
        }
        filledIn[peerIndex] = filling;
        lastRun[peerIndex] = runCount;
        begin(runs[runCount++], peer, send, size, index);
        runs[runCount - 1].closed = size == 0 || size > longestSegment;
        return true;
    }

    @SuppressWarnings(
            "ReferenceEquality") // an entry is one; an equal one has taken its place since, and comes behind it
    private static boolean mayJoin(Run run, SockAddrCache.@Nullable Entry peer, Udp.Send send, int size) {
        return !run.closed
                && run.peer == peer
                && size > 0
                && size <= run.segmentBytes
                && run.bytes + size <= MOST_RUN_BYTES
                && (run.from == send.from() || (run.from != null && run.from.equals(send.from())));
    }

    private void begin(Run run, SockAddrCache.@Nullable Entry peer, Udp.Send send, int size, int index) {
        run.peer = peer;
        run.from = send.from();
        run.segmentBytes = size;
        run.bytes = size;
        run.count = 1;
        run.first = index;
        run.last = index;
        next[index] = NONE;
    }

    private void write(SendQueue queue, int domain) {
        buffer.clear();
        for (int i = 0; i < runCount; i++) {
            Run run = runs[i];
            int start = buffer.position();
            for (int index = run.first; index != NONE; index = next[index]) {
                queue.get(index).data().copyToBuffer(buffer);
            }
            MmsgHdrs.Message message = messages.get(i);
            message.bytes(memory.address() + start, run.bytes);
            message.prepareToSend(run.peer);
            if (run.from != null) {
                writeFrom(message.control(), run.from, isIpv4(run.peer), domain);
            }
            if (run.count > 1) {
                ControlMessages control = message.control();
                int at = control.add(UdpSockets.IPPROTO_UDP, UdpSockets.UDP_SEGMENT, Short.BYTES);
                control.buffer().putShort(control.data(at), (short) run.segmentBytes);
            }
        }
    }

    private static boolean isIpv4(SockAddrCache.@Nullable Entry peer) {
        return peer != null && peer.address().getAddress() instanceof Inet4Address;
    }

    /*
     * struct in_pktinfo {                  struct in6_pktinfo {
     *     int            ipi_ifindex;          struct in6_addr ipi6_addr;
     *     struct in_addr ipi_spec_dst;         unsigned int    ipi6_ifindex;
     *     struct in_addr ipi_addr;         };
     * };
     */
    private static void writeFrom(ControlMessages control, PacketInfo from, boolean toIpv4, int domain) {
        InetAddress local = from.local();
        byte[] address = local == null ? new byte[0] : local.getAddress();
        ByteBuffer buffer = control.buffer();
        if (domain == Sockets.AF_INET) {
            int data = control.data(control.add(Sockets.IPPROTO_IP, UdpSockets.IP_PKTINFO, 12));
            buffer.putInt(data, from.interfaceIndex()).putLong(data + 4, 0);
            buffer.put(data + 4, address);
            return;
        }
        int data = control.data(control.add(Sockets.IPPROTO_IPV6, UdpSockets.IPV6_PKTINFO, 20));
        buffer.putLong(data, 0).putLong(data + 8, 0).putInt(data + 16, from.interfaceIndex());
        if (toIpv4) {
            buffer.putShort(data + 10, (short) -1).put(data + 12, address); // mapped: RFC 4291, 2.5.5.2
        } else {
            buffer.put(data, address);
        }
    }

    /** How many runs there are. */
    int runCount() {
        return runCount;
    }

    /** The address of a run's message, behind which are those of the next ones. */
    long address(int run) {
        return messages.address(run);
    }

    /** How many datagrams a run has. */
    int datagrams(int run) {
        return runs[run].count;
    }

    /** How many bytes these have together. */
    int bytes(int run) {
        return runs[run].bytes;
    }

    /** How long those are, but the last. */
    int segmentBytes(int run) {
        return runs[run].segmentBytes;
    }

    /** The first datagram of a run: its place in the queue. */
    int first(int run) {
        return runs[run].first;
    }

    /** The one behind it, or a negative number. */
    int next(int datagram) {
        return next[datagram];
    }

    @Override
    public void close() {
        messages.close();
        memory.close();
    }
}
