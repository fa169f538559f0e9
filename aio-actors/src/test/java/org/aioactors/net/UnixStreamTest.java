// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.aioactors.Aio;
import org.aioactors.aio.linux.PeerCredentials;
import org.aioactors.aio.linux.UnixAddress;
import org.junit.jupiter.api.Test;

/** Streams, with a peer of the JDK's and with one of ours. */
@EachTransport
class UnixStreamTest extends UnixTest {
    private static final int MUCH = 8 * 1024 * 1024;

    private static Behavior<Tcp.Event> echo(ActorRef<Tcp.ConnectionCommand> connection) {
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.Received.class, received -> {
                    connection.tell(Tcp.Write.of(received.data()));
                    return Behaviors.same();
                })
                .onMessage(ReceivedBuffer.class, received -> {
                    connection.tell(Tcp.WriteBuffer.of(received));
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    private SocketChannel peer() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(file));
    }

    private void serve(ListenOptions options) {
        kit.spawn(UnixSocket.serveConnected(
                UnixSocket.Bind.of(server.ref(), address).with(options), connected -> echo(connected.connection())));
        server.expectMessageClass(UnixSocket.Bound.class);
    }

    @Test
    void itServes() throws IOException {
        kit.spawn(UnixSocket.serve(address, UnixStreamTest::echo));
        TestProbe<Tcp.Event> client = probe();
        UnixSocket.Connected connected = connectWhenBound(client);
        TestProbe<Tcp.Event> handler = register(connected);
        connected.connection().tell(Tcp.Write.of(ByteString.fromString("ping")));
        expectReceived(handler, "ping");
        connected.connection().tell(new Tcp.Close());
        handler.expectMessage(new Tcp.Closed());
    }

    private UnixSocket.Connected connectWhenBound(TestProbe<Tcp.Event> client) {
        while (true) {
            unix().tell(UnixSocket.Connect.of(client.ref(), address));
            if (client.receiveMessage() instanceof UnixSocket.Connected connected) {
                return connected;
            }
        }
    }

    @Test
    void muchComesBackAsItWas() throws IOException {
        serve(ListenOptions.DEFAULT);
        expectEcho();
    }

    @Test
    void muchThatIsBorrowedComesBackAsItWas() throws IOException {
        serve(ListenOptions.DEFAULT.withBorrowedBuffers());
        expectEcho();
    }

    /** The peer writes all before it reads, so far as it gets: back-pressure has to reach it. */
    private void expectEcho() throws IOException {
        byte[] sent = new byte[MUCH];
        new Random(7).nextBytes(sent);
        try (SocketChannel peer = peer()) {
            Background<Boolean> writing = Background.start(() -> {
                ByteBuffer bytes = ByteBuffer.wrap(sent);
                while (bytes.hasRemaining()) {
                    peer.write(bytes);
                }
                return true;
            });
            ByteBuffer received = ByteBuffer.allocate(MUCH);
            while (received.hasRemaining()) {
                assertThat(peer.read(received)).isPositive();
            }
            assertThat(writing.await()).isTrue();
            assertThat(received.array()).isEqualTo(sent);
        }
    }

    @Test
    void bothKnowWhoTheOtherIs() throws IOException {
        bindUnix(address);
        TestProbe<Tcp.Event> client = probe();
        UnixSocket.Connected ours = connectUnix(client, address);
        UnixSocket.Connected theirs = server.expectMessageClass(UnixSocket.Connected.class);
        int uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        int gid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:gid");
        PeerCredentials self = new PeerCredentials((int) ProcessHandle.current().pid(), uid, gid);
        assertThat(ours.peer()).isEqualTo(self);
        assertThat(theirs.peer()).isEqualTo(self);
        assertThat(ours.remoteAddress()).isEqualTo(address);
        assertThat(theirs.localAddress()).isEqualTo(address);
        assertThat(theirs.remoteAddress()).isEqualTo(UnixAddress.UNNAMED);
    }

