// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.UdpSockets;

/**
 * A socket option with its value, such as {@link TcpSO} makes.
 *
 * @param name what the manual calls it, for messages
 * @param level such as {@code SOL_SOCKET}
 * @param number of the option in its level
 * @param value in the option's own unit
 */
public record SocketOption(String name, int level, int number, int value) {
    private static final int NONE = -1;

    private static final SocketOption NO_DELAY = TcpSO.tcpNoDelay(true);

    /** Sets the defaults of ours, then these, in their order. */
    static void setAll(Syscalls syscalls, Fd fd, List<SocketOption> options) {
        NO_DELAY.set(syscalls, fd);
        setOnly(syscalls, fd, options);
    }

    /** Sets these. */
    static void setOnly(Syscalls syscalls, Fd fd, List<SocketOption> options) {
        for (SocketOption option : options) {
            option.set(syscalls, fd);
        }
    }

    /**
     * Sets it.
     *
     * @throws SyscallException if the kernel refuses
     */
    public void set(Syscalls syscalls, Fd fd) {
        if (level == Sockets.SOL_SOCKET && number == Sockets.SO_LINGER) {
            check(syscalls.setLinger(fd.value(), value >= 0, Math.max(0, value)), fd);
            return;
        }
        int numberInIpv6 = level == Sockets.IPPROTO_IP ? numberInIpv6() : NONE;
        if (numberInIpv6 != NONE) {
            // the same field has another name in IPv6; a socket for IPv4 does not know that one
            int result = syscalls.setsockopt(fd.value(), Sockets.IPPROTO_IPV6, numberInIpv6, value);
            if (result != -Errno.ENOPROTOOPT) {
                check(result, fd);
            }
        }
        check(syscalls.setsockopt(fd.value(), level, number, value), fd);
    }

    private int numberInIpv6() {
        return switch (number) {
            case Sockets.IP_TOS -> Sockets.IPV6_TCLASS;
            case UdpSockets.IP_TTL -> UdpSockets.IPV6_UNICAST_HOPS;
            case UdpSockets.IP_MULTICAST_TTL -> UdpSockets.IPV6_MULTICAST_HOPS;
            case UdpSockets.IP_MULTICAST_LOOP -> UdpSockets.IPV6_MULTICAST_LOOP;
            default -> NONE;
        };
    }

    private void check(int result, Fd fd) {
        SyscallException.check(result, "setsockopt(" + name + ")", fd.value());
    }
}
