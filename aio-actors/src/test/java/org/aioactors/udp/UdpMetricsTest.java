// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.io.IOException;
import java.net.DatagramSocket;
import java.util.List;
import java.util.Map;
import org.aioactors.Aio;
import org.aioactors.dispatcher.Eventually;
import org.junit.jupiter.api.Test;

/** What is counted of datagrams. */
class UdpMetricsTest extends UdpTest {
    private static final UdpMetrics.Group NONE = new UdpMetrics.Group(0, 0, 0, 0, 0, 0, 0, 0);

    private UdpMetrics metrics() {
        return Aio.get(kit.system()).udpMetrics();
    }

    private UdpMetrics.Group bound() {
        assertThat(metrics().bound()).hasSize(1);
        return metrics().bound().get(0).figures();
    }

    private UdpMetrics.Group onLoops() {
        assertThat(metrics().loops()).hasSize(1);
        return metrics().loops().values().iterator().next();
    }

    private static Udp.Send sized(int bytes, DatagramSocket to) {
        return Udp.Send.of(ByteString.fromArray(new byte[bytes]), addressOf(to));
    }

    @Test
    void thereIsNothingBeforeTheFirstSocket() {
        assertThat(metrics()).isEqualTo(new UdpMetrics(List.of(), NONE, Map.of()));
    }

    @Test
    void aSocketCountsWhatComesAndGoes() throws IOException {
        Udp.Bound bound = bind(udp(), UdpOptions.DEFAULT.withMaxDatagramBytes(10));
        assertThat(metrics().bound())
                .containsExactly(
                        new UdpMetrics.Socket(bound.localAddress(), new UdpMetrics.Group(1, 0, 0, 0, 0, 0, 0, 0)));
        DatagramSocket peer = peer();
        send(peer, bound.localAddress(), new byte[3]);
        send(peer, bound.localAddress(), new byte[0]);
        send(peer, bound.localAddress(), new byte[11]);
        received();
        received();
        handler.expectMessageClass(Udp.Truncated.class, PATIENCE);
        for (int i = 0; i < 100; i++) { // a run
            bound.socket().tell(sized(100, peer));
        }
        bound.socket().tell(sized(1, peer).withAck("last"));
        handler.expectMessage(PATIENCE, new Udp.Sent("last"));
        bound.socket().tell(Udp.Send.of(ByteString.fromString("to whom?")));
        handler.expectMessageClass(Udp.CommandFailed.class, PATIENCE);
        UdpMetrics.Group figures = new UdpMetrics.Group(1, 3, 13, 101, 10_001, 0, 1, 1);
        Eventually.equal("figures", this::bound, figures);
        assertThat(onLoops()).isEqualTo(figures);
        assertThat(metrics().connected()).isEqualTo(NONE);
        bound.socket().tell(new Udp.Unbind());
        handler.expectMessage(PATIENCE, new Udp.Unbound());
        assertThat(metrics().bound()).isEmpty();
        assertThat(onLoops()).isEqualTo(new UdpMetrics.Group(0, 3, 13, 101, 10_001, 0, 1, 1));
    }

    @Test
    void whatComesAsOneIsCountedApart() throws IOException {
        Udp.Bound receiver = bind(udp(), UdpOptions.DEFAULT.withReceiveOffload(true));
        TestProbe<Udp.Event> sending = kit.createTestProbe();
        udp().tell(Udp.Connect.of(sending.ref(), receiver.localAddress()));
        Udp.Connected sender = sending.expectMessageClass(Udp.Connected.class, PATIENCE);
        int count = 150;
        for (int i = 0; i < count; i++) {
            sender.socket().tell(Udp.Send.of(ByteString.fromArray(new byte[i == count - 1 ? 7 : 20])));
        }
        for (int i = 0; i < count; i++) {
            received();
        }
        long bytes = (count - 1) * 20L + 7;
        Eventually.equal("figures", this::bound, new UdpMetrics.Group(1, count, bytes, 0, 0, 0, 0, 0));
        Eventually.equal(
                "connected", () -> metrics().connected(), new UdpMetrics.Group(1, 0, 0, count, bytes, 0, 0, 0));
        sender.socket().tell(new Udp.Unbind());
        sending.expectMessage(PATIENCE, new Udp.Unbound());
        assertThat(metrics().connected()).isEqualTo(new UdpMetrics.Group(0, 0, 0, count, bytes, 0, 0, 0));
        assertThat(metrics().bound()).hasSize(1);
    }

    @Test
    void whatIsDroppedIsCounted() throws IOException {
        Udp.Bound bound = bind(
                udp(), UdpOptions.DEFAULT.withReadingSuspended().withSocketOptions(UdpSO.receiveBufferSize(4 * 1024)));
        DatagramSocket peer = peer();
        int sent = 200;
        for (int i = 0; i < sent; i++) {
            send(peer, bound.localAddress(), new byte[64]);
        }
        bound.socket().tell(new Udp.ResumeReading());
        Eventually.equal("datagrams", () -> bound().receivedDatagrams() + bound().dropped(), (long) sent);
        assertThat(bound().dropped()).isPositive();
    }

    @Test
    void socketsOfOneAddressAreCountedApartInTheirOrder() {
        UdpOptions shared = UdpOptions.DEFAULT.withSocketOptions(UdpSO.reusePort(true));
        Udp.Bound first = bind(udp(), shared);
        udp().tell(Udp.Bind.of(handler.ref(), first.localAddress()).with(shared));
        Udp.Bound second = handler.expectMessageClass(Udp.Bound.class, PATIENCE);
        Udp.Bound third = bind(udp(), shared);
        assertThat(metrics().bound())
                .extracting(UdpMetrics.Socket::localAddress)
                .containsExactly(first.localAddress(), first.localAddress(), third.localAddress());
        second.socket().tell(new Udp.Unbind());
        handler.expectMessage(PATIENCE, new Udp.Unbound());
        assertThat(metrics().bound())
                .extracting(UdpMetrics.Socket::localAddress)
                .containsExactly(first.localAddress(), third.localAddress());
    }
}
