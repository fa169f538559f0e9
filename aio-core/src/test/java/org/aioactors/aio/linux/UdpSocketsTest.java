// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sockets of UDP are opened, and closed again when that fails. */
@ExtendWith(FdLeakExtension.class)
class UdpSocketsTest {
    private static final InetSocketAddress ANY_PORT = FdIo.address("127.0.0.1", 0);

    private final Syscalls linux = Syscalls.linux();

    @Test
    void aConnectedSocketHearsThatNobodyIsThere() {
        InetSocketAddress nobody;
        try (Fd gone = UdpSockets.bind(linux, ANY_PORT, fd -> {})) {
            nobody = Sockets.localAddress(linux, gone);
        }
        try (Fd fd = UdpSockets.connect(linux, nobody, null, any -> {})) {
            assertThat(Sockets.peerAddress(linux, fd)).isEqualTo(nobody);
            FdIo.writeText(fd.value(), "anybody?");
            FdIo.await(fd.value(), PollFds.POLLIN);
            assertThat(Sockets.pendingError(linux, fd)).isEqualTo(Errno.ECONNREFUSED);
        }
    }

    @Test
    void dropsAreCounted() {
        try (Fd receiver = UdpSockets.bind(
                        linux,
                        ANY_PORT,
                        fd -> linux.setsockopt(fd.value(), Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, 4096));
                Fd sender = UdpSockets.connect(linux, Sockets.localAddress(linux, receiver), null, fd -> {})) {
            assertThat(UdpSockets.drops(linux, receiver)).isZero();
            for (int i = 0; i < 100; i++) {
                FdIo.writeText(sender.value(), "x".repeat(100));
            }
            assertThat(UdpSockets.drops(linux, receiver)).isBetween(50L, 100L);
            FaultySyscalls faulty = new FaultySyscalls(linux).fail("getsockopt", 1, Errno.ENOPROTOOPT);
            assertThat(UdpSockets.drops(faulty, receiver)).isEqualTo(-1);
        }
    }

    @Test
    void aGroupThatCantBeJoinedIsTold() {
        InetAddress group = FdIo.address("239.255.17.1", 0).getAddress();
        try (Fd fd = UdpSockets.bind(linux, ANY_PORT, any -> {})) {
            assertThatThrownBy(() -> UdpSockets.setMembership(linux, fd, group, 1_000_000, true))
                    .hasMessage("setsockopt(MCAST_JOIN_GROUP, fd=" + fd.value() + "): ENODEV (No such device)");
        }
    }

    @Test
    void whatFailsLeavesNothingOpen() {
        for (String call : new String[] {"socket", "bind", "connect"}) {
            FaultySyscalls faulty = new FaultySyscalls(linux).fail(call, 1, Errno.EACCES);
            assertThatThrownBy(() -> UdpSockets.connect(faulty, FdIo.address("127.0.0.1", 9), ANY_PORT, fd -> {}))
                    .hasMessageStartingWith(call + "(")
                    .hasMessageContaining("EACCES");
        }
        assertThatThrownBy(() -> UdpSockets.bind(linux, ANY_PORT, fd -> {
                    throw new IllegalStateException("planned");
                }))
                .hasMessage("planned");
    }
}
