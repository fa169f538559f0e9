// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.UdpSockets;
import org.aioactors.net.SocketOption;

/**
 * Opens sockets as their options have it.
 *
 * @param fd the socket
 * @param localAddress what it is bound to
 * @param shape what kind of socket has come of it
 */
record UdpOpening(Fd fd, InetSocketAddress localAddress, SocketShape shape) {
    /** Throws {@link SyscallException} if it can't be opened, and {@link IllegalArgumentException} if it can't be as is wished. */
    static UdpOpening open(UdpSettings settings, Udp.Command command) {
        Fd fd = openFd(settings, command);
        try {
            InetSocketAddress localAddress = Sockets.localAddress(settings.syscalls(), fd);
            return new UdpOpening(fd, localAddress, shape(settings, command, fd, UdpSockets.domain(localAddress)));
        } catch (RuntimeException | Error failure) {
            fd.closeAfter(failure);
            throw failure;
        }
    }

    private static Fd openFd(UdpSettings settings, Udp.Command command) {
        UdpOptions options = command.options();
        if (options.maxDatagramBytes() > settings.maxDatagramBytes()) {
            throw new IllegalArgumentException("maxDatagramBytes is " + options.maxDatagramBytes()
                    + ", aio.net.udp.max-datagram is only " + settings.maxDatagramBytes());
        }
        if (wantsOffload(settings, options) && settings.maxDatagramBytes() < UdpSettings.MOST_DATAGRAM_BYTES) {
            throw new IllegalArgumentException("with receive offload runs of datagrams come as one: set"
                    + " aio.net.udp.max-datagram to 64 KiB, or leave receive offload off");
        }
        if (command instanceof Udp.Connect connect) {
            return UdpSockets.connect(
                    settings.syscalls(),
                    connect.remoteAddress(),
                    connect.localAddress(),
                    fd -> configure(settings.syscalls(), fd, options));
        }
        Udp.Bind bind = (Udp.Bind) command;
        return UdpSockets.bind(
                settings.syscalls(), bind.localAddress(), fd -> configure(settings.syscalls(), fd, options));
    }

    private static boolean wantsOffload(UdpSettings settings, UdpOptions options) {
        return Objects.requireNonNullElse(options.receiveOffload(), settings.receiveOffload());
    }

    private static void configure(Syscalls syscalls, Fd fd, UdpOptions options) {
        new SocketOption("SO_RXQ_OVFL", Sockets.SOL_SOCKET, UdpSockets.SO_RXQ_OVFL, 1).set(syscalls, fd);
        for (SocketOption option : options.socketOptions()) {
            option.set(syscalls, fd);
        }
        if (options.packetInfo()) {
            tellPacketInfo(syscalls, fd);
        }
    }

    /** A socket of IPv6 tells it of IPv4 as well; one of IPv4 does not know that option. */
    private static void tellPacketInfo(Syscalls syscalls, Fd fd) {
        int result = syscalls.setsockopt(fd.value(), Sockets.IPPROTO_IPV6, UdpSockets.IPV6_RECVPKTINFO, 1);
        if (result == -Errno.ENOPROTOOPT) {
            result = syscalls.setsockopt(fd.value(), Sockets.IPPROTO_IP, UdpSockets.IP_PKTINFO, 1);
        }
        SyscallException.check(result, "setsockopt(IP_PKTINFO)", fd.value());
    }

    /** Turns on what the kernel has and the options want. */
    private static SocketShape shape(UdpSettings settings, Udp.Command command, Fd fd, int domain) {
        UdpOptions options = command.options();
        Syscalls syscalls = settings.syscalls();
        boolean segmentation = Objects.requireNonNullElse(options.segmentation(), settings.segmentation())
                && syscalls.getsockopt(fd.value(), UdpSockets.IPPROTO_UDP, UdpSockets.UDP_SEGMENT) >= 0;
        boolean offload = wantsOffload(settings, options)
                && syscalls.setsockopt(fd.value(), UdpSockets.IPPROTO_UDP, UdpSockets.UDP_GRO, 1) >= 0;
        int most = options.maxDatagramBytes() > 0 ? options.maxDatagramBytes() : settings.maxDatagramBytes();
        return new SocketShape(
                domain,
                command instanceof Udp.Connect,
                segmentation,
                offload,
                offload ? settings.maxDatagramBytes() : most);
    }
}
