// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.UnhandledMessage;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.eventstream.EventStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aioactors.aio.linux.Errno;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Test;

/** Outgoing connections, until they are open. */
@EachTransport
class TcpConnectTest extends TcpTest {
    private ServerSocket listener() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static Behavior<Tcp.ConnectionCommand> connector(TcpSettings settings, Tcp.Connect connect) {
        return TcpConnector.create(settings, ListenerLimits.ofOutgoing(settings), connect);
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
        kit.spawn(connector(settings(kernel.syscalls()), connect), DispatcherSelector.fromConfig(AIO));
        Tcp.CommandFailed failed = server.expectMessageClass(Tcp.CommandFailed.class);
        assertThat(failed.command()).isSameAs(connect);
        assertThat(failed.cause()).hasMessage("connect(127.0.0.1:" + port + "): ECONNREFUSED (Connection refused)");
        assertThat(kernel.count("close")).isEqualTo(1);
    }

    @Test
    void whatCannotBeSetUpIsToldAndClosed() throws IOException {
        try (ServerSocket listener = listener()) {
            Tcp.Connect connect = new Tcp.Connect(server.ref(), loopback(listener.getLocalPort()));
            for (String failing : new String[] {"socket", "connect", "getsockopt", "setsockopt", "getsockname"}) {
                TestKernel kernel = new TestKernel();
                kernel.answer(call -> call.name().equals(failing) ? -Errno.ENOBUFS : null);
                ActorRef<Tcp.ConnectionCommand> actor =
                        kit.spawn(connector(settings(kernel.syscalls()), connect), DispatcherSelector.fromConfig(AIO));
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
            kit.spawn(connector(
                    TcpSettings.of(systemConfig()), new Tcp.Connect(server.ref(), loopback(listener.getLocalPort()))));
            assertThat(server.expectMessageClass(Tcp.CommandFailed.class).cause())
                    .hasMessageStartingWith("an fd watch needs an actor on an aio dispatcher");
            NoFdLeaks.expectOnlySockets(before);
        }
    }

    @Test
    void aNameIsLookedUp() throws IOException {
        try (ServerSocket listener = listener()) {
            tcp().tell(new Tcp.Connect(
                    server.ref(), InetSocketAddress.createUnresolved("localhost", listener.getLocalPort())));
            closeLater(Peer.of(listener.accept()));
            assertThat(accepted().remoteAddress()).isEqualTo(loopback(listener.getLocalPort()));
        }
    }

    @Test
    void anUnknownNameIsTold() {
        Tcp.Connect connect =
                new Tcp.Connect(server.ref(), InetSocketAddress.createUnresolved("no-such-host.invalid", 80));
        tcp().tell(connect);
        Tcp.CommandFailed failed = server.expectMessageClass(Tcp.CommandFailed.class, PATIENCE);
        assertThat(failed.command()).isSameAs(connect);
        assertThat(failed.cause()).hasMessage("unknown host: no-such-host.invalid");
    }

    @Test
    void theLocalAddressCanBeChosen() throws IOException {
        InetSocketAddress from = new InetSocketAddress("127.0.0.3", 0);
        try (ServerSocket listener = listener()) {
            tcp().tell(new Tcp.Connect(server.ref(), loopback(listener.getLocalPort()))
                    .with(ConnectOptions.DEFAULT.withLocalAddress(from)));
            Socket peer = listener.accept();
            closeLater(Peer.of(peer));
            assertThat(peer.getInetAddress()).isEqualTo(from.getAddress());
            assertThat(accepted().localAddress().getAddress()).isEqualTo(from.getAddress());
        }
    }

    /** A listener that answers nobody more: the kernel drops what comes to a full backlog. */
    private ServerSocket fullListener(List<Socket> filling) throws IOException {
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        for (int i = 0; i < 2; i++) { // the kernel allows one more than the backlog, listen(2)
            filling.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
        }
        return listener;
    }

    @Test
    void whoDoesNotAnswerInTimeIsGivenUp() throws IOException {
        List<Socket> filling = new ArrayList<>();
        try (ServerSocket listener = fullListener(filling)) {
            Map<Integer, String> before = NoFdLeaks.openSockets();
            tcp().tell(new Tcp.Connect(server.ref(), loopback(listener.getLocalPort()))
                    .with(ConnectOptions.DEFAULT.withTimeout(Duration.ofMillis(100))));
            assertThat(server.expectMessageClass(Tcp.CommandFailed.class, PATIENCE)
                            .cause())
                    .hasMessage("connect(127.0.0.1:" + listener.getLocalPort() + "): no answer within PT0.1S");
            NoFdLeaks.expectOnlySockets(before);
        }
        for (Socket each : filling) {
            each.close();
        }
    }

    @Test
    void theTimeoutIsOverOnceConnected() throws IOException {
        Duration timeout = Duration.ofSeconds(1);
        TestProbe<UnhandledMessage> unhandled = kit.createTestProbe();
        kit.system().eventStream().tell(new EventStream.Subscribe<>(UnhandledMessage.class, unhandled.ref()));
        try (ServerSocket listener = listener()) {
            tcp().tell(new Tcp.Connect(server.ref(), loopback(listener.getLocalPort()))
                    .with(ConnectOptions.DEFAULT.withTimeout(timeout)));
            Peer peer = closeLater(Peer.of(listener.accept()));
            TestProbe<Tcp.Event> handler = register(accepted());
            unhandled.expectNoMessage(timeout.plusMillis(300));
            peer.send("still there");
            expectReceived(handler, "still there");
        }
    }

    @Test
    void whatNobodyWaitsForIsGivenUp() throws IOException {
        List<Socket> filling = new ArrayList<>();
        try (ServerSocket listener = fullListener(filling)) {
            Map<Integer, String> before = NoFdLeaks.openSockets();
            TestProbe<Tcp.Event> mortal = probe();
            TestKernel kernel = new TestKernel();
            kit.spawn(
                    connector(
                            settings(kernel.syscalls()),
                            new Tcp.Connect(mortal.ref(), loopback(listener.getLocalPort()))),
                    DispatcherSelector.fromConfig(AIO));
            Eventually.equal("attempts", () -> kernel.count("connect"), 1L);
            mortal.stop();
            NoFdLeaks.expectOnlySockets(before);
        }
        for (Socket each : filling) {
            each.close();
        }
    }

    @Test
    void aConnectionWhoseAskerStopsBeforeRegisterIsClosed() throws IOException {
        try (ServerSocket listener = listener()) {
            TestProbe<Tcp.Event> mortal = probe();
            tcp().tell(new Tcp.Connect(mortal.ref(), loopback(listener.getLocalPort())));
            Peer peer = closeLater(Peer.of(listener.accept()));
            mortal.expectMessageClass(Tcp.Connected.class);
            mortal.stop();
            peer.expectEnd();
        }
    }

    @Test
    void aConnectionOutlivesItsAskerOnceRegistered() throws IOException {
        try (ServerSocket listener = listener()) {
            TestProbe<Tcp.Event> mortal = probe();
            tcp().tell(new Tcp.Connect(mortal.ref(), loopback(listener.getLocalPort())));
            Peer peer = closeLater(Peer.of(listener.accept()));
            Tcp.Connected connected = mortal.expectMessageClass(Tcp.Connected.class);
            TestProbe<Tcp.Event> handler = register(connected);
            peer.send("one");
            expectReceived(handler, "one");
            mortal.stop();
            server.expectTerminated(mortal.ref());
            peer.send("two");
            expectReceived(handler, "two");
        }
    }
}
