// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes arrive: all, once, in order, unchanged. */
@EachTransport
class TcpEchoTest extends TcpTest {
    @Override
    String config() {
        return "aio.net.tcp.max-pending-write = 64 MiB";
    }

    private InetSocketAddress startEcho(InetSocketAddress address) {
        ActorRef<Tcp.Event> echo = kit.spawn(Echo.server(server.ref()), DispatcherSelector.fromConfig(AIO));
        tcp().tell(Tcp.Bind.of(echo, address).with(security().listenOptions()));
        return server.expectMessageClass(Tcp.Bound.class).localAddress();
    }

    private static void sendInPieces(Peer peer, byte[] bytes, long seed) throws IOException {
        Random random = new Random(seed);
        int sent = 0;
        while (sent < bytes.length) {
            int piece = Noise.piece(random, bytes.length - sent);
            peer.send(bytes, sent, piece);
            sent += piece;
        }
    }

    private static void expectEcho(Peer peer, int size) throws IOException {
        byte[] bytes = Noise.bytes(size, size);
        Background<Boolean> sending = Background.start(() -> {
            sendInPieces(peer, bytes, size);
            return true;
        });
        byte[] back = peer.receive(size);
        assertThat(back).hasSize(size);
        assertThat(Noise.checksum(back)).isEqualTo(Noise.checksum(bytes));
        sending.await();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 65_536, 65_537, 1 << 20, 10 << 20})
    void aServerEchoes(int size) throws IOException {
        Peer peer = connectTo(startEcho(loopback(0)));
        expectEcho(peer, size);
        peer.shutdownOutput();
        peer.expectEnd();
        server.expectMessage(new Tcp.PeerClosed());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 65_536, 65_537, 1 << 20, 10 << 20})
    void aClientIsEchoed(int size) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            tcp().tell(new Tcp.Connect(server.ref(), loopback(listener.getLocalPort()))
                    .with(security().connectOptions()));
            Peer peer = closeLater(security().acceptedPeer(listener.accept()));
            Background<Boolean> echoing = Background.start(() -> {
                for (int left = size; left > 0; ) {
                    byte[] piece = peer.receive(Math.min(left, 50_000));
                    peer.send(piece);
                    left -= piece.length;
                }
                return true;
            });
            Tcp.Connected connected = accepted();
            TestProbe<Tcp.Event> handler = register(connected);
            byte[] bytes = Noise.bytes(size, size);
            Random random = new Random(size);
            for (int sent = 0; sent < size; ) {
                int piece = Noise.piece(random, size - sent);
                connected.connection().tell(Tcp.Write.of(ByteString.fromArray(bytes, sent, piece)));
                sent += piece;
            }
            byte[] back = receive(handler, size);
            assertThat(Noise.checksum(back)).isEqualTo(Noise.checksum(bytes));
            echoing.await();
        }
    }

    private static byte[] receive(TestProbe<Tcp.Event> handler, int size) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        while (received.size() < size) {
            ByteString data =
                    handler.expectMessageClass(Tcp.Received.class, PATIENCE).data();
            received.writeBytes(data.toArrayUnsafe());
        }
        return received.toByteArray();
    }

    private static InetAddress ipv6Loopback() throws IOException {
        byte[] address = new byte[16];
        address[15] = 1;
        return InetAddress.getByAddress(address);
    }

    @Test
    void overIpv6() throws IOException {
        InetSocketAddress address = startEcho(new InetSocketAddress(ipv6Loopback(), 0));
        assertThat(address.getPort()).isPositive();
        assertThat(Sockets.format(address)).isEqualTo("[0:0:0:0:0:0:0:1]:" + address.getPort());
        expectEcho(connectTo(address), 100_000);
    }

    @Test
    void theTwoEndsKnowTheirAddresses() throws IOException {
        Tcp.Bound bound = bind();
        assertThat(bound.localAddress().getPort()).isPositive();
        tcp().tell(new Tcp.Connect(server.ref(), bound.localAddress())
                .with(security().connectOptions()));
        Tcp.Connected one = accepted();
        Tcp.Connected other = accepted();
        assertThat(List.of(one.localAddress(), one.remoteAddress())).contains(bound.localAddress());
        assertThat(one.localAddress()).isEqualTo(other.remoteAddress());
        assertThat(other.localAddress()).isEqualTo(one.remoteAddress());
    }

    @Test
    void hundredsOfConnectionsAtOnceAndNoFdIsLeft() throws IOException {
        int count = 300;
        InetSocketAddress address = startEcho(loopback(0));
        expectEcho(connectTo(address), 1);
        Map<Integer, String> before = NoFdLeaks.openSockets();
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(connectTo(address));
        }
        for (int i = 0; i < count; i++) {
            peers.get(i).send("connection " + i);
        }
        for (int i = count - 1; i >= 0; i--) {
            peers.get(i).expect("connection " + i);
        }
        for (Peer peer : peers) {
            peer.close();
        }
        for (int i = 0; i < count; i++) {
            server.expectMessage(new Tcp.PeerClosed());
        }
        NoFdLeaks.expectOnlySockets(before);
    }

    /** One write each: its sender, its number, how many bytes follow, and these. */
    private static ByteString frame(int sender, int number) {
        byte[] payload = Noise.bytes(Math.floorMod(number * 31 + sender, 700), sender * 100_000L + number);
        return ByteString.fromArrayUnsafe(ByteBuffer.allocate(3 * Integer.BYTES + payload.length)
                .putInt(sender)
                .putInt(number)
                .putInt(payload.length)
                .put(payload)
                .array());
    }

    @Test
    void writesOfManyActorsArriveWholeAndInTheOrderOfEachSender() throws IOException {
        int senders = 8;
        int frames = 1_000;
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        for (int i = 0; i < senders; i++) {
            int sender = i;
            String dispatcher = i % 2 == 0 ? AIO : "akka.actor.default-dispatcher";
            kit.spawn(
                    Behaviors.setup(context -> {
                        for (int number = 0; number < frames; number++) {
                            connected.connection().tell(Tcp.Write.of(frame(sender, number)));
                        }
                        return Behaviors.stopped();
                    }),
                    DispatcherSelector.fromConfig(dispatcher));
        }
        int[] next = new int[senders];
        for (int i = 0; i < senders * frames; i++) {
            ByteBuffer header = ByteBuffer.wrap(peer.receive(3 * Integer.BYTES));
            int sender = header.getInt();
            int number = header.getInt();
            assertThat(number).isEqualTo(next[sender]++);
            ByteString expected = frame(sender, number);
            assertThat(peer.receive(header.getInt()))
                    .isEqualTo(expected.drop(3 * Integer.BYTES).toArray());
        }
        handler.expectNoMessage(Duration.ZERO);
    }
}
