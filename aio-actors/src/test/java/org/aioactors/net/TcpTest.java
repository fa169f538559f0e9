// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.util.ByteString;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.Aio;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;

/** What the tests of TCP share: an actor system, and the two ends of connections over loopback. */
@ExtendWith(NoFdLeaks.class)
abstract class TcpTest {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final String AIO = "aio-default-dispatcher";

    ActorTestKit kit;
    private final List<Peer> peers = new ArrayList<>();

    /** Hears of the listener and of new connections. */
    TestProbe<Tcp.Event> server;

    /** By what the loops speak to the kernel; as the defaults have it, unless the class is for {@link EachTransport}. */
    @Parameter
    TransportKind transport = TransportKind.DEFAULT;

    /** What differs from the defaults. */
    String config() {
        return "";
    }

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(
                "tcp",
                ConfigFactory.parseString(config())
                        .withFallback(ConfigFactory.parseString(transport.config()))
                        .withFallback(ConfigFactory.parseString(AIO + ".shutdown-timeout = 50 ms"))
                        .withFallback(ConfigFactory.load()));
        server = kit.createTestProbe();
    }

    @AfterEach
    void stop() throws IOException {
        kit.shutdownTestKit();
        for (Peer peer : peers) {
            peer.close();
        }
    }

    Config systemConfig() {
        return kit.system().settings().config();
    }

    /** How bytes travel. */
    TestSecurity security() {
        return TestSecurity.NONE;
    }

    ActorRef<Tcp.Command> tcp() {
        return Aio.get(kit.system()).tcp();
    }

    TestProbe<Tcp.Event> probe() {
        return kit.createTestProbe();
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Listens on a port that the kernel chooses. */
    Tcp.Bound bind() {
        return bind(loopback(0));
    }

    Tcp.Bound bind(InetSocketAddress address) {
        tcp().tell(Tcp.Bind.of(server.ref(), address).with(security().listenOptions()));
        return server.expectMessageClass(Tcp.Bound.class);
    }

    /** Listens with system calls and settings of one's own. */
    Tcp.Bound bind(TcpSettings settings) {
        kit.spawn(
                TcpListener.create(
                        settings,
                        Tcp.Bind.of(server.ref(), loopback(0)).with(security().listenOptions())),
                DispatcherSelector.fromConfig(AIO));
        return server.expectMessageClass(Tcp.Bound.class);
    }

    /** The settings of the system, for other system calls. */
    TcpSettings settings(Syscalls syscalls) {
        return TcpSettings.of(systemConfig()).with(syscalls);
    }

    /** A peer, which is closed with the test. */
    Peer connectTo(Tcp.Bound bound) throws IOException {
        return connectTo(bound.localAddress());
    }

    Peer connectTo(InetSocketAddress address) throws IOException {
        return closeLater(security().connectedPeer(new Socket(address.getAddress(), address.getPort())));
    }

    Peer closeLater(Peer peer) {
        peers.add(peer);
        return peer;
    }

    /** The connection that a peer has made. */
    Tcp.Connected accepted() {
        return server.expectMessageClass(Tcp.Connected.class);
    }

    /** Registers a new handler. */
    TestProbe<Tcp.Event> register(Tcp.Connected connected) {
        TestProbe<Tcp.Event> handler = probe();
        connected.connection().tell(Tcp.Register.of(handler.ref()));
        return handler;
    }

    /** Registers a new handler that keeps the connection when the peer has closed its side. */
    TestProbe<Tcp.Event> registerKeepingOpen(Tcp.Connected connected) {
        TestProbe<Tcp.Event> handler = probe();
        connected
                .connection()
                .tell(Tcp.Register.of(handler.ref()).with(RegisterOptions.DEFAULT.withKeepOpenOnPeerClosed()));
        return handler;
    }

    /** What may throw anything. */
    interface Deed {
        void run() throws Exception;
    }

    /** Something is logged while that is done. */
    void expectLogged(LoggingTestKit expected, Deed deed) {
        expected.expect(kit.system(), () -> {
            try {
                deed.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return null;
        });
    }

    static void write(Tcp.Connected connected, String text) {
        connected.connection().tell(Tcp.Write.of(ByteString.fromString(text)));
    }

    /** Receives exactly that text, cut anywhere. */
    static void expectReceived(TestProbe<Tcp.Event> handler, String text) {
        ByteString received = ByteString.emptyByteString();
        while (received.size() < text.length()) {
            received = received.concat(
                    handler.expectMessageClass(Tcp.Received.class, PATIENCE).data());
        }
        assertThat(received.utf8String()).isEqualTo(text);
    }
}
