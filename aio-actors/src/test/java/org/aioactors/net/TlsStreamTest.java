// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.DispatcherSelector;
import akka.util.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLSocket;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the stream, whatever the kernel or the peer does to it. */
@EachTransport
class TlsStreamTest extends TlsTest {
    private static final String V13 = "TLSv1.3";
    private static final String V12 = "TLSv1.2";

    private final TestKernel kernel = new TestKernel();

    private Tcp.Bound bindEcho() {
        Tcp.Bind bind = Tcp.Bind.of(
                        kit.spawn(Echo.server(server.ref()), DispatcherSelector.fromConfig(AIO)), loopback(0))
                .with(ListenOptions.DEFAULT.withTls(Tls.of(serverContext)));
        kit.spawn(TcpListener.create(settings(kernel.syscalls()), bind), DispatcherSelector.fromConfig(AIO));
        return server.expectMessageClass(Tcp.Bound.class);
    }

    private Peer client(Tcp.Bound bound, String protocol) throws IOException {
        return closeLater(new TlsSecurity(clientContext, protocol).connectedPeer(raw(bound)));
    }

    private void expectEcho(Peer peer, int size) throws IOException {
        byte[] bytes = Noise.bytes(size, size);
        Background<Boolean> sending = Background.start(() -> {
            Random random = new Random(size);
            for (int sent = 0; sent < size; ) {
                int piece = Noise.piece(random, size - sent);
                peer.send(bytes, sent, piece);
                sent += piece;
            }
            return true;
        });
        assertThat(Noise.checksum(peer.receive(size))).isEqualTo(Noise.checksum(bytes));
        sending.await();
    }

    @ParameterizedTest
    @ValueSource(strings = {V13, V12})
    void aByteAtATime(String protocol) throws IOException {
        kernel.shorten(() -> 1);
        Peer peer = client(bindEcho(), protocol);
        expectEcho(peer, 3_000);
        peer.shutdownOutput();
        peer.expectEnd();
        server.expectMessage(new Tcp.PeerClosed());
    }

    @ParameterizedTest
    @ValueSource(strings = {V13, V12})
    void inPiecesOfAnySize(String protocol) throws IOException {
        Random random = new Random(7);
        kernel.shorten(() -> 1 + random.nextInt(random.nextInt(3) == 0 ? 70_000 : 100));
        Peer peer = client(bindEcho(), protocol);
        expectEcho(peer, 1 << 20);
        peer.shutdownOutput();
        peer.expectEnd();
        server.expectMessage(new Tcp.PeerClosed());
    }

    @ParameterizedTest
    @ValueSource(strings = {V13, V12})
    void oursToOurs(String protocol) {
        Tcp.Bound bound = bindEcho();
        TestProbe<Tcp.Event> client = connect(
                bound.localAddress(),
                Tls.of(clientContext).withServerName("localhost").withProtocols(protocol));
        Tcp.Connected connected = client.expectMessageClass(Tcp.Connected.class, PATIENCE);
        TestProbe<Tcp.Event> handler = register(connected);
        int size = 3 << 20;
        ByteString sent = Noise.string(size, 1);
        connected.connection().tell(Tcp.Write.of(sent));
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        while (back.size() < size) {
            back.writeBytes(handler.expectMessageClass(Tcp.Received.class, PATIENCE)
                    .data()
                    .toArrayUnsafe());
        }
        assertThat(Noise.checksum(back.toByteArray())).isEqualTo(Noise.checksum(sent.toArrayUnsafe()));
        connected.connection().tell(new Tcp.ConfirmedClose());
        handler.expectMessage(PATIENCE, new Tcp.ConfirmedClosed());
        server.expectMessage(PATIENCE, new Tcp.PeerClosed());
    }

    @ParameterizedTest
    @ValueSource(strings = {V13, V12})
    void aStreamThatIsCutOffIsAnError(String protocol) throws IOException {
        Tcp.Bound bound = bind(Tls.of(serverContext));
        Socket raw = raw(bound);
        Peer peer = new TlsSecurity(clientContext, protocol).connectedPeer(raw);
        TestProbe<Tcp.Event> handler = register(accepted());
        peer.send("all that");
        raw.shutdownOutput();
        expectReceived(handler, "all that");
        handler.expectMessage(
                new Tcp.ErrorClosed("truncated: the peer has closed the connection without close_notify"));
    }

