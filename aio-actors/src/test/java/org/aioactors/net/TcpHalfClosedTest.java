// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.DispatcherSelector;
import akka.util.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.AioLoop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The peer has closed its side and the connection is kept: its loop sleeps while there is nothing to do. */
@EachTransport
class TcpHalfClosedTest extends TcpTest {
    private static final int EXCHANGES = 1_000;

    /** What a loop may still do of what there was to do before. */
    private static final int FEW_TURNS = 20;

    private static final int MOST_TALKS = 20;

    private Peer peer;
    private Tcp.Connected connected;
    private TestProbe<Tcp.Event> handler;

    @Override
    String config() {
        return AIO + ".aio.threads = 1, aio.net.tcp.max-pending-write = 64 MiB";
    }

    @BeforeEach
    void connect() throws IOException {
        peer = connectTo(bind());
        connected = accepted();
        handler = registerKeepingOpen(connected);
    }

    private void peerClosesItsSide() throws IOException {
        peer.shutdownOutput();
        handler.expectMessage(new Tcp.PeerClosed());
    }

    private AioLoop loop() {
        DispatcherSelector ours = DispatcherSelector.fromConfig(AIO);
        return ((AioDispatcher) kit.system().dispatchers().lookup(ours)).loops().get(0);
    }

    /**
     * Two others talk for a long time, and meanwhile the loop hardly turns: not at first, perhaps, while the kernel still
     * finds room for what was written.
     */
    private void expectSleep() throws IOException {
        long turns = turnsWhileOthersTalk();
        for (int talk = 1; talk < MOST_TALKS && turns >= FEW_TURNS; talk++) {
            turns = turnsWhileOthersTalk();
        }
        assertThat(turns).isLessThan(FEW_TURNS);
    }

    private long turnsWhileOthersTalk() throws IOException {
        long before = loop().metrics().context().turns();
        othersTalk();
        return loop().metrics().context().turns() - before;
    }

    private static void othersTalk() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Peer one = Peer.of(new Socket(listener.getInetAddress(), listener.getLocalPort()));
                Peer other = Peer.of(listener.accept())) {
            for (int i = 0; i < EXCHANGES; i++) {
                one.send("ping");
                other.expect("ping");
                other.send("pong");
                one.expect("pong");
            }
        }
    }

    @Test
    void anIdleOneLetsTheLoopSleep() throws IOException {
        peerClosesItsSide();
        expectSleep();
        write(connected, "still here");
        peer.expect("still here");
        expectSleep();
    }

    @Test
    void soDoesOneWhosePeerDoesNotRead() throws IOException {
        peerClosesItsSide();
        connected.connection().tell(new Tcp.Write(ByteString.fromArrayUnsafe(Noise.much()), "all written"));
        expectSleep();
        assertThat(Noise.checksum(peer.receive(Noise.MUCH))).isEqualTo(Noise.checksum(Noise.much()));
        handler.expectMessage(new Tcp.Ack("all written"));
        expectSleep();
    }
}
