// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each server does for a moment what it is measured by: all bytes come back, also where messages are large. */
class TcpServersTest {
    static Stream<TcpPeer> echo() {
        return TcpPeer.echo().stream();
    }

    static Stream<TcpPeer> tlsEcho() {
        return TcpPeer.tlsEcho().stream();
    }

    static Stream<TcpPeer> fanOut() {
        return TcpPeer.fanOut().stream();
    }

    @ParameterizedTest
    @MethodSource("echo")
    void echoes(TcpPeer peer) throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(peer.name(), peer.command())) {
            serves(server, "echo-10x64x3");
            serves(server, "echo-3x200000x2");
        }
    }

    @ParameterizedTest
    @MethodSource("tlsEcho")
    void echoesWithTls(TcpPeer peer) throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(peer.name(), peer.command())) {
            serves(server, "tls-echo-10x64x3");
            serves(server, "tls-echo-3x200000x2");
        }
    }

    @ParameterizedTest
    @MethodSource("fanOut")
    void fansOut(TcpPeer peer) throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(peer.name(), peer.command())) {
            serves(server, "fan-out-20x64x5");
        }
    }

    private static void serves(ServerProcess server, String name) throws IOException {
        Measurement measured =
                Measurement.of(LoadShape.parse(name), server.port(), 2, () -> 0, 1, TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(measured.p99Ns()).isGreaterThanOrEqualTo(measured.p50Ns());
    }
}
