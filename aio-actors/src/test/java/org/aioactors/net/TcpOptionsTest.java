// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import akka.actor.typed.DispatcherSelector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;

/** Socket options, as the kernel has them afterwards. */
class TcpOptionsTest extends TcpTest {
    private static final SocketOption[] ALL = {
        TcpSO.receiveBufferSize(50_000),
        TcpSO.sendBufferSize(60_000),
        TcpSO.keepAlive(true),
        TcpSO.keepAliveIdle(Duration.ofSeconds(77)),
        TcpSO.keepAliveInterval(Duration.ofSeconds(11)),
        TcpSO.keepAliveCount(3),
        TcpSO.trafficClass(0x10)
    };

    private final TestKernel kernel = new TestKernel();

    /** The fd of the last call of that kind. */
    private int fdOf(String call) {
        return kernel.calls().stream()
                .filter(made -> made.name().equals(call))
                .reduce((first, second) -> second)
                .orElseThrow()
                .fd();
    }

    private static int option(int fd, int level, int number) {
        return Syscalls.linux().getsockopt(fd, level, number);
    }

    private static void expectAll(int fd) {
        assertThat(option(fd, Sockets.SOL_SOCKET, Sockets.SO_RCVBUF)).isEqualTo(100_000); // doubled, socket(7)
        assertThat(option(fd, Sockets.SOL_SOCKET, Sockets.SO_SNDBUF)).isEqualTo(120_000);
        assertThat(option(fd, Sockets.SOL_SOCKET, Sockets.SO_KEEPALIVE)).isEqualTo(1);
        assertThat(option(fd, Sockets.IPPROTO_TCP, Sockets.TCP_KEEPIDLE)).isEqualTo(77);
        assertThat(option(fd, Sockets.IPPROTO_TCP, Sockets.TCP_KEEPINTVL)).isEqualTo(11);
        assertThat(option(fd, Sockets.IPPROTO_TCP, Sockets.TCP_KEEPCNT)).isEqualTo(3);
        assertThat(option(fd, Sockets.IPPROTO_IP, Sockets.IP_TOS)).isEqualTo(0x10);
        assertThat(option(fd, Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY)).isEqualTo(1);
    }

    private Tcp.Bound bindWith(InetSocketAddress address, SocketOption... options) {
        kit.spawn(
                TcpListener.create(
                        settings(kernel.syscalls()),
                        Tcp.Bind.of(server.ref(), address).with(ListenOptions.DEFAULT.withSocketOptions(options))),
                DispatcherSelector.fromConfig(AIO));
        return server.expectMessageClass(Tcp.Bound.class);
    }

    @Test
    void connectionsInheritThoseOfTheirListener() throws IOException {
        Tcp.Bound bound = bindWith(loopback(0), ALL);
        Peer peer = connectTo(bound);
        peer.send("x");
        expectReceived(register(accepted()), "x");
        expectAll(fdOf("getsockname"));
    }

    @Test
    void smallSegmentsAreSentAtOnceUnlessTold() throws IOException {
        connectTo(bindWith(loopback(0))).send("x");
        expectReceived(register(accepted()), "x");
        assertThat(option(fdOf("getsockname"), Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY))
                .isEqualTo(1);
        connectTo(bindWith(loopback(0), TcpSO.tcpNoDelay(false))).send("y");
        expectReceived(register(accepted()), "y");
        assertThat(option(fdOf("getsockname"), Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY))
                .isZero();
    }

    @Test
    void anOutgoingConnectionHasItsOwn() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Tcp.Connect connect = new Tcp.Connect(server.ref(), loopback(listener.getLocalPort()))
                    .with(ConnectOptions.DEFAULT.withSocketOptions(ALL));
            TcpSettings settings = settings(kernel.syscalls());
            kit.spawn(
                    TcpConnector.create(settings, ListenerLimits.ofOutgoing(settings), connect),
                    DispatcherSelector.fromConfig(AIO));
            closeLater(Peer.of(listener.accept()));
            accepted();
            expectAll(fdOf("connect"));
        }
    }

    @Test
    void aPortCanBeShared() {
        Tcp.Bound first = bindWith(loopback(0), TcpSO.reusePort(true));
        Tcp.Bound second = bindWith(first.localAddress(), TcpSO.reusePort(true));
        assertThat(second.localAddress()).isEqualTo(first.localAddress());
    }

    @Test
    void lingerOfZeroResets() throws IOException {
        Peer peer = connectTo(bindWith(loopback(0), TcpSO.linger(Duration.ZERO)));
        accepted().connection().tell(new Tcp.Close());
        peer.expectReset();
    }

    @Test
    void whatTheKernelRefusesIsTold() {
        kernel.answer(call -> call.name().equals("setsockopt") ? (Integer) (-Errno.EPERM) : null);
        kit.spawn(
                TcpListener.create(settings(kernel.syscalls()), Tcp.Bind.of(server.ref(), loopback(0))),
                DispatcherSelector.fromConfig(AIO));
        assertThat(server.expectMessageClass(Tcp.CommandFailed.class).cause())
                .hasMessageContaining("setsockopt")
                .hasMessageContaining("EPERM");
    }

    @Test
    void theWildcardListensToBothKinds() throws IOException {
        Tcp.Bound bound = bind(new InetSocketAddress(0));
        int port = bound.localAddress().getPort();
        InetAddress ipv4 = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        connectTo(new InetSocketAddress(ipv4, port));
        assertThat(accepted().remoteAddress().getAddress()).isEqualTo(ipv4);
        InetAddress ipv6 = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        connectTo(new InetSocketAddress(ipv6, port));
        assertThat(accepted().remoteAddress().getAddress()).isEqualTo(ipv6);
    }

    @Test
    void impossibleValuesAreRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> TcpSO.receiveBufferSize(0));
        assertThatIllegalArgumentException().isThrownBy(() -> TcpSO.trafficClass(256));
        assertThatIllegalArgumentException().isThrownBy(() -> TcpSO.keepAliveIdle(Duration.ofMillis(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> TcpSO.linger(Duration.ofSeconds(-1)));
    }
}
