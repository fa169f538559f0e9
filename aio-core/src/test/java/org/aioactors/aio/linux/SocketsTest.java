// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(FdLeakExtension.class)
class SocketsTest {
    private static final int BACKLOG = 16;

    private final Syscalls syscalls = Syscalls.linux();
    private final SockAddr peer = SockAddr.allocate();

    @AfterEach
    void close() {
        peer.close();
    }

    private static InetSocketAddress anyPort(String host) {
        return FdIo.address(host, 0);
    }

    private Fd listen(String host) {
        assumeThat(!host.contains(":") || hasIpv6()).as("this machine has IPv6").isTrue();
        return Sockets.listenTcp(syscalls, anyPort(host), BACKLOG);
    }

    private boolean hasIpv6() {
        try (Fd fd = Sockets.listenTcp(syscalls, anyPort("::1"), 1)) {
            return fd.isOpen();
        } catch (SyscallException e) {
            assertThat(e.errno()).isIn(Errno.EAFNOSUPPORT, Errno.EADDRNOTAVAIL);
            return false;
        }
    }

    private Fd accept(Fd listener) {
        FdIo.await(listener.value(), PollFds.POLLIN);
        return Fd.adopt(
                syscalls, SyscallException.check(Sockets.accept(syscalls, listener, peer), "accept4"), "accepted");
    }

