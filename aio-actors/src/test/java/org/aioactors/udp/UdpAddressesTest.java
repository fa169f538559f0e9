// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import akka.util.ByteString;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import org.aioactors.aio.linux.FdIo;
import org.junit.jupiter.api.Test;

/** Both kinds of addresses, multicast, broadcast, and where a datagram came in and leaves. */
class UdpAddressesTest extends UdpTest {
    private Udp.Bound bindAt(InetSocketAddress address, UdpOptions options) {
        udp().tell(Udp.Bind.of(handler.ref(), address).with(options));
        return handler.expectMessageClass(Udp.Bound.class, PATIENCE);
    }

    private static InetSocketAddress at(String host, int port) {
        return FdIo.address(host, port);
    }

    private static void assumeIpv6() {
        try (DatagramSocket socket = new DatagramSocket(at("::1", 0))) {
            assumeTrue(socket.isBound());
        } catch (SocketException e) {
            assumeTrue(false, "this machine has no IPv6: " + e.getMessage());
        }
    }

    @Test
    void theWildcardTakesBothKinds() throws IOException {
        assumeIpv6();
        Udp.Bound bound = bindAt(at("0.0.0.0", 0), UdpOptions.DEFAULT.withPacketInfo());
        int port = bound.localAddress().getPort();
        for (String host : new String[] {"127.0.0.1", "::1"}) {
            DatagramSocket peer = peerAt(at(host, 0));
            send(peer, at(host, port), host);
            Udp.Received received = received();
            assertThat(received.sender()).isEqualTo(addressOf(peer));
            assertThat(received.info()).isNotNull();
            assertThat(received.info().destination())
                    .isEqualTo(FdIo.address(host, 0).getAddress());
            assertThat(received.info().interfaceIndex())
                    .isEqualTo(loopbackInterface().getIndex());
            bound.socket().tell(received.reply(received.data()));
            DatagramPacket answer = receivePacket(peer);
            assertThat(answer.getSocketAddress()).isEqualTo(at(host, port));
        }
    }

    @Test
    void anAnswerLeavesByTheAddressThatWasAsked() throws IOException {
        for (String wildcard : new String[] {"0.0.0.0", "127.0.0.1"}) {
            boolean any = wildcard.equals("0.0.0.0");
            Udp.Bound bound = bindAt(at(wildcard, 0), UdpOptions.DEFAULT.withPacketInfo());
            InetSocketAddress asked =
                    at(any ? "127.0.0.77" : wildcard, bound.localAddress().getPort());
            DatagramSocket peer = peerAt(at("127.0.0.5", 0));
            send(peer, asked, "question");
            Udp.Received received = received();
            assertThat(received.info()).isNotNull();
            assertThat(received.info().local()).isEqualTo(asked.getAddress());
            bound.socket().tell(received.reply(ByteString.fromString("answer")));
            assertThat(receivePacket(peer).getSocketAddress()).isEqualTo(asked);
        }
    }

    @Test
    void aSourceIsChosen() throws IOException {
        Udp.Bound bound = bindAt(at("0.0.0.0", 0), UdpOptions.DEFAULT);
        DatagramSocket peer = peer();
        InetAddress source = FdIo.address("127.0.0.99", 0).getAddress();
        bound.socket().tell(text("from elsewhere", addressOf(peer)).withFrom(PacketInfo.of(source)));
        assertThat(receivePacket(peer).getAddress()).isEqualTo(source);
    }

    @Test
    void aGroupIsJoinedAndLeft() throws IOException {
        InetAddress group = FdIo.address("239.255.17.3", 0).getAddress();
        Udp.Bound bound = bindAt(at("0.0.0.0", 0), UdpOptions.DEFAULT.withPacketInfo());
        int port = bound.localAddress().getPort();
        Udp.JoinGroup join = new Udp.JoinGroup(group, loopbackInterface());
        bound.socket().tell(join);
        handler.expectMessage(PATIENCE, new Udp.MembershipChanged(join));
        sendToGroup(group, port, "to all");
        Udp.Received received = received();
        assertThat(received.data().utf8String()).isEqualTo("to all");
        assertThat(received.info()).isNotNull();
        assertThat(received.info().destination()).isEqualTo(group);
        Udp.LeaveGroup leave = new Udp.LeaveGroup(group, loopbackInterface());
        bound.socket().tell(leave);
        handler.expectMessage(PATIENCE, new Udp.MembershipChanged(leave));
        sendToGroup(group, port, "to others");
        handler.expectNoMessage(Duration.ofMillis(30));
        bound.socket().tell(leave);
        assertThat(handler.expectMessageClass(Udp.CommandFailed.class, PATIENCE).cause())
                .hasMessageStartingWith("setsockopt(MCAST_LEAVE_GROUP, fd=")
                .hasMessageContaining("EADDRNOTAVAIL");
    }

    private void sendToGroup(InetAddress group, int port, String text) throws IOException {
        Udp.Bound sender = bindSender();
        sender.socket()
                .tell(text(text, new InetSocketAddress(group, port)).withFrom(PacketInfo.of(loopbackInterface())));
        sender.socket().tell(new Udp.Unbind());
    }

    private Udp.Bound bindSender() {
        var probe = kit.<Udp.Event>createTestProbe();
        udp().tell(Udp.Bind.of(probe.ref(), at("0.0.0.0", 0))
                .with(UdpOptions.DEFAULT.withSocketOptions(
                        UdpSO.multicastTimeToLive(0), UdpSO.multicastLoopback(true))));
        return probe.expectMessageClass(Udp.Bound.class, PATIENCE);
    }

