// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * UDP over IPv4 and IPv6, see {@code udp(7)}, {@code ip(7)} and {@code ipv6(7)}.
 *
 * <p>All sockets are non-blocking and are closed when the process executes another program. Methods may be called by any
 * thread, one at a time for a given socket, and do not block. Failures are {@link SyscallException}s that name the operation
 * and the address or descriptor.
 */
public final class UdpSockets {
    /** Level of the {@code UDP_} options. */
    public static final int IPPROTO_UDP = 17;
    /** Option, and type of a control message with 16 bits: how long the datagrams are into which one send is cut. */
    public static final int UDP_SEGMENT = 103;
    /**
     * Option: datagrams of one sender that came together are received as one; and type of a control message with an int, how
     * long each of them is.
     */
    public static final int UDP_GRO = 104;

    /** Option: allows sending to broadcast addresses. */
    public static final int SO_BROADCAST = 6;
    /**
     * Option, and type of a control message with 32 bits: how many datagrams the socket has dropped so far for lack of room in
     * its buffer.
     */
    public static final int SO_RXQ_OVFL = 40;
    /** Option: what memory the socket uses, and how many datagrams it has dropped. */
    public static final int SO_MEMINFO = 55;

    /** Option: through how many routers a packet of IPv4 may go. */
    public static final int IP_TTL = 2;
    /** Option, and type of a control message: the address to which a packet of IPv4 was sent, and the interface it came by. */
    public static final int IP_PKTINFO = 8;
    /** Option: {@link #IP_TTL} of multicast packets; 1 by default. */
    public static final int IP_MULTICAST_TTL = 33;
    /** Option: whether multicast packets come back to this machine; on by default. */
    public static final int IP_MULTICAST_LOOP = 34;
    /** Option of IPv4 and IPv6: join a multicast group. */
    public static final int MCAST_JOIN_GROUP = 42;
    /** Option of IPv4 and IPv6: leave a multicast group. */
    public static final int MCAST_LEAVE_GROUP = 45;

    /** Option: through how many routers a packet of IPv6 may go. */
    public static final int IPV6_UNICAST_HOPS = 16;
    /** Option: {@link #IPV6_UNICAST_HOPS} of multicast packets; 1 by default. */
    public static final int IPV6_MULTICAST_HOPS = 18;
    /** Option: whether multicast packets come back to this machine; on by default. */
    public static final int IPV6_MULTICAST_LOOP = 19;
    /** Option: has {@link #IPV6_PKTINFO} told. */
    public static final int IPV6_RECVPKTINFO = 49;
    /** Type of a control message: the address to which a packet of IPv6 was sent, and the interface it came by. */
    public static final int IPV6_PKTINFO = 50;

    /*
     * struct group_req {
     *     uint32_t                gr_interface;
     *     struct sockaddr_storage gr_group;       // begins at a multiple of 8
     * };
     */
    static final int SIZE_GROUP_REQ = 136;
    static final int OFFSET_GR_GROUP = 8;

    /** What {@link #SO_MEMINFO} tells are {@code uint32_t}s, of which this is the last one ({@code sock_diag(7)}). */
    static final int SK_MEMINFO_DROPS = 8;

    private UdpSockets() {}

    /**
     * Opens a socket that receives. The wildcards {@code ::} and {@code 0.0.0.0} receive IPv6 and IPv4, as with {@link
     * Sockets#listenTcp}; any other address its own kind only.
     *
     * @param address where to receive; port 0 lets the kernel choose, {@link Sockets#localAddress} tells
     * @param configure sets options before the socket is bound
     * @throws IllegalArgumentException if the address is unresolved
     * @throws SyscallException such as {@code bind(127.0.0.1:9000): EADDRINUSE (Address already in use)}
     */
    public static Fd bind(Syscalls syscalls, InetSocketAddress address, Consumer<Fd> configure) {
        return Sockets.atWildcardOr(address, actual -> bindAt(syscalls, actual, configure));
    }

