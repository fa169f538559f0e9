// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.aioactors.samples.bench.WrongResultException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The load finds what a server does wrong. */
class UdpLoadTest {
    private static final UdpShape SHAPE = UdpShape.parse("echo-5x64x3");
    private static final long DURATION_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /** What the echo does to a datagram in place of sending it back. */
    private interface Fault {
        void send(DatagramSocket socket, DatagramPacket packet, int number) throws IOException;
    }

    private final DatagramSocket socket =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final Set<String> hosts = new TreeSet<>();
    private Thread server = new Thread();

    UdpLoadTest() throws SocketException {}

    @AfterEach
    void stop() throws InterruptedException {
        socket.close();
        server.join();
    }

    private UdpLoad loadOf(Fault fault) {
        server = new Thread(() -> serve(fault));
        server.start();
        return new UdpLoad(SHAPE, socket.getLocalPort());
    }

    private void serve(Fault fault) {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            for (int number = 1; ; number++) {
                socket.receive(packet);
                hosts.add(packet.getAddress().getHostAddress());
                fault.send(socket, packet, number);
                packet.setLength(2048);
            }
        } catch (IOException closed) {
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @Test
    void anEchoIsRight() {
        try (UdpLoad load = loadOf((echo, packet, number) -> echo.send(packet))) {
            load.run(DURATION_NS);
            assertThat(load.echoed()).isGreaterThan(50);
            assertThat(load.lost()).isZero();
            assertThat(load.latencies().percentileNs(50)).isPositive();
            assertThat(hosts).containsExactly("127.0.1.1", "127.0.1.2", "127.0.1.3", "127.0.1.4", "127.0.1.5");
        }
    }

    @Test
    void whatIsLostIsCountedAndReplaced() {
        try (UdpLoad load = loadOf((echo, packet, number) -> {
            if (number % 10 != 0) {
                echo.send(packet);
            }
        })) {
            load.run(DURATION_NS);
            assertThat(load.echoed()).isGreaterThan(50);
            assertThat(load.lost()).isGreaterThan(5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a byte", "the length", "twice", "another's"})
    void aMistakeIsFound(String what) {
        try (UdpLoad load = loadOf((echo, packet, number) -> {
            if (number == 20) {
                spoil(echo, packet, what);
            }
            echo.send(packet);
        })) {
            assertThatThrownBy(() -> load.run(DURATION_NS)).isInstanceOf(WrongResultException.class);
        }
    }

    private static void spoil(DatagramSocket echo, DatagramPacket packet, String what) throws IOException {
        switch (what) {
            case "a byte" -> packet.getData()[40] ^= 1;
            case "the length" -> packet.setLength(packet.getLength() - 1);
            case "twice" -> echo.send(packet);
            default -> {
                byte[] other = packet.getAddress().getAddress();
                other[3] = (byte) (other[3] == 1 ? 2 : 1);
                packet.setAddress(InetAddress.getByAddress(other));
            }
        }
    }

    @Test
    void aCaseHasAName() {
        assertThat(SHAPE).isEqualTo(new UdpShape(5, 64, 3));
        assertThat(SHAPE.name()).isEqualTo("echo-5x64x3");
        for (String wrong :
                new String[] {"echo-0x64x1", "echo-1x65x1", "echo-1x8x1", "echo-1x64x33", "fan-out-1x64x1"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> UdpShape.parse(wrong));
        }
    }
}