    /** The scope is an interface: nothing leaves this machine. */
    @Test
    void aGroupOfIpv6IsJoined() throws IOException {
        NetworkInterface multicast = NetworkInterface.networkInterfaces()
                .filter(UdpAddressesTest::hasMulticastOfIpv6)
                .findAny()
                .orElse(null);
        assumeTrue(multicast != null, "no interface has IPv6 and multicast");
        InetAddress group = FdIo.address("ff11::17:3", 0).getAddress();
        Udp.Bound bound = bindAt(at("::", 0), UdpOptions.DEFAULT);
        Udp.JoinGroup join = new Udp.JoinGroup(group, multicast);
        bound.socket().tell(join);
        handler.expectMessage(PATIENCE, new Udp.MembershipChanged(join));
        bound.socket()
                .tell(text(
                                "to all",
                                new InetSocketAddress(
                                        group, bound.localAddress().getPort()))
                        .withFrom(PacketInfo.of(multicast)));
        assertThat(received().data().utf8String()).isEqualTo("to all");
    }

    private static boolean hasMulticastOfIpv6(NetworkInterface one) {
        try {
            return one.isUp()
                    && one.supportsMulticast()
                    && !one.isLoopback()
                    && one.inetAddresses().anyMatch(Inet6Address.class::isInstance);
        } catch (SocketException gone) {
            return false;
        }
    }

    @Test
    void broadcastIsAskedFor() throws IOException {
        InetSocketAddress all = at("255.255.255.255", 9);
        Udp.Bound bound = bindAt(at("127.0.0.1", 0), UdpOptions.DEFAULT);
        bound.socket().tell(text("to all", all));
        assertThat(handler.expectMessageClass(Udp.CommandFailed.class, PATIENCE).cause())
                .hasMessageStartingWith("sendmmsg(fd=")
                .hasMessageContaining("EACCES");
        // The broadcast address of the loopback network, so that nothing leaves this machine.
        Udp.Bound allowed = bindAt(at("0.0.0.0", 0), UdpOptions.DEFAULT.withSocketOptions(UdpSO.broadcast(true)));
        allowed.socket()
                .tell(text(
                                "to all",
                                at("127.255.255.255", allowed.localAddress().getPort()))
                        .withAck("sent"));
        handler.expectMessageClass(Udp.Sent.class, PATIENCE);
    }

    @Test
    void optionsAreSetInBothKinds() throws IOException {
        assumeIpv6();
        Udp.Bound bound = bind(
                udpOfKernel(),
                UdpOptions.DEFAULT.withSocketOptions(
                        UdpSO.timeToLive(7),
                        UdpSO.multicastTimeToLive(3),
                        UdpSO.multicastLoopback(false),
                        UdpSO.trafficClass(0x10),
                        UdpSO.reuseAddress(true),
                        UdpSO.reusePort(true),
                        UdpSO.sendBufferSize(8192)));
        assertThat(bound.localAddress().getPort()).isPositive();
        assertThat(kernel.count("setsockopt")).isEqualTo(1 + 2 * 4 + 3);
    }

    @Test
    void aTargetOfTheOtherKindIsRefused() {
        Udp.Bound bound = bind();
        bound.socket().tell(text("to IPv6", at("::1", 9)));
        assertThat(handler.expectMessageClass(Udp.CommandFailed.class, PATIENCE).cause())
                .hasMessageContaining("is of IPv6, and the socket is for IPv4");
        bound.socket()
                .tell(text("by IPv6", at("127.0.0.1", 9))
                        .withFrom(PacketInfo.of(at("::1", 0).getAddress())));
        assertThat(handler.expectMessageClass(Udp.CommandFailed.class, PATIENCE).cause())
                .hasMessageContaining("which is of the other kind than its target");
        bound.socket().tell(Udp.Send.of(ByteString.fromString("to nobody")));
        assertThat(handler.expectMessageClass(Udp.CommandFailed.class, PATIENCE).cause())
                .hasMessageContaining("it has no target, and the socket is not connected");
        bound.socket().tell(text("to nobody", InetSocketAddress.createUnresolved("no.such.host", 9)));
        assertThat(handler.expectMessageClass(Udp.CommandFailed.class, PATIENCE).cause())
                .hasMessageContaining("unknown host: no.such.host");
    }

    @Test
    void nonsenseIsRefused() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("no.such.host", 9);
        assertThatIllegalArgumentException().isThrownBy(() -> Udp.Bind.of(handler.ref(), unresolved));
        assertThatIllegalArgumentException().isThrownBy(() -> Udp.Connect.of(handler.ref(), unresolved));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Udp.JoinGroup(InetAddress.getLoopbackAddress(), null))
                .withMessage("not a multicast address: 127.0.0.1");
        assertThatIllegalArgumentException().isThrownBy(() -> UdpSO.timeToLive(256));
        assertThatIllegalArgumentException().isThrownBy(() -> UdpOptions.DEFAULT.withMaxDatagramBytes(-1));
    }

    @Test
    void aConnectedSocketHasAnAddressOfItsOwn() throws IOException {
        DatagramSocket peer = peer();
        InetSocketAddress local = at("127.0.0.9", 0);
        udp().tell(new Udp.Connect(handler.ref(), addressOf(peer), local, UdpOptions.DEFAULT));
        Udp.Connected connected = handler.expectMessageClass(Udp.Connected.class, PATIENCE);
        assertThat(connected.localAddress().getAddress()).isEqualTo(local.getAddress());
        connected.socket().tell(Udp.Send.of(ByteString.fromString("one")));
        assertThat(receivePacket(peer).getSocketAddress()).isEqualTo(connected.localAddress());
        assertThat(peer.getOption(StandardSocketOptions.SO_REUSEADDR)).isFalse();
    }
}
