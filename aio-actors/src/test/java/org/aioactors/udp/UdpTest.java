// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aioactors.Aio;
import org.aioactors.fd.NoFdLeaks;
import org.aioactors.net.TestKernel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the tests of UDP share: an actor system, and sockets of the JDK as peers. */
@ExtendWith(NoFdLeaks.class)
abstract class UdpTest {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final String AIO = "aio-default-dispatcher";

    final TestKernel kernel = new TestKernel();
    ActorTestKit kit;
    TestProbe<Udp.Event> handler;
    private final List<DatagramSocket> peers = new ArrayList<>();

    /** What differs from the defaults. */
    String config() {
        return "";
    }

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(
                "udp",
                ConfigFactory.parseString(config())
                        .withFallback(ConfigFactory.parseString(AIO + ".shutdown-timeout = 50 ms"))
                        .withFallback(ConfigFactory.load()));
        handler = kit.createTestProbe();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        peers.forEach(DatagramSocket::close);
    }

    ActorRef<Udp.Command> udp() {
        return Aio.get(kit.system()).udp();
    }

    /** A manager whose sockets use {@link #kernel}. */
    ActorRef<Udp.Command> udpOfKernel() {
        return UdpExtension.get(kit.system())
                .spawn(UdpSettings.of(kit.system().settings().config()).with(kernel.syscalls()), "udp-of-kernel");
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    Udp.Bound bind() {
        return bind(udp(), UdpOptions.DEFAULT);
    }

    Udp.Bound bind(ActorRef<Udp.Command> manager, UdpOptions options) {
        manager.tell(Udp.Bind.of(handler.ref(), loopback(0)).with(options));
        return handler.expectMessageClass(Udp.Bound.class, PATIENCE);
    }

    /** A socket on loopback, which is closed with the test. */
    DatagramSocket peer() throws SocketException {
        return peerAt(loopback(0));
    }

    DatagramSocket peerAt(InetSocketAddress address) throws SocketException {
        DatagramSocket peer = new DatagramSocket(address);
        peers.add(peer);
        peer.setSoTimeout((int) PATIENCE.toMillis());
        return peer;
    }

    static InetSocketAddress addressOf(DatagramSocket peer) {
        return (InetSocketAddress) peer.getLocalSocketAddress();
    }

    static void send(DatagramSocket peer, InetSocketAddress to, byte[] bytes) throws IOException {
        peer.send(new DatagramPacket(bytes, bytes.length, to));
    }

    static void send(DatagramSocket peer, InetSocketAddress to, String text) throws IOException {
        send(peer, to, ByteString.fromString(text).toArray());
    }

    static DatagramPacket receivePacket(DatagramSocket peer) throws IOException {
        byte[] bytes = new byte[65_536];
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        peer.receive(packet);
        return packet;
    }

    static byte[] receiveBytes(DatagramSocket peer) throws IOException {
        DatagramPacket packet = receivePacket(peer);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    static String receiveText(DatagramSocket peer) throws IOException {
        return ByteString.fromArray(receiveBytes(peer)).utf8String();
    }

    Udp.Received received() {
        return handler.expectMessageClass(Udp.Received.class, PATIENCE);
    }

    static Udp.Send text(String text, InetSocketAddress to) {
        return Udp.Send.of(ByteString.fromString(text), to);
    }

    static NetworkInterface loopbackInterface() throws SocketException {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        assertThat(loopback).isNotNull();
        return loopback;
    }
}
