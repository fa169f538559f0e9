// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aioactors.Aio;
import org.aioactors.dispatcher.Eventually;
import org.junit.jupiter.api.Test;

/** What is counted of connections, by each transport. */
@EachTransport
class TcpMetricsTest extends TcpTest {
    @Override
    String config() {
        return "aio-default-dispatcher.aio.threads = 2, aio.net.tcp { max-pending-write = 100000, high-water-mark = 50000, low-water-mark = 1000 }";
    }

    private TcpMetrics metrics() {
        return Aio.get(kit.system()).tcpMetrics();
    }

    private TcpMetrics.Group listener() {
        assertThat(metrics().listeners()).hasSize(1);
        return metrics().listeners().get(0).connections();
    }

    /** The peer ends the connection, and the listener has seen that. */
    private static void end(Peer peer, TestProbe<Tcp.Event> handler) throws IOException {
        peer.close();
        handler.expectMessage(PATIENCE, new Tcp.PeerClosed());
    }

    @Test
    void thereIsNothingBeforeTheFirstListener() {
        assertThat(metrics()).isEqualTo(new TcpMetrics(List.of(), TcpMetrics.Group.EMPTY, Map.of()));
    }

    @Test
    void aListenerCountsItsConnectionsOnAllLoops() throws IOException {
        Tcp.Bound bound = bind();
        assertThat(metrics().listeners())
                .containsExactly(new TcpMetrics.Listener(bound.localAddress(), TcpMetrics.Group.EMPTY));
        Peer[] peers = new Peer[4];
        List<TestProbe<Tcp.Event>> handlers = new ArrayList<>();
        for (int i = 0; i < peers.length; i++) { // they go to the loops in turn
            peers[i] = connectTo(bound);
            Tcp.Connected connected = accepted();
            handlers.add(register(connected));
            peers[i].send("hello");
            expectReceived(handlers.get(i), "hello");
            write(connected, "hi");
            write(connected, " there");
            peers[i].expect("hi there");
        }
        assertThat(listener().connections()).isEqualTo(4);
        assertThat(listener().heldBytes()).isZero();
        for (int i = 0; i < peers.length; i++) {
            end(peers[i], handlers.get(i));
        }
        assertThat(listener()).isEqualTo(new TcpMetrics.Group(0, 0, 4, 20, 32, 0));
        assertThat(metrics().outgoing()).isEqualTo(TcpMetrics.Group.EMPTY);
        assertThat(metrics().loops()).containsOnlyKeys(1, 2).allSatisfy((number, loop) -> {
            assertThat(loop.flushes()).isPositive();
            assertThat(loop.turnsWithFlushes()).isPositive().isLessThanOrEqualTo(loop.flushes());
        });
    }

    @Test
    void refusedWritesAreCountedAndNotSent() throws IOException {
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        Tcp.Write large = Tcp.Write.of(ByteString.fromArray(new byte[90_000]));
        long told = 0;
        while (listener().refusedWrites() == 0) { // the peer does not read
            connected.connection().tell(large);
            told++;
            assertThat(told).as("writes of 90,000 bytes that all were accepted").isLessThan(10_000);
        }
        handler.expectMessageClass(Tcp.CommandFailed.class);
        connected.connection().tell(new Tcp.Close());
        long received = peer.receiveAll().length;
        Tcp.Event last = handler.receiveMessage(PATIENCE);
        long failed = 1;
        for (; last instanceof Tcp.CommandFailed; failed++) {
            last = handler.receiveMessage(PATIENCE);
        }
        assertThat(last).isEqualTo(new Tcp.Closed());
        // What it held is free when the handler is known to have heard of the end.
        Eventually.equal("figures", this::listener, new TcpMetrics.Group(0, 0, 1, 0, received, failed));
        assertThat(received).isEqualTo((told - failed) * 90_000);
    }

    @Test
    void outgoingConnectionsAreCountedTogether() throws IOException {
        Tcp.Bound bound = bind();
        TestProbe<Tcp.Event> client = probe();
        tcp().tell(new Tcp.Connect(client.ref(), bound.localAddress()));
        Tcp.Connected out = client.expectMessageClass(Tcp.Connected.class, PATIENCE);
        TestProbe<Tcp.Event> outHandler = register(out);
        TestProbe<Tcp.Event> inHandler = register(accepted());
        write(out, "question");
        expectReceived(inHandler, "question");
        assertThat(metrics().outgoing().connections()).isEqualTo(1);
        out.connection().tell(new Tcp.Close());
        outHandler.expectMessage(PATIENCE, new Tcp.Closed());
        inHandler.expectMessage(PATIENCE, new Tcp.PeerClosed());
        assertThat(metrics().outgoing()).isEqualTo(new TcpMetrics.Group(0, 0, 1, 0, 8, 0));
        assertThat(listener()).isEqualTo(new TcpMetrics.Group(0, 0, 1, 8, 0, 0));
    }

    @Test
    void listenersOfOneAddressAreCountedApartAndLeaveWhenTheyStop() throws IOException {
        ListenOptions shared = security().listenOptions().withSocketOptions(TcpSO.reusePort(true));
        tcp().tell(Tcp.Bind.of(server.ref(), loopback(0)).with(shared));
        Tcp.Bound first = server.expectMessageClass(Tcp.Bound.class);
        tcp().tell(Tcp.Bind.of(server.ref(), first.localAddress()).with(shared));
        Tcp.Bound second = server.expectMessageClass(Tcp.Bound.class);
        assertThat(metrics().listeners())
                .extracting(TcpMetrics.Listener::localAddress)
                .containsExactly(first.localAddress(), first.localAddress());
        first.listener().tell(new Tcp.Unbind());
        Eventually.equal("listeners", () -> metrics().listeners().size(), 1);
        Peer peer = connectTo(second);
        TestProbe<Tcp.Event> handler = register(acceptedAfterUnbound());
        second.listener().tell(new Tcp.Unbind());
        server.expectMessage(PATIENCE, new Tcp.Unbound());
        assertThat(listener().connections()).isEqualTo(1); // stays until its last connection has ended
        end(peer, handler);
        Eventually.equal("listeners", () -> metrics().listeners().size(), 0);
    }

    private Tcp.Connected acceptedAfterUnbound() {
        server.expectMessage(PATIENCE, new Tcp.Unbound());
        return accepted();
    }
}