    private Fd connect(InetSocketAddress address) {
        Fd fd = Sockets.connectTcp(syscalls, address);
        FdIo.await(fd.value(), PollFds.POLLOUT);
        return fd;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void carriesBytesBothWays(String host) {
        try (Fd listener = listen(host);
                Fd client = connect(Sockets.localAddress(syscalls, listener));
                Fd server = accept(listener)) {
            assertThat(Sockets.pendingError(syscalls, client)).isZero();
            assertThat(peer.toInetSocketAddress()).isEqualTo(Sockets.localAddress(syscalls, client));
            assertThat(Sockets.peerAddress(syscalls, server)).isEqualTo(Sockets.localAddress(syscalls, client));
            assertThat(Sockets.peerAddress(syscalls, client)).isEqualTo(Sockets.localAddress(syscalls, listener));
            FdIo.writeText(client.value(), "question");
            assertThat(FdIo.readText(server.value(), 100)).isEqualTo("question");
            FdIo.writeText(server.value(), "answer");
            assertThat(FdIo.readText(client.value(), 100)).isEqualTo("answer");
        }
    }

    @Test
    void theIpv6WildcardListensToIpv4Too() {
        try (Fd listener = listen("::")) {
            int port = Sockets.localAddress(syscalls, listener).getPort();
            try (Fd client = connect(FdIo.address("127.0.0.1", port));
                    Fd server = accept(listener)) {
                assertThat(peer.toInetSocketAddress()).isEqualTo(Sockets.localAddress(syscalls, client));
                assertThat(Sockets.localAddress(syscalls, server)).isEqualTo(FdIo.address("127.0.0.1", port));
            }
        }
    }

    @Test
    void theIpv4WildcardListensToIpv6TooAsTheJdksDoes() {
        assumeThat(hasIpv6()).as("this machine has IPv6").isTrue();
        try (Fd listener = Sockets.listenTcp(syscalls, new InetSocketAddress(0), BACKLOG)) {
            int port = Sockets.localAddress(syscalls, listener).getPort();
            for (String host : new String[] {"127.0.0.1", "::1"}) {
                try (Fd client = connect(FdIo.address(host, port));
                        Fd server = accept(listener)) {
                    assertThat(server.isOpen()).isTrue();
                    assertThat(peer.toInetSocketAddress()).isEqualTo(Sockets.localAddress(syscalls, client));
                }
            }
        }
    }

    @Test
    void withoutIpv6TheIpv4WildcardIsThat() {
        for (String failing : new String[] {"socket", "bind"}) {
            int errno = failing.equals("socket") ? Errno.EAFNOSUPPORT : Errno.EADDRNOTAVAIL;
            FaultySyscalls noIpv6 = new FaultySyscalls(syscalls).fail(failing, 1, errno);
            try (Fd listener = Sockets.listenTcp(noIpv6, new InetSocketAddress(0), BACKLOG)) {
                int port = Sockets.localAddress(syscalls, listener).getPort();
                assertThat(Sockets.localAddress(syscalls, listener)).isEqualTo(FdIo.address("0.0.0.0", port));
            }
        }
    }

    @Test
    void connectsFromAnAddress() {
        try (Fd listener = listen("127.0.0.1");
                Fd client = Sockets.connectTcp(
                        syscalls,
                        Sockets.localAddress(syscalls, listener),
                        FdIo.address("127.0.0.9", 0),
                        fd -> Sockets.setNoDelay(syscalls, fd, true))) {
            FdIo.await(client.value(), PollFds.POLLOUT);
            try (Fd server = accept(listener)) {
                assertThat(Sockets.peerAddress(syscalls, server).getAddress())
                        .isEqualTo(FdIo.address("127.0.0.9", 0).getAddress());
                assertThat(syscalls.getsockopt(client.value(), Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void sendsPartOfAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("grüße"), "not this, but this, not this");
        try (Fd listener = listen("127.0.0.1");
                Fd client = connect(Sockets.localAddress(syscalls, listener));
                Fd server = accept(listener);
                Fd opened = FileIo.open(syscalls, file.toString(), Fcntl.O_RDONLY, 0)) {
            assertThat(syscalls.fcntl(opened.value(), Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);
            assertThat(syscalls.sendfile(client.value(), opened.value(), 10, 8)).isEqualTo(8);
            assertThat(FdIo.readText(server.value(), 100)).isEqualTo("but this");
            assertThat(syscalls.sendfile(client.value(), opened.value(), 100, 8))
                    .isZero();
        }
    }

    @Test
    void otherIpv6AddressesListenToIpv6Only() {
        try (Fd listener = listen("::1")) {
            assertThat(syscalls.getsockopt(listener.value(), Sockets.IPPROTO_IPV6, Sockets.IPV6_V6ONLY))
                    .isEqualTo(1);
        }
    }

    @Test
    void socketsAreNonBlockingAndCloseOnExec() {
        try (Fd listener = listen("127.0.0.1");
                Fd client = connect(Sockets.localAddress(syscalls, listener));
                Fd server = accept(listener)) {
            for (Fd fd : new Fd[] {listener, client, server}) {
                assertThat(syscalls.fcntl(fd.value(), Fcntl.F_GETFL, 0) & Fcntl.O_NONBLOCK)
                        .isNotZero();
                assertThat(syscalls.fcntl(fd.value(), Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);
            }
            assertThat(Sockets.accept(syscalls, listener, peer)).isEqualTo(-Errno.EAGAIN);
        }
    }

    @Test
    void anAddressInUseIsNamed() {
        try (Fd listener = listen("127.0.0.1")) {
            InetSocketAddress taken = Sockets.localAddress(syscalls, listener);
            assertThatThrownBy(() -> Sockets.listenTcp(syscalls, taken, BACKLOG))
                    .isInstanceOf(SyscallException.class)
                    .hasMessage("bind(127.0.0.1:" + taken.getPort() + "): EADDRINUSE (Address already in use)");
        }
    }

    @Test
    void aRefusedConnectionIsAPendingError() {
        InetSocketAddress nobody;
        try (Fd listener = listen("127.0.0.1")) {
            nobody = Sockets.localAddress(syscalls, listener);
        }
        try (Fd client = connect(nobody)) {
            assertThat(Sockets.pendingError(syscalls, client)).isEqualTo(Errno.ECONNREFUSED);
            assertThat(Sockets.pendingError(syscalls, client))
                    .as("reading it clears it")
                    .isZero();
        }
    }

    @Test
    void abortResetsTheConnection() {
        try (Fd listener = listen("127.0.0.1");
                Fd server = connect(Sockets.localAddress(syscalls, listener))) {
            Fd client = accept(listener);
            Sockets.abort(syscalls, client);
            Sockets.abort(syscalls, client);
            assertThat(client.isOpen()).isFalse();
            assertThat(FdIo.await(server.value(), PollFds.POLLIN) & PollFds.POLLERR)
                    .isNotZero();
            assertThat(FdIo.readLong(server.value())).isEqualTo(-Errno.ECONNRESET);
            assertThat(Sockets.shutdownOutput(syscalls, server))
                    .as("the connection is gone")
                    .isFalse();
        }
    }

    @Test
    void shutdownOutputEndsTheStreamAndLeavesTheOtherDirection() {
        try (Fd listener = listen("127.0.0.1");
                Fd client = connect(Sockets.localAddress(syscalls, listener));
                Fd server = accept(listener)) {
            FdIo.writeText(client.value(), "last words");
            assertThat(Sockets.shutdownOutput(syscalls, client)).isTrue();
            assertThat(FdIo.readText(server.value(), 100)).isEqualTo("last words");
            assertThat(FdIo.readText(server.value(), 100)).as("the end").isEmpty();
            FdIo.writeText(server.value(), "heard");
            assertThat(FdIo.readText(client.value(), 100)).isEqualTo("heard");
        }
    }

    @Test
    void noDelayIsSetAndCleared() {
        try (Fd listener = listen("127.0.0.1");
                Fd client = connect(Sockets.localAddress(syscalls, listener))) {
            Sockets.setNoDelay(syscalls, client, true);
            assertThat(syscalls.getsockopt(client.value(), Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY))
                    .isEqualTo(1);
            Sockets.setNoDelay(syscalls, client, false);
            assertThat(syscalls.getsockopt(client.value(), Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY))
                    .isZero();
        }
    }

    @Test
    void unresolvedAddressesAreRefusedBeforeAnythingIsOpened() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("example.invalid", 80);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sockets.listenTcp(syscalls, unresolved, BACKLOG))
                .withMessageStartingWith("unresolved address example.invalid:80");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sockets.connectTcp(syscalls, unresolved))
                .withMessageStartingWith("unresolved address example.invalid:80");
    }

    @Test
    void formatsAddressesAsTheyAreWritten() {
        assertThat(Sockets.format(FdIo.address("127.0.0.1", 9000))).isEqualTo("127.0.0.1:9000");
        assertThat(Sockets.format(FdIo.address("::1", 9000))).isEqualTo("[0:0:0:0:0:0:0:1]:9000");
        assertThat(Sockets.format(InetSocketAddress.createUnresolved("host", 1)))
                .isEqualTo("host:1");
    }
}
