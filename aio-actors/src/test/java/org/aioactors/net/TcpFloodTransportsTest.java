// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The flood of {@link TcpFloodTest} by each transport, and through TLS. */
class TcpFloodTransportsTest {
    private static final int CLIENTS = 20;
    private static final long FLOOD_NS = TimeUnit.SECONDS.toNanos(4);
    private static final long EACH_MESSAGE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private static TestSecurity security(boolean tls) {
        return tls ? new TlsSecurity("TLSv1.3") : TestSecurity.NONE;
    }

    private static Peer connect(EchoProcess server, TestSecurity security) throws IOException {
        InetSocketAddress address = server.address();
        return security.connectedPeer(new Socket(address.getAddress(), address.getPort()));
    }

    @ParameterizedTest
    @CsvSource({
        "aio-default-dispatcher, RING_WITHOUT_RECEIVE, false",
        "aio-default-dispatcher, EPOLL, false",
        "aio-default-dispatcher, POLL, false",
        "aio-default-dispatcher, DEFAULT, true",
        "akka.actor.default-dispatcher, EPOLL, true"
    })
    void itLivesOnASmallHeap(String dispatcher, TransportKind transport, boolean tls) throws Exception {
        EchoProcess.Plan plan =
                new EchoProcess.Plan(dispatcher, transport, EACH_MESSAGE_NS, tls, 0, List.of("-Xmx64m"));
        TestSecurity security = security(tls);
        List<Peer> clients = new ArrayList<>();
        try (EchoProcess server = EchoProcess.start(plan)) {
            for (int i = 0; i < CLIENTS; i++) {
                Peer client = connect(server, security);
                clients.add(client);
                Background.start(() -> flood(client));
            }
            assertThat(server.lives(FLOOD_NS)).as("the server lives").isTrue();
            clients.get(0).reset();
            try (Peer late = connect(server, security)) {
                late.send("still there?");
                late.expect("still there?");
            }
            server.expectGracefulEnd();
        } finally {
            for (Peer client : clients) {
                client.reset();
            }
        }
    }

    private static boolean flood(Peer client) {
        byte[] zeros = new byte[64 << 10];
        try {
            while (true) {
                client.send(zeros);
            }
        } catch (IOException closed) {
            return true;
        }
    }
}
