// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.aioactors.Aio;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.dispatcher.TestConfig;
import org.aioactors.net.ListenOptions;
import org.aioactors.net.Tcp;
import org.aioactors.net.TcpExtension;
import org.aioactors.net.TcpSO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The beans of listeners and of outgoing connections: there while they are, with their figures. */
class TcpBeansTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final String OUTGOING = "type=TcpOutgoing,system=tcp-beans";

    private final ActorTestKit kit = ActorTestKit.create("tcp-beans", TestConfig.of(""));
    private final TestProbe<Tcp.Event> server = kit.createTestProbe();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        assertThat(names()).as("beans of a system that has terminated").isEmpty();
    }

    private static Set<String> names() {
        try {
            return SERVER.queryNames(new ObjectName("org.aioactors:system=tcp-beans,*"), null).stream()
                    .map(name -> name.toString().substring("org.aioactors:".length()))
                    .filter(name -> name.startsWith("type=Tcp"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }

    private static Object attribute(String name, String attribute) throws Exception {
        return SERVER.getAttribute(new ObjectName("org.aioactors:" + name), attribute);
    }

    private Tcp.Bound bind(ActorRef<Tcp.Command> tcp, int port) {
        tcp.tell(Tcp.Bind.of(server.ref(), new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .with(ListenOptions.DEFAULT.withSocketOptions(TcpSO.reusePort(true))));
        return server.expectMessageClass(Tcp.Bound.class);
    }

    private static String name(Tcp.Bound bound, String behind) {
        return "type=TcpListener,system=tcp-beans,address=\"127.0.0.1:"
                + bound.localAddress().getPort() + behind + "\"";
    }

    @Test
    void eachListenerHasOneWhileItLives() throws Exception {
        Aio.get(kit.system());
        assertThat(names()).isEmpty();
        ActorRef<Tcp.Command> tcp = Aio.get(kit.system()).tcp();
        Tcp.Bound first = bind(tcp, 0);
        assertThat(names()).containsExactlyInAnyOrder(OUTGOING, name(first, ""));
        Tcp.Bound second = bind(tcp, first.localAddress().getPort());
        assertThat(names()).containsExactlyInAnyOrder(OUTGOING, name(first, ""), name(first, "-2"));
        int port = first.localAddress().getPort();
        assertThat(attribute("type=System,system=tcp-beans", "Figures"))
                .asString()
                .contains("tcp\tname=127.0.0.1:" + port + "\t", "tcp\tname=127.0.0.1:" + port + "-2\t");
        first.listener().tell(new Tcp.Unbind());
        Eventually.equal("beans", TcpBeansTest::names, Set.of(OUTGOING, name(first, "-2")));
        second.listener().tell(new Tcp.Unbind());
        Eventually.equal("beans", TcpBeansTest::names, Set.of(OUTGOING));
    }

    @Test
    void thoseBeforeTheExtensionAreShownToo() {
        Tcp.Bound bound = bind(TcpExtension.get(kit.system()).manager(), 0);
        assertThat(names()).isEmpty();
        Aio.get(kit.system());
        assertThat(names()).containsExactlyInAnyOrder(OUTGOING, name(bound, ""));
    }

    @Test
    void theyShowWhatTheConnectionsDo() throws Exception {
        Tcp.Bound bound = bind(Aio.get(kit.system()).tcp(), 0);
        String name = name(bound, "");
        try (Socket peer = new Socket(
                bound.localAddress().getAddress(), bound.localAddress().getPort())) {
            TestProbe<Tcp.Event> handler = kit.createTestProbe();
            server.expectMessageClass(Tcp.Connected.class).connection().tell(Tcp.Register.of(handler.ref()));
            assertThat(attribute(name, "Connections")).isEqualTo(1);
            send(peer, "hello");
            handler.expectMessageClass(Tcp.Received.class);
            peer.shutdownOutput();
            handler.expectMessage(new Tcp.PeerClosed());
        }
        assertThat(attribute(name, "Connections")).isEqualTo(0);
        assertThat(attribute(name, "Total")).isEqualTo(1L);
        assertThat(attribute(name, "ReceivedBytes")).isEqualTo(5L);
        for (String none : new String[] {"HeldBytes", "SentBytes", "RefusedWrites"}) {
            assertThat(attribute(name, none)).as(none).isEqualTo(0L);
        }
        assertThat(attribute(OUTGOING, "Total")).isEqualTo(0L);
        assertThat((String) attribute("type=System,system=tcp-beans", "Figures"))
                .contains("\ntcp\tname=127.0.0.1:" + bound.localAddress().getPort()
                        + "\tconnections=0\theldBytes=0\ttotal=1\treceivedBytes=5\tsentBytes=0\trefusedWrites=0\n"
                        + "tcp\tname=outgoing\tconnections=0\theldBytes=0\ttotal=0\t");
    }

    private static void send(Socket peer, String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
