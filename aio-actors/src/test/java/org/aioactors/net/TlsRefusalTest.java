// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers with whom there is no TLS. */
class TlsRefusalTest extends TlsTest {
    @Override
    String config() {
        return "aio.net.tcp.handshake-timeout = 500 ms";
    }

    /** The stream ends, which a reset does too. */
    private static void expectNoMore(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @Test
    void aPlainClientIsToldByAnAlertAndLogged() throws IOException {
        Tcp.Bound bound = bind(Tls.of(serverContext));
        Socket plain = raw(bound);
        expectLogged(LoggingTestKit.warn("does not speak TLS").withOccurrences(1), () -> {
            plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] said = plain.getInputStream().readAllBytes();
            assertThat(said).hasSize(7);
            assertThat(said[0]).as("an alert, RFC 8446, 5.1").isEqualTo((byte) 21);
        });
        server.expectNoMessage(Duration.ZERO);
    }

    @Test
    void manyAreLoggedInFewLines() throws IOException {
        Tcp.Bound bound = bind(Tls.of(serverContext));
        expectLogged(LoggingTestKit.warn("no TLS with").withOccurrences(1), () -> {
            for (int i = 0; i < 20; i++) {
                Socket plain = raw(bound);
                plain.getOutputStream().write("garbage".getBytes(StandardCharsets.US_ASCII));
                expectNoMore(plain);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1_000, 200_000})
    void noiseIsRefused(int size) throws IOException {
        Tcp.Bound bound = bind(Tls.of(serverContext));
        Map<Integer, String> before = NoFdLeaks.openSockets();
        for (int seed = 0; seed < 10; seed++) {
            try (Socket noisy = new Socket(
                    bound.localAddress().getAddress(), bound.localAddress().getPort())) {
                noisy.getOutputStream().write(Noise.bytes(size, seed));
                expectNoMore(noisy);
            } catch (SocketException refused) {
                assertThat(refused.getMessage()).matches(".*(reset|Broken pipe).*");
            }
        }
        NoFdLeaks.expectOnlySockets(before);
    }

    @Test
    void aClientThatSaysNothingIsRefusedInTime() throws IOException {
        Tcp.Bound bound = bind(Tls.of(serverContext));
        Socket silent = raw(bound);
        expectLogged(
                LoggingTestKit.warn("not done within PT0.5S (aio.net.tcp.handshake-timeout)"),
                () -> expectNoMore(silent));
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestProbe<Tcp.Event> client = connect(loopback(silent.getLocalPort()), Tls.of(clientContext));
            assertThat(client.expectMessageClass(Tcp.CommandFailed.class, PATIENCE)
                            .cause())
                    .hasMessageContaining("not done within PT0.5S (aio.net.tcp.handshake-timeout)");
        }
    }

    @Test
    void theTimeoutOfAConnectIsForItAll() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            tcp().tell(new Tcp.Connect(server.ref(), loopback(silent.getLocalPort()))
                    .with(ConnectOptions.DEFAULT.withTls(Tls.of(clientContext)).withTimeout(Duration.ofMillis(300))));
            assertThat(server.expectMessageClass(Tcp.CommandFailed.class, PATIENCE)
                            .cause())
                    .hasMessageContaining("what was left of the timeout PT0.3S");
        }
    }

    @Test
    void aPlainServerIsNoPeer() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestProbe<Tcp.Event> client = connect(loopback(plain.getLocalPort()), Tls.of(clientContext));
            Peer peer = closeLater(Peer.of(plain.accept()));
            peer.send("220 ready\r\n");
            assertThat(client.expectMessageClass(Tcp.CommandFailed.class, PATIENCE)
                            .cause())
                    .hasMessageContaining("does not speak TLS");
            peer.receiveAll();
        }
    }

    @Test
    void aServerThatClosesInTheHandshake() throws IOException {
        try (ServerSocket closing = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestProbe<Tcp.Event> client = connect(loopback(closing.getLocalPort()), Tls.of(clientContext));
            Peer peer = Peer.of(closing.accept());
            peer.receive(10);
            peer.shutdownOutput();
            assertThat(client.expectMessageClass(Tcp.CommandFailed.class, PATIENCE)
                            .cause())
                    .hasMessageContaining("the peer has closed the connection in the handshake");
            peer.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 100})
    void aServerThatResetsInTheHandshake(int bytes) throws IOException {
        try (ServerSocket resetting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestProbe<Tcp.Event> client = connect(loopback(resetting.getLocalPort()), Tls.of(clientContext));
            Peer peer = Peer.of(resetting.accept());
            peer.receive(bytes);
            peer.reset();
            assertThat(client.expectMessageClass(Tcp.CommandFailed.class, PATIENCE)
                            .cause())
                    .hasMessageMatching(".*(ECONNRESET|EPIPE).*");
        }
    }

    @Test
    void clientsThatResetInTheHandshakeLeaveNothingBehind() throws IOException {
        Tcp.Bound bound = bind(Tls.of(serverContext));
        Map<Integer, String> before = NoFdLeaks.openSockets();
        byte[] hello = clientHello();
        for (int length = 0; length <= hello.length; length += Math.max(1, hello.length / 20)) {
            Socket resetting = raw(bound);
            resetting.getOutputStream().write(hello, 0, length);
            Peer.of(resetting).reset();
        }
        NoFdLeaks.expectOnlySockets(before);
        server.expectNoMessage(Duration.ZERO);
    }

    /** What the JDK says first. */
    private byte[] clientHello() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestProbe<Tcp.Event> client = connect(loopback(listening.getLocalPort()), Tls.of(clientContext));
            try (Socket accepted = listening.accept()) {
                byte[] header = accepted.getInputStream().readNBytes(5);
                int length = (header[3] & 0xFF) << 8 | (header[4] & 0xFF);
                byte[] hello = Arrays.copyOf(header, header.length + length);
                System.arraycopy(accepted.getInputStream().readNBytes(length), 0, hello, header.length, length);
                accepted.shutdownOutput();
                client.expectMessageClass(Tcp.CommandFailed.class, PATIENCE);
                return hello;
            }
        }
    }

    @Test
    void inPullModeARefusedPeerDoesNotCount() throws IOException {
        Tcp.Bound bound =
                bind(ListenOptions.DEFAULT.withTls(Tls.of(serverContext)).withPullMode());
        bound.listener().tell(new Tcp.ResumeAccepting(1));
        Socket plain = raw(bound);
        plain.getOutputStream().write("GET".getBytes(StandardCharsets.US_ASCII));
        plain.shutdownOutput();
        expectNoMore(plain);
        jdkClient(bound, clientContext).startHandshake();
        accepted();
    }

    @Test
    void aConnectIsGivenUpWithItsHandler() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestProbe<Tcp.Event> mortal = connect(loopback(silent.getLocalPort()), Tls.of(clientContext));
            Peer peer = closeLater(Peer.of(silent.accept()));
            peer.receive(10);
            mortal.stop();
            peer.receiveAll();
        }
    }

    /** More than the threads that do what blocks, each of which gets to know its peer's silence only in time. */
    @Test
    void manySilentClientsDontKeepOthersOut() throws IOException {
        Tcp.Bound bound = bind(Tls.of(serverContext));
        for (int i = 0; i < 100; i++) {
            raw(bound).getOutputStream().write(22);
        }
        jdkClient(bound, clientContext).startHandshake();
        accepted();
    }
}
