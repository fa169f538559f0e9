// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;

/**
 * A socket option with its value; {@link TcpSO} makes them.
 *
 * @param name what the manual calls it, for messages
 * @param level such as {@code SOL_SOCKET}
 * @param number of the option in its level
 * @param value in the option's own unit
 */
public record SocketOption(String name, int level, int number, int value) {
    private static final SocketOption NO_DELAY = TcpSO.tcpNoDelay(true);

    /** Sets the defaults of ours, then these, in their order. */
    static void setAll(Syscalls syscalls, Fd fd, List<SocketOption> options) {
        NO_DELAY.set(syscalls, fd);
        for (SocketOption option : options) {
            option.set(syscalls, fd);
        }
    }

    /** Throws {@link SyscallException} if the kernel refuses. */
    private void set(Syscalls syscalls, Fd fd) {
        if (level == Sockets.SOL_SOCKET && number == Sockets.SO_LINGER) {
            check(syscalls.setLinger(fd.value(), value >= 0, Math.max(0, value)), fd);
            return;
        }
        if (level == Sockets.IPPROTO_IP && number == Sockets.IP_TOS) {
            // the same field has another name in IPv6; a socket for IPv4 does not know that one
            int result = syscalls.setsockopt(fd.value(), Sockets.IPPROTO_IPV6, Sockets.IPV6_TCLASS, value);
            if (result != -Errno.ENOPROTOOPT) {
                check(result, fd);
            }
        }
        check(syscalls.setsockopt(fd.value(), level, number, value), fd);
    }

    private void check(int result, Fd fd) {
        SyscallException.check(result, "setsockopt(" + name + ")", fd.value());
    }
}
