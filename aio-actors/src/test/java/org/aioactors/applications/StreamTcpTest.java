// SPDX-License-Identifier: Apache-2.0
package org.aioactors.applications;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Framing;
import akka.stream.javadsl.FramingTruncation;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Akka's own TCP and the streams on it: Akka's selector threads beside our loops. */
@ExtendWith(NoFdLeaks.class)
class StreamTcpTest {
    private ActorSystem<Void> system;
    private Tcp.ServerBinding server;

    @BeforeEach
    void start() throws Exception {
        system = ActorSystem.create(Behaviors.empty(), "stream-tcp", FiveLines.config());
        server = FiveLines.get(Tcp.get(system)
                .bind("127.0.0.1", 0)
                .to(Sink.foreach(connection -> connection.handleWith(
                        Flow.of(ByteString.class), akka.stream.Materializer.matFromSystem(system))))
                .run(system));
    }

    @AfterEach
    void stop() throws Exception {
        FiveLines.expectOnEventLoops("stream-tcp");
        FiveLines.get(server.unbind());
        system.terminate();
        FiveLines.get(system.getWhenTerminated());
        FiveLines.expectNoThreads("stream-tcp-");
    }

    private CompletionStage<List<String>> echoed(int lines) {
        return Source.range(1, lines)
                .map(n -> ByteString.fromString("line " + n + "\n"))
                .via(Tcp.get(system)
                        .outgoingConnection("127.0.0.1", server.localAddress().getPort()))
                .via(Framing.delimiter(ByteString.fromString("\n"), 100, FramingTruncation.DISALLOW))
                .map(ByteString::utf8String)
                .runWith(Sink.seq(), system);
    }

    private static List<String> expected(int lines) {
        return IntStream.rangeClosed(1, lines).mapToObj(n -> "line " + n).toList();
    }

    @Test
    void aStreamOverTcpComesBackWhole() throws Exception {
        assertThat(FiveLines.get(echoed(10_000))).isEqualTo(expected(10_000));
    }

    @Test
    void aHundredConnectionsAtATime() throws Exception {
        List<CompletionStage<List<String>>> connections = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            connections.add(echoed(100));
        }
        for (CompletionStage<List<String>> connection : connections) {
            assertThat(FiveLines.get(connection)).isEqualTo(expected(100));
        }
    }

    @Test
    void aRefusedConnectionFailsItsStream() throws Exception {
        Tcp.ServerBinding other = FiveLines.get(
                Tcp.get(system).bind("127.0.0.1", 0).to(Sink.ignore()).run(system));
        FiveLines.get(other.unbind());
        assertThat(Source.single(ByteString.fromString("nobody hears"))
                        .via(Tcp.get(system)
                                .outgoingConnection(
                                        "127.0.0.1", other.localAddress().getPort()))
                        .runWith(Sink.seq(), system)
                        .toCompletableFuture())
                .failsWithin(20, TimeUnit.SECONDS);
        assertThat(FiveLines.get(echoed(10))).isEqualTo(expected(10));
    }
}
