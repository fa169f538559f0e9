// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.aioactors.aio.linux.ControlMessages;
import org.aioactors.aio.linux.MmsgHdrs;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.UdpSockets;
import org.jspecify.annotations.Nullable;

/** What the kernel says with a datagram: where it came in, of which parts it consists, how many were dropped. One thread. */
final class ReceivedControl {
    private static final long UINT_MASK = 0xffff_ffffL;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private boolean hasDrops;
    private long drops;
    private int partBytes;
    private @Nullable PacketInfo packetInfo;

    /** The last one that was made, and of which bytes: most are the same. */
    private @Nullable PacketInfo known;

    private long knownLow;
    private long knownHigh;
    private int knownInterface;

    /** Reads all that a message has. */
    void read(MmsgHdrs.Message message) {
        hasDrops = false;
        partBytes = 0;
        packetInfo = null;
        if (message.hasControl()) {
            ControlMessages control = message.control();
            for (int at = control.first(); at != ControlMessages.NONE; at = control.next(at)) {
                read(control, at);
            }
        }
    }

    private void read(ControlMessages control, int at) {
        ByteBuffer buffer = control.buffer();
        int data = control.data(at);
        int level = control.level(at);
        int type = control.type(at);
        if (level == Sockets.SOL_SOCKET && type == UdpSockets.SO_RXQ_OVFL) {
            hasDrops = true;
            drops = buffer.getInt(data) & UINT_MASK;
        } else if (level == UdpSockets.IPPROTO_UDP && type == UdpSockets.UDP_GRO) {
            partBytes = buffer.getInt(data);
        } else if (level == Sockets.IPPROTO_IP && type == UdpSockets.IP_PKTINFO) {
            packetInfo = ipv4(buffer, data);
        } else if (level == Sockets.IPPROTO_IPV6 && type == UdpSockets.IPV6_PKTINFO) {
            packetInfo = ipv6(buffer, data);
        }
    }

    /* struct in_pktinfo { int ipi_ifindex; struct in_addr ipi_spec_dst; struct in_addr ipi_addr; }; */
    private PacketInfo ipv4(ByteBuffer buffer, int data) {
        int index = buffer.getInt(data);
        long addresses = buffer.getLong(data + Integer.BYTES);
        if (known == null || knownInterface != index || knownLow != addresses) {
            InetAddress local = address(buffer, data + Integer.BYTES, IPV4_BYTES);
            InetAddress destination = address(buffer, data + 2 * Integer.BYTES, IPV4_BYTES);
            known = new PacketInfo(destination, local.isAnyLocalAddress() ? null : local, index);
            knownInterface = index;
            knownLow = addresses;
        }
        return known;
    }

    /* struct in6_pktinfo { struct in6_addr ipi6_addr; unsigned int ipi6_ifindex; }; */
    private PacketInfo ipv6(ByteBuffer buffer, int data) {
        long low = buffer.getLong(data);
        long high = buffer.getLong(data + Long.BYTES);
        int index = buffer.getInt(data + IPV6_BYTES);
        if (known == null || knownInterface != index || knownLow != low || knownHigh != high) {
            InetAddress destination = address(buffer, data, IPV6_BYTES);
            known = new PacketInfo(destination, destination.isMulticastAddress() ? null : destination, index);
            knownInterface = index;
            knownLow = low;
            knownHigh = high;
        }
        return known;
    }

    /** One that is mapped comes out as IPv4. */
    private static InetAddress address(ByteBuffer buffer, int at, int length) {
        byte[] bytes = new byte[length];
        buffer.get(at, bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of 4 or 16 bytes is always legal", e);
        }
    }

    boolean hasDrops() {
        return hasDrops;
    }

    /** How many were dropped so far, modulo 2^32. Only if there are. */
    long drops() {
        return drops;
    }

    /** How long the parts are, but the last; 0 if there are none. */
    int partBytes() {
        return partBytes;
    }

    /** Where it came in, if that was told. */
    @Nullable PacketInfo packetInfo() {
        return packetInfo;
    }
}
