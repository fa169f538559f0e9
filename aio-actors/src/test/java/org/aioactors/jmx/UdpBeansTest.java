// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.aioactors.Aio;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.dispatcher.TestConfig;
import org.aioactors.udp.Udp;
import org.aioactors.udp.UdpExtension;
import org.aioactors.udp.UdpOptions;
import org.aioactors.udp.UdpSO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The beans of UDP sockets: there while they are, with their figures. */
class UdpBeansTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CONNECTED = "type=UdpConnected,system=udp-beans";

    private final ActorTestKit kit = ActorTestKit.create("udp-beans", TestConfig.of(""));
    private final TestProbe<Udp.Event> handler = kit.createTestProbe();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        assertThat(names()).as("beans of a system that has terminated").isEmpty();
    }

    private static Set<String> names() {
        try {
            return SERVER.queryNames(new ObjectName("org.aioactors:system=udp-beans,*"), null).stream()
                    .map(name -> name.toString().substring("org.aioactors:".length()))
                    .filter(name -> name.startsWith("type=Udp"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }

    private static Object attribute(String name, String attribute) throws Exception {
        return SERVER.getAttribute(new ObjectName("org.aioactors:" + name), attribute);
    }

    private Udp.Bound bind(ActorRef<Udp.Command> udp, int port) {
        udp.tell(Udp.Bind.of(handler.ref(), new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .with(UdpOptions.DEFAULT.withSocketOptions(UdpSO.reusePort(true))));
        return handler.expectMessageClass(Udp.Bound.class, PATIENCE);
    }

    private static String name(Udp.Bound bound, String behind) {
        return "type=UdpSocket,system=udp-beans,address=\"127.0.0.1:"
                + bound.localAddress().getPort() + behind + "\"";
    }

    @Test
    void eachThatIsBoundHasOneWhileItIsOpen() throws Exception {
        ActorRef<Udp.Command> udp = Aio.get(kit.system()).udp();
        assertThat(names()).isEmpty();
        Udp.Bound first = bind(udp, 0);
        assertThat(names()).containsExactly(name(first, ""));
        Udp.Bound second = bind(udp, first.localAddress().getPort());
        assertThat(names()).containsExactlyInAnyOrder(name(first, ""), name(first, "-2"));
        int port = first.localAddress().getPort();
        assertThat(attribute("type=System,system=udp-beans", "Figures"))
                .asString()
                .contains("udp\tname=127.0.0.1:" + port + "\t", "udp\tname=127.0.0.1:" + port + "-2\t");
        first.socket().tell(new Udp.Unbind());
        handler.expectMessage(PATIENCE, new Udp.Unbound());
        assertThat(names()).containsExactly(name(first, "-2"));
        second.socket().tell(new Udp.Unbind());
        handler.expectMessage(PATIENCE, new Udp.Unbound());
        assertThat(names()).isEmpty();
    }

    @Test
    void thoseBeforeTheExtensionAreShownToo() {
        ActorRef<Udp.Command> udp = UdpExtension.get(kit.system()).manager();
        Udp.Bound bound = bind(udp, 0);
        udp.tell(Udp.Connect.of(handler.ref(), bound.localAddress()));
        handler.expectMessageClass(Udp.Connected.class, PATIENCE);
        assertThat(names()).isEmpty();
        Aio.get(kit.system());
        assertThat(names()).containsExactlyInAnyOrder(CONNECTED, name(bound, ""));
    }

    @Test
    void theyShowWhatTheSocketsDo() throws Exception {
        Udp.Bound bound = bind(Aio.get(kit.system()).udp(), 0);
        TestProbe<Udp.Event> client = kit.createTestProbe();
        Aio.get(kit.system()).udp().tell(Udp.Connect.of(client.ref(), bound.localAddress()));
        Udp.Connected connected = client.expectMessageClass(Udp.Connected.class, PATIENCE);
        connected.socket().tell(Udp.Send.of(ByteString.fromString("hello")).withAck("taken"));
        client.expectMessage(PATIENCE, new Udp.Sent("taken"));
        handler.expectMessageClass(Udp.Received.class, PATIENCE);
        Eventually.equal("received", () -> figure(name(bound, ""), "ReceivedBytes"), 5L);
        assertThat(attribute(name(bound, ""), "ReceivedDatagrams")).isEqualTo(1L);
        Eventually.equal("sent", () -> figure(CONNECTED, "SentBytes"), 5L);
        assertThat(attribute(CONNECTED, "SentDatagrams")).isEqualTo(1L);
        assertThat(attribute(CONNECTED, "Sockets")).isEqualTo(1);
        for (String none : new String[] {"SentBytes", "SentDatagrams", "Dropped", "Truncated", "Refused"}) {
            assertThat(attribute(name(bound, ""), none)).as(none).isEqualTo(0L);
        }
    }

    private static Object figure(String name, String attribute) {
        try {
            return attribute(name, attribute);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
