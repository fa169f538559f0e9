// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.MailboxSelector;
import akka.util.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.uring.NeedsIoUring;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.fd.Puppet;
import org.junit.jupiter.api.Test;

/** The ring where it is scarce: one loop, and one buffer for what arrives. */
@NeedsIoUring
class TcpRingTest extends TcpTest {
    private static final int CONNECTIONS = 50;
    private static final int SIZE = 300_000;

    private final TestKernel kernel = new TestKernel();

    @Override
    String config() {
        return AIO + ".aio { threads = 1, fd-monitor = io-uring }, aio.net.tcp.ring-buffers = 64 KiB";
    }

    private Tcp.Bound bindEcho(ListenOptions options) {
        ActorRef<Tcp.Event> echo = kit.spawn(Echo.server(server.ref()), DispatcherSelector.fromConfig(AIO));
        kit.spawn(
                TcpListener.create(
                        settings(kernel.syscalls()),
                        Tcp.Bind.of(echo, loopback(0)).with(options)),
                MailboxSelector.fromConfig("aio.pinned-mailbox").withDispatcherFromConfig(AIO));
        return server.expectMessageClass(Tcp.Bound.class);
    }

    private static Background<Boolean> echoes(Peer peer, int size, int seed) {
        byte[] bytes = Noise.bytes(size, seed);
        Background<Boolean> sending = Background.start(() -> {
            peer.send(bytes);
            return true;
        });
        return Background.start(() -> {
            assertThat(Noise.checksum(peer.receive(size))).isEqualTo(Noise.checksum(bytes));
            sending.await();
            return true;
        });
    }

    @Test
    void manyConnectionsShareOneBuffer() throws IOException {
        Tcp.Bound bound = bindEcho(ListenOptions.DEFAULT);
        List<Background<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            all.add(echoes(connectTo(bound), SIZE, i));
        }
        for (Background<Boolean> each : all) {
            each.await();
        }
    }

    @Test
    void smallPiecesNeedNoSystemCallsOfTheirOwn() throws IOException {
        Peer peer = connectTo(bindEcho(ListenOptions.DEFAULT));
        for (int i = 0; i < 200; i++) {
            peer.send("ping " + i);
            peer.expect("ping " + i);
        }
        assertThat(kernel.count("read")).isZero();
        assertThat(kernel.count("write")).isZero();
    }

    private long turns() {
        DispatcherSelector ours = DispatcherSelector.fromConfig(AIO);
        AioDispatcher dispatcher = (AioDispatcher) kit.system().dispatchers().lookup(ours);
        return dispatcher.loops().get(0).metrics().context().turns();
    }

    /** A request that finds no buffer ends at once, also when there is nothing to receive: asked again in vain, it spins. */
    @Test
    void whoGotNoBufferDoesNotAskInVain() throws IOException {
        Tcp.Bound bound = bindEcho(ListenOptions.DEFAULT);
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            peers.add(connectTo(bound));
            peers.get(i).send("hello");
            peers.get(i).expect("hello");
        }
        int rounds = 20;
        long before = turns();
        for (int round = 0; round < rounds; round++) {
            for (Peer peer : peers) { // all at once want the one buffer
                peer.send("ping");
            }
            for (Peer peer : peers) {
                peer.expect("ping");
            }
        }
        long messages = (long) rounds * CONNECTIONS;
        assertThat(turns() - before).as("turns of the loop").isLessThan(4 * messages);
        long atRest = turns();
        Peer one = peers.get(0);
        for (int i = 0; i < rounds; i++) { // and the others have nothing to receive
            one.send("ping");
            one.expect("ping");
        }
        assertThat(turns() - atRest).as("turns for one that talks").isLessThan(10 * rounds);
    }

    @Test
    void aSocketThatTakesLittleIsSentLittleByLittle() throws IOException {
        Peer peer = connectTo(
                bindEcho(ListenOptions.DEFAULT.withSocketOptions(TcpSO.sendBufferSize(1), TcpSO.receiveBufferSize(1))));
        echoes(peer, SIZE, 1).await();
    }

    @Test
    void whatArrivesWhileNothingIsReadIsToldBeforeTheEnd() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        for (int i = 0; i < 100; i++) {
            connected.connection().tell(new Tcp.SuspendReading());
            peer.send("unread " + i);
            Puppet.spawn(kit, AIO).awaitTurns();
            connected.connection().tell(new Tcp.ResumeReading());
            expectReceived(handler, "unread " + i);
        }
        connected.connection().tell(new Tcp.SuspendReading());
        peer.send("last");
        peer.shutdownOutput();
        Puppet.spawn(kit, AIO).awaitTurns();
        connected.connection().tell(new Tcp.ResumeReading());
        expectReceived(handler, "last");
        handler.expectMessage(new Tcp.PeerClosed());
    }

    /** Numbers of fds are used again at once; what the kernel still had of the one before must not meet the next. */
    @Test
    void connectionsAbortedWithBytesUnderWayAreFollowedByOthers() throws IOException {
        Tcp.Bound bound = bind();
        for (int i = 0; i < 200; i++) {
            Peer peer = connectTo(bound);
            Tcp.Connected connected = accepted();
            TestProbe<Tcp.Event> handler = register(connected);
            peer.send("ping " + i);
            expectReceived(handler, "ping " + i);
            peer.send("late");
            connected.connection().tell(Tcp.Write.of(ByteString.fromArrayUnsafe(Noise.bytes(100_000, i))));
            connected.connection().tell(i % 2 == 0 ? new Tcp.Abort() : new Tcp.Close());
            peer.close();
        }
    }

    @Test
    void theSystemEndsWithConnectionsThatSendAndReceive() throws IOException {
        Tcp.Bound bound = bindEcho(ListenOptions.DEFAULT);
        List<Background<Boolean>> sending = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Peer peer = connectTo(bound);
            sending.add(Background.start(() -> {
                try {
                    peer.send(Noise.much());
                    return true;
                } catch (IOException reset) {
                    return false;
                }
            }));
            peer.receive(1);
        }
        kit.shutdownTestKit();
        for (Background<Boolean> each : sending) {
            assertThat(each.await()).as("all was taken").isFalse();
        }
    }
}