    @ParameterizedTest
    @ValueSource(strings = {V13, V12})
    void oursSaysThatItEnds(String protocol) throws IOException {
        EngineClient client = new EngineClient(raw(bind(Tls.of(serverContext))), clientContext, protocol);
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        write(connected, "farewell");
        connected.connection().tell(new Tcp.Close());
        assertThat(client.receiveUntilEnd()).isEqualTo("farewell");
        handler.expectMessage(new Tcp.Closed());
    }

    @Test
    void theEndOfAHandlerSaysSoToo() throws IOException {
        EngineClient client = new EngineClient(raw(bind(Tls.of(serverContext))), clientContext, V13);
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        write(connected, "farewell");
        handler.stop();
        assertThat(client.receiveUntilEnd()).isEqualTo("farewell");
    }

    /** The peer of TLS 1.2 has asked for the end of both ways, RFC 5246, 7.2.1. */
    @Test
    void whatIsWrittenAfterTheEndOfTls12IsRefusedClearly() throws IOException {
        Peer peer = client(bind(Tls.of(serverContext)), V12);
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = registerKeepingOpen(connected);
        peer.shutdownOutput();
        handler.expectMessage(new Tcp.PeerClosed());
        write(connected, "too late?");
        handler.expectMessage(
                new Tcp.ErrorClosed("the peer has ended the connection, and TLSv1.2 does not let us write after that"));
    }

    @Test
    void tinyRecordsArriveTogether() throws IOException {
        int count = 3_000;
        EngineClient client = new EngineClient(raw(bind(Tls.of(serverContext))), clientContext, V13);
        Tcp.Connected connected = accepted();
        client.send(client.tinyRecords(count));
        TestProbe<Tcp.Event> handler = register(connected);
        int messages = 0;
        for (int received = 0; received < count; messages++) {
            ByteString data =
                    handler.expectMessageClass(Tcp.Received.class, PATIENCE).data();
            for (int i = 0; i < data.size(); i++) {
                assertThat(data.apply(i)).isEqualTo((byte) received++);
            }
        }
        assertThat(messages).isLessThan(count / 5);
    }

    @Test
    void negotiatingAgainIsRefused() throws IOException {
        Tcp.Bound bound = bind(Tls.of(serverContext));
        SSLSocket client = jdkClient(bound, clientContext);
        client.setEnabledProtocols(new String[] {V12});
        client.startHandshake();
        TestProbe<Tcp.Event> handler = register(accepted());
        Background<Boolean> again = Background.start(() -> {
            client.startHandshake();
            client.getInputStream().read();
            return true;
        });
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class, PATIENCE).cause())
                .isEqualTo("the peer wants to negotiate again, which is refused");
        assertThat(again).isNotNull();
    }

    @Test
    void aResetAfterTheHandshakeLeavesNothingBehind() throws IOException {
        Tcp.Bound bound = bind(Tls.of(serverContext));
        Map<Integer, String> before = NoFdLeaks.openSockets();
        for (int i = 0; i < 10; i++) {
            Socket raw = raw(bound);
            Peer peer = new TlsSecurity(clientContext, i % 2 == 0 ? V13 : V12).connectedPeer(raw);
            Tcp.Connected connected = accepted();
            if (i % 3 == 0) {
                peer.reset();
                assertThat(server.receiveMessage(PATIENCE)).isInstanceOf(Tcp.ErrorClosed.class);
            } else {
                TestProbe<Tcp.Event> handler = register(connected);
                write(connected, "registered"); // else the server would hear of the reset as well
                peer.expect("registered");
                peer.reset();
                assertThat(handler.receiveMessage(PATIENCE)).isInstanceOf(Tcp.ErrorClosed.class);
            }
        }
        NoFdLeaks.expectOnlySockets(before);
    }

    @Test
    void brokenRecordsEndTheConnection() throws IOException {
        Socket raw = raw(bind(Tls.of(serverContext)));
        Peer peer = new TlsSecurity(clientContext, V13).connectedPeer(raw);
        TestProbe<Tcp.Event> handler = register(accepted());
        peer.send("before");
        byte[] record = Noise.bytes(5 + 100, 3);
        record[0] = 23;
        record[1] = 3;
        record[2] = 3;
        record[3] = 0;
        record[4] = 100;
        raw.getOutputStream().write(record);
        expectReceived(handler, "before");
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class).cause()).contains("Tag mismatch");
    }
}
