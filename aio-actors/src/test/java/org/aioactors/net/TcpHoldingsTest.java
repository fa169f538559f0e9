// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.dispatcher.Eventually;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections are opened and closed again and again: fds, heap and mappings of the server are where they were. */
class TcpHoldingsTest {
    private static final long MIB = 1 << 20;

    /** How many connections are open at a time. */
    int connections(boolean tls) {
        return tls ? 50 : 300;
    }

    int rounds() {
        return 4;
    }

    private static final class Clients {
        private final InetSocketAddress server;
        private final TestSecurity security;

        Clients(EchoProcess server, boolean tls) {
            this.server = server.address();
            this.security = tls ? new TlsSecurity("TLSv1.3") : TestSecurity.NONE;
        }

        /** From addresses of each round's own, or the ports of one would not last. */
        private Peer connect(int round) throws IOException {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.1." + (1 + round)), 0));
            socket.connect(server);
            return security.connectedPeer(socket);
        }

        void comeAndGo(int round, int count) throws IOException {
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                peers.add(connect(round));
                peers.get(i).send("client " + i);
            }
            for (int i = 0; i < count; i++) {
                peers.get(i).expect("client " + i);
            }
            for (int i = 0; i < count; i++) {
                if (i % 2 == 0) {
                    peers.get(i).close();
                } else {
                    peers.get(i).reset();
                }
            }
        }
    }

    /** When it has no more sockets than before its first client. */
    private static EchoProcess.Holdings atRest(EchoProcess server, long sockets)
            throws IOException, InterruptedException {
        Eventually.equal("sockets", () -> holdings(server).sockets(), sockets);
        return server.collectedHoldings();
    }

    private static EchoProcess.Holdings holdings(EchoProcess server) {
        try {
            return server.holdings();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"RING, false", "RING_WITHOUT_RECEIVE, false", "EPOLL, false", "POLL, false", "RING, true", "EPOLL, true"
    })
    void allIsGivenBack(TransportKind transport, boolean tls) throws Exception {
        int count = connections(tls);
        try (EchoProcess server = EchoProcess.start(EchoProcess.Plan.of(transport, tls))) {
            Clients clients = new Clients(server, tls);
            long sockets = server.holdings().sockets();
            clients.comeAndGo(0, count); // what grows as far as it has to
            EchoProcess.Holdings before = atRest(server, sockets);
            for (int round = 1; round < rounds(); round++) {
                clients.comeAndGo(round, count);
            }
            EchoProcess.Holdings after = atRest(server, sockets);
            assertThat(after.heapBytes())
                    .as("heap: before %s, after %s", before, after)
                    .isLessThan(before.heapBytes() + Math.max(4 * MIB, count * 100L));
            assertThat(after.mappings())
                    .as("mappings: before %s, after %s", before, after)
                    .isLessThan(before.mappings() + Math.max(50, count / 50)); // threads of the JVM come and go
            server.expectGracefulEnd();
        }
    }
}
