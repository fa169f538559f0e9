// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.aioactors.aio.linux.Errno;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Test;

/** Outgoing connections, until they are open. */
class TcpConnectTest extends TcpTest {
    private ServerSocket listener() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @Test
    void itConnects() throws IOException {
        try (ServerSocket listener = listener()) {
            InetSocketAddress address = loopback(listener.getLocalPort());
            tcp().tell(new Tcp.Connect(server.ref(), address));
            Peer peer = closeLater(Peer.of(listener.accept()));
            Tcp.Connected connected = accepted();
            assertThat(connected.remoteAddress()).isEqualTo(address);
            TestProbe<Tcp.Event> handler = register(connected);
            peer.send("welcome");
            expectReceived(handler, "welcome");
        }
    }

    @Test
    void aRefusedConnectionIsTold() throws IOException {
        int port;
        try (ServerSocket listener = listener()) {
            port = listener.getLocalPort();
        }
        Tcp.Connect connect = new Tcp.Connect(server.ref(), loopback(port));
        TestKernel kernel = new TestKernel();
        kit.spawn(TcpConnector.create(settings(kernel.syscalls()), connect), DispatcherSelector.fromConfig(AIO));
        Tcp.CommandFailed failed = server.expectMessageClass(Tcp.CommandFailed.class);
        assertThat(failed.command()).isSameAs(connect);
        assertThat(failed.cause()).hasMessage("connect(127.0.0.1:" + port + "): ECONNREFUSED (Connection refused)");
        assertThat(kernel.count("close")).isEqualTo(1);
    }

    @Test
    void anUnknownHostIsRefusedAtOnce() {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("no-such-host.invalid", 80);
        assertThatThrownBy(() -> new Tcp.Connect(server.ref(), unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown host: no-such-host.invalid");
    }

    @Test
    void whatCannotBeSetUpIsToldAndClosed() throws IOException {
        try (ServerSocket listener = listener()) {
            Tcp.Connect connect = new Tcp.Connect(server.ref(), loopback(listener.getLocalPort()));
            for (String failing : new String[] {"socket", "connect", "getsockopt", "setsockopt", "getsockname"}) {
                TestKernel kernel = new TestKernel();
                kernel.answer(call -> call.name().equals(failing) ? -Errno.ENOBUFS : null);
                ActorRef<Tcp.ConnectionCommand> actor = kit.spawn(
                        TcpConnector.create(settings(kernel.syscalls()), connect), DispatcherSelector.fromConfig(AIO));
                Tcp.CommandFailed failed = server.expectMessageClass(Tcp.CommandFailed.class);
                assertThat(failed.command()).isSameAs(connect);
                assertThat(failed.cause())
                        .hasMessageContaining(failing)
                        .hasMessageEndingWith(": ENOBUFS (No buffer space available)");
                server.expectTerminated(actor);
                assertThat(kernel.count("close")).isEqualTo(failing.equals("socket") ? 0 : 1);
            }
        }
    }

    @Test
    void outsideAnAioDispatcherItFailsInWords() throws IOException {
        try (ServerSocket listener = listener()) {
            Map<Integer, String> before = NoFdLeaks.openSockets();
            kit.spawn(TcpConnector.create(
                    TcpSettings.of(systemConfig()), new Tcp.Connect(server.ref(), loopback(listener.getLocalPort()))));
            assertThat(server.expectMessageClass(Tcp.CommandFailed.class).cause())
                    .hasMessageStartingWith("an fd watch needs an actor on an aio dispatcher");
            NoFdLeaks.expectOnlySockets(before);
        }
    }
}