    @Test
    void namesWithoutFilesDo() {
        UnixAddress name = UnixAddress.ofAbstract(
                "aio-actors-test-" + ProcessHandle.current().pid());
        UnixSocket.Bound bound = bindUnix(name);
        assertThat(bound.localAddress()).isEqualTo(name);
        TestProbe<Tcp.Event> client = probe();
        TestProbe<Tcp.Event> clientHandler = register(connectUnix(client, name));
        UnixSocket.Connected accepted = server.expectMessageClass(UnixSocket.Connected.class);
        register(accepted);
        accepted.connection().tell(Tcp.Write.of(ByteString.fromString("hello")));
        expectReceived(clientHandler, "hello");
    }

    @Test
    void endsAreToldAsByTcp() throws IOException {
        bindUnix(address);
        try (SocketChannel peer = peer()) {
            TestProbe<Tcp.Event> handler = register(server.expectMessageClass(UnixSocket.Connected.class));
            peer.shutdownOutput();
            handler.expectMessage(new Tcp.PeerClosed());
        }
        try (SocketChannel peer = peer()) {
            UnixSocket.Connected connected = server.expectMessageClass(UnixSocket.Connected.class);
            TestProbe<Tcp.Event> handler = register(connected);
            connected.connection().tell(Tcp.Write.of(ByteString.fromString("bye")));
            connected.connection().tell(new Tcp.ConfirmedClose());
            ByteBuffer received = ByteBuffer.allocate(16);
            while (peer.read(received) >= 0) {
                assertThat(received.position()).isLessThanOrEqualTo(3);
            }
            assertThat(received.position()).isEqualTo(3);
            peer.write(ByteBuffer.wrap(new byte[] {'x'}));
            peer.shutdownOutput();
            expectReceived(handler, "x");
            handler.expectMessage(new Tcp.ConfirmedClosed());
        }
    }

    /** There is no reset on Unix sockets: the peer sees an end, or an error if we have not read all that it sent. */
    @Test
    void anAbortEndsTheConnectionAtOnce() throws IOException {
        bindUnix(address);
        try (SocketChannel peer = peer()) {
            UnixSocket.Connected connected = server.expectMessageClass(UnixSocket.Connected.class);
            TestProbe<Tcp.Event> handler = register(connected);
            connected.connection().tell(new Tcp.Abort());
            handler.expectMessage(new Tcp.Aborted());
            assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void aPeerThatIsGoneIsToldByAWrite() throws IOException {
        bindUnix(address);
        SocketChannel peer = peer();
        UnixSocket.Connected connected = server.expectMessageClass(UnixSocket.Connected.class);
        TestProbe<Tcp.Event> handler = probe();
        connected
                .connection()
                .tell(Tcp.Register.of(handler.ref()).with(RegisterOptions.DEFAULT.withKeepOpenOnPeerClosed()));
        peer.close();
        handler.expectMessage(new Tcp.PeerClosed());
        connected.connection().tell(Tcp.Write.of(ByteString.fromString("anybody there?")));
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class).cause()).contains("EPIPE");
    }

    @Test
    void metricsKnowTheListener() throws IOException {
        bindUnix(address);
        try (SocketChannel peer = peer()) {
            assertThat(peer.isConnected()).isTrue();
            server.expectMessageClass(UnixSocket.Connected.class);
            assertThat(Aio.get(kit.system()).tcpMetrics().listeners())
                    .singleElement()
                    .satisfies(listener -> {
                        assertThat(listener.localAddress()).isEqualTo(address);
                        assertThat(listener.connections().connections()).isEqualTo(1);
                    });
        }
    }

    @Test
    void thereIsNoTls() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UnixSocket.Bind.of(server.ref(), address)
                        .with(ListenOptions.DEFAULT.withTls(Tls.of(SSLContext.getDefault()))))
                .withMessageStartingWith("there is no TLS on Unix sockets");
    }
}