    private static Fd bindAt(Syscalls syscalls, InetSocketAddress address, Consumer<Fd> configure) {
        Fd fd = open(syscalls, address, "udp socket ");
        try {
            Sockets.restrictToOwnKind(syscalls, fd, address);
            configure.accept(fd);
            Sockets.bind(syscalls, fd, address);
            return fd;
        } catch (RuntimeException | Error failure) {
            fd.closeAfter(failure);
            throw failure;
        }
    }

    /**
     * Opens a socket that sends to one peer, receives from no other, and is told by the peer's machine if nobody receives there
     * ({@code ECONNREFUSED}, of a later call).
     *
     * @param localAddress where from, of the same kind as {@code address}; null lets the kernel choose
     * @param configure sets options before the socket is bound and connected
     * @throws IllegalArgumentException if an address is unresolved
     * @throws SyscallException such as {@code connect(10.0.0.1:9000): ENETUNREACH (Network is unreachable)}
     */
    public static Fd connect(
            Syscalls syscalls,
            InetSocketAddress address,
            @Nullable InetSocketAddress localAddress,
            Consumer<Fd> configure) {
        Fd fd = open(syscalls, address, "udp socket to ");
        try (SockAddr sockAddr = SockAddr.allocate()) {
            configure.accept(fd);
            if (localAddress != null) {
                Sockets.bind(syscalls, fd, localAddress);
            }
            sockAddr.set(address);
            Sockets.checkAddress(syscalls.connect(fd.value(), sockAddr), "connect", address);
            return fd;
        } catch (RuntimeException | Error failure) {
            fd.closeAfter(failure);
            throw failure;
        }
    }

    private static Fd open(Syscalls syscalls, InetSocketAddress address, String what) {
        return Sockets.open(syscalls, address, Sockets.SOCK_DGRAM, IPPROTO_UDP, what);
    }

    /**
     * Joins a multicast group or leaves it.
     *
     * @param interfaceIndex of the interface by which the group is reached; 0 lets the kernel choose
     * @throws SyscallException such as {@code setsockopt(MCAST_JOIN_GROUP, fd=7): ENODEV (No such device)}
     */
    public static void setMembership(Syscalls syscalls, Fd fd, InetAddress group, int interfaceIndex, boolean member) {
        try (SockAddr sockAddr = SockAddr.allocate();
                NativeMemory request = NativeMemory.allocate(SIZE_GROUP_REQ)) {
            sockAddr.set(new InetSocketAddress(group, 0));
            ByteBuffer buffer = request.buffer();
            buffer.putInt(0, interfaceIndex).put(OFFSET_GR_GROUP, sockAddr.buffer(), 0, SockAddr.SIZE_SOCKADDR_STORAGE);
            int level = group instanceof Inet6Address ? Sockets.IPPROTO_IPV6 : Sockets.IPPROTO_IP;
            int number = fd.value();
            SyscallException.check(
                    syscalls.setsockopt(
                            number,
                            level,
                            member ? MCAST_JOIN_GROUP : MCAST_LEAVE_GROUP,
                            request.address(),
                            SIZE_GROUP_REQ),
                    member ? "setsockopt(MCAST_JOIN_GROUP)" : "setsockopt(MCAST_LEAVE_GROUP)",
                    number);
        }
    }

    /**
     * How many datagrams a socket has dropped so far, most for lack of room in its buffer; modulo 2^32. Linux 4.12.
     *
     * @return -1 if the kernel does not tell
     */
    public static long drops(Syscalls syscalls, Fd fd) {
        int bytes = (SK_MEMINFO_DROPS + 1) * Integer.BYTES;
        try (NativeMemory memory = NativeMemory.allocate(bytes)) {
            int length = syscalls.getsockopt(fd.value(), Sockets.SOL_SOCKET, SO_MEMINFO, memory.address(), bytes);
            return length < bytes
                    ? -1
                    : Integer.toUnsignedLong(memory.buffer().getInt(SK_MEMINFO_DROPS * Integer.BYTES));
        }
    }

    /** Whether a socket that is bound to an address is for IPv4 alone: {@link Sockets#AF_INET} or {@link Sockets#AF_INET6}. */
    public static int domain(InetSocketAddress localAddress) {
        return localAddress.getAddress() instanceof Inet4Address ? Sockets.AF_INET : Sockets.AF_INET6;
    }
}
