// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More clients than the process has fds: all are served, one after the other, and it is said once. */
class TcpFewFdsTest {
    private static final int FDS = 180;
    private static final int CLIENTS = 200;

    @ParameterizedTest
    @EnumSource(value = TransportKind.class, names = "DEFAULT", mode = EnumSource.Mode.EXCLUDE)
    void allAreServedInTheEnd(TransportKind transport) throws Exception {
        EchoProcess.Plan plan = new EchoProcess.Plan(TcpTest.AIO, transport, 0, false, FDS, List.of());
        List<Peer> peers = new ArrayList<>();
        try (EchoProcess server = EchoProcess.start(plan)) {
            for (int i = 0; i < CLIENTS; i++) {
                Peer peer = Peer.connect(server.address());
                peers.add(peer);
                peer.send("client " + i);
            }
            for (int i = 0; i < CLIENTS; i++) {
                peers.get(i).expect("client " + i);
                peers.get(i).close();
            }
            server.expectGracefulEnd();
            List<String> said = server.log().stream()
                    .filter(line -> line.contains("accepting"))
                    .toList();
            assertThat(said.size())
                    .as("lines, few though it begins again and again: %s", said)
                    .isBetween(2, 8);
            assertThat(said.get(0)).contains("EMFILE").contains("ulimit -n");
            assertThat(said.get(said.size() - 1)).contains("again");
        } finally {
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }
}
