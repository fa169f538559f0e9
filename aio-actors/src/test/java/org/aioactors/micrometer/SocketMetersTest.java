// SPDX-License-Identifier: Apache-2.0
package org.aioactors.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.aioactors.Aio;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.dispatcher.TestConfig;
import org.aioactors.net.ListenOptions;
import org.aioactors.net.Tcp;
import org.aioactors.net.TcpSO;
import org.aioactors.udp.Udp;
import org.aioactors.udp.UdpOptions;
import org.aioactors.udp.UdpSO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The meters of listeners, outgoing connections and UDP sockets: there while they are, with their figures. */
class SocketMetersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ActorTestKit kit = ActorTestKit.create("socket-meters", TestConfig.of(""));
    private final TestProbe<Tcp.Event> server = kit.createTestProbe();
    private final TestProbe<Udp.Event> datagrams = kit.createTestProbe();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void bindMeters() {
        AioMetrics.of(kit.system()).bindTo(registry);
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        assertThat(registry.getMeters())
                .as("meters of a system that has terminated")
                .isEmpty();
    }

    private Set<String> values(String meter, String tag) {
        return registry.find(meter).meters().stream()
                .map(each -> each.getId().getTag(tag))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> listeners() {
        return values("aio.tcp.connections", "listener");
    }

    private Set<String> sockets() {
        return values("aio.udp.sockets", "socket");
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private Tcp.Bound listen(int port) {
        Aio.get(kit.system())
                .tcp()
                .tell(Tcp.Bind.of(server.ref(), loopback(port))
                        .with(ListenOptions.DEFAULT.withSocketOptions(TcpSO.reusePort(true))));
        return server.expectMessageClass(Tcp.Bound.class, PATIENCE);
    }

    private void unbind(Tcp.Bound bound) {
        bound.listener().tell(new Tcp.Unbind());
        server.expectMessageClass(Tcp.Unbound.class, PATIENCE);
    }

    private Udp.Bound bind(int port) {
        Aio.get(kit.system())
                .udp()
                .tell(Udp.Bind.of(datagrams.ref(), loopback(port))
                        .with(UdpOptions.DEFAULT.withSocketOptions(UdpSO.reusePort(true))));
        return datagrams.expectMessageClass(Udp.Bound.class, PATIENCE);
    }

    @Test
    void eachListenerHasItsMetersWhileItLives() {
        assertThat(listeners()).isEmpty();
        Tcp.Bound first = listen(0);
        int port = first.localAddress().getPort();
        String name = "127.0.0.1:" + port;
        assertThat(listeners()).containsExactlyInAnyOrder(name, "outgoing");
        Tcp.Bound second = listen(port);
        assertThat(listeners()).containsExactlyInAnyOrder(name, name + "-2", "outgoing");
        unbind(first);
        Eventually.equal("listeners", this::listeners, Set.of(name + "-2", "outgoing"));
        Tcp.Bound third = listen(port);
        assertThat(listeners()).containsExactlyInAnyOrder(name, name + "-2", "outgoing");
        unbind(second);
        unbind(third);
        Eventually.equal("listeners", this::listeners, Set.of("outgoing"));
    }

    @Test
    void theyShowWhatTheConnectionsDo() throws Exception {
        Tcp.Bound bound = listen(0);
        String name = "127.0.0.1:" + bound.localAddress().getPort();
        try (Socket peer = new Socket(
                bound.localAddress().getAddress(), bound.localAddress().getPort())) {
            TestProbe<Tcp.Event> handler = kit.createTestProbe();
            ActorRef<Tcp.ConnectionCommand> connection =
                    server.expectMessageClass(Tcp.Connected.class, PATIENCE).connection();
            connection.tell(Tcp.Register.of(handler.ref()));
            assertThat(registry.get("aio.tcp.connections")
                            .tag("listener", name)
                            .gauge()
                            .value())
                    .isEqualTo(1);
            peer.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
            handler.expectMessageClass(Tcp.Received.class, PATIENCE);
            connection.tell(Tcp.Write.of(ByteString.fromString("you")));
            assertThat(peer.getInputStream().readNBytes(3)).hasSize(3);
        }
        assertThat(count("aio.tcp.opened", "listener", name)).isEqualTo(1);
        assertThat(count("aio.tcp.received", "listener", name)).isEqualTo(5);
        Eventually.equal("sent", () -> count("aio.tcp.sent", "listener", name), 3.0);
        assertThat(count("aio.tcp.refused.writes", "listener", name)).isZero();
        assertThat(count("aio.tcp.opened", "listener", "outgoing")).isZero();
        double flushes = registry.find("aio.tcp.flushes").functionCounters().stream()
                .mapToDouble(each -> each.count())
                .sum();
        assertThat(flushes).isPositive();
        assertThat(registry.get("aio.tcp.flushes").meter().getId().getTag("dispatcher"))
                .isEqualTo("aio-default-dispatcher");
    }

    @Test
    void eachUdpSocketHasItsMetersWhileItIsOpen() {
        Udp.Bound first = bind(0);
        int port = first.localAddress().getPort();
        String name = "127.0.0.1:" + port;
        assertThat(sockets()).containsExactly(name);
        Udp.Bound second = bind(port);
        assertThat(sockets()).containsExactly(name, name + "-2");
        for (Udp.Bound each : new Udp.Bound[] {first, second}) {
            each.socket().tell(new Udp.Unbind());
            datagrams.expectMessage(PATIENCE, new Udp.Unbound());
        }
        assertThat(sockets()).isEmpty();
        assertThat(values("aio.udp.loop.sockets", "dispatcher")).containsExactly("aio-default-dispatcher");
    }

    @Test
    void theyShowWhatTheSocketsDo() {
        Udp.Bound bound = bind(0);
        String name = "127.0.0.1:" + bound.localAddress().getPort();
        TestProbe<Udp.Event> client = kit.createTestProbe();
        Aio.get(kit.system()).udp().tell(Udp.Connect.of(client.ref(), bound.localAddress()));
        client.expectMessageClass(Udp.Connected.class, PATIENCE)
                .socket()
                .tell(Udp.Send.of(ByteString.fromString("hello")));
        datagrams.expectMessageClass(Udp.Received.class, PATIENCE);
        Eventually.equal("received", () -> count("aio.udp.received", "socket", name), 5.0);
        assertThat(count("aio.udp.received.datagrams", "socket", name)).isEqualTo(1);
        Eventually.equal("sent", () -> count("aio.udp.sent", "socket", "connected"), 5.0);
        assertThat(count("aio.udp.dropped", "socket", name)).isZero();
        double ofLoops = registry.find("aio.udp.loop.sent").functionCounters().stream()
                .mapToDouble(each -> each.count())
                .sum();
        assertThat(ofLoops).isEqualTo(5);
    }
}
