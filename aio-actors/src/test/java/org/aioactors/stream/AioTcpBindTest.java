// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.Done;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.japi.Pair;
import akka.stream.BindFailedException;
import akka.stream.StreamTcpException;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.RunnableGraph;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import akka.stream.scaladsl.TcpIdleTimeoutException;
import akka.util.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aioactors.net.ConnectOptions;
import org.aioactors.net.ListenOptions;
import org.aioactors.net.Peer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Listening and connecting, and how they fail. */
@ParameterizedClass
@ValueSource(strings = {StreamTest.FORK_JOIN, StreamTest.AIO})
class AioTcpBindTest extends StreamTest {
    private static final Flow<ByteString, ByteString, ?> ECHO = Flow.of(ByteString.class);

    private Source<AioTcp.IncomingConnection, CompletionStage<AioTcp.ServerBinding>> bind() {
        return tcp.bind("127.0.0.1", 0);
    }

    private static void expectEcho(Peer peer) throws Exception {
        peer.send("ping");
        peer.expect("ping");
    }

    private static Sink<ByteString, CompletionStage<ByteString>> all() {
        return Sink.fold(ByteString.emptyByteString(), ByteString::concat);
    }

    @Test
    void itIsBoundEachTimeItIsMaterialized() throws Exception {
        RunnableGraph<CompletionStage<AioTcp.ServerBinding>> server =
                bind().to(Sink.foreach(connection -> connection.handleWith(ECHO, materializer)));
        AioTcp.ServerBinding one = get(server.run(materializer));
        AioTcp.ServerBinding other = get(server.run(materializer));
        assertThat(one.localAddress()).isNotEqualTo(other.localAddress());
        expectEcho(connectTo(one));
        expectEcho(connectTo(other));
    }

    @Test
    void unbindingCompletesTheSourceAndLeavesConnectionsAlone() throws Exception {
        Pair<CompletionStage<AioTcp.ServerBinding>, CompletionStage<Done>> run = bind().toMat(
                        Sink.foreach(connection -> connection.handleWith(ECHO, materializer)), Keep.both())
                .run(materializer);
        AioTcp.ServerBinding server = get(run.first());
        Peer peer = connectTo(server);
        expectEcho(peer);
        get(server.unbind());
        get(server.unbind());
        get(run.second());
        get(server.whenUnbound());
        assertThatThrownBy(() -> connectTo(server)).isInstanceOf(ConnectException.class);
        expectEcho(peer);
        try (ServerSocket again = new ServerSocket()) {
            again.setReuseAddress(true);
            again.bind(server.localAddress());
        }
    }

    @Test
    void toCancelTheSourceUnbinds() throws Exception {
        Pair<CompletionStage<AioTcp.ServerBinding>, CompletionStage<AioTcp.IncomingConnection>> run =
                bind().toMat(Sink.head(), Keep.both()).run(materializer);
        AioTcp.ServerBinding server = get(run.first());
        Peer peer = connectTo(server);
        AioTcp.IncomingConnection connection = get(run.second());
        assertThat(connection.remoteAddress()).isEqualTo(peer.localAddress());
        assertThat(connection.localAddress()).isEqualTo(server.localAddress());
        get(server.whenUnbound());
        connection.handleWith(ECHO, materializer);
        expectEcho(peer);
    }

    @Test
    void aFailureUnbindsToo() throws Exception {
        Pair<CompletionStage<AioTcp.ServerBinding>, CompletionStage<Done>> run = bind().toMat(
                        Sink.foreach(connection -> {
                            throw new IllegalStateException("planted");
                        }),
                        Keep.both())
                .run(materializer);
        AioTcp.ServerBinding server = get(run.first());
        connectTo(server);
        assertThat(failure(run.second())).hasMessage("planted");
        get(server.whenUnbound());
    }

    @Test
    void connectionsAreAcceptedAsTheyArePulled() throws Exception {
        Pair<CompletionStage<AioTcp.ServerBinding>, SinkQueueWithCancel<AioTcp.IncomingConnection>> run = bind().toMat(
                        Sink.<AioTcp.IncomingConnection>queue().addAttributes(akka.stream.Attributes.inputBuffer(1, 1)),
                        Keep.both())
                .run(materializer);
        for (int i = 0; i < 20; i++) {
            connectTo(get(run.first()));
        }
        for (int i = 0; i < 20; i++) {
            get(run.second().pull()).orElseThrow().handleWith(ECHO, materializer);
        }
        Peer last = connectTo(get(run.first()));
        get(run.second().pull()).orElseThrow().handleWith(ECHO, materializer);
        expectEcho(last);
        run.second().cancel();
        get(get(run.first()).whenUnbound());
    }

    @Test
    void aPortInUseFailsBoth() throws Exception {
        InetSocketAddress taken = addressOf(listener());
        Pair<CompletionStage<AioTcp.ServerBinding>, CompletionStage<Done>> run = tcp.bind("127.0.0.1", taken.getPort())
                .toMat(Sink.ignore(), Keep.both())
                .run(materializer);
        for (CompletionStage<?> each : new CompletionStage<?>[] {run.first(), run.second()}) {
            assertThat(failure(each))
                    .isInstanceOf(BindFailedException.class)
                    .hasMessageStartingWith("bind failed: bind(127.0.0.1:" + taken.getPort() + ")")
                    .hasMessageContaining("EADDRINUSE");
        }
    }

    @Test
    void anUnknownNameCantBeBound() throws Exception {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
        assertThat(failure(
                        tcp.bindAndHandle(ECHO, nowhere, ListenOptions.DEFAULT, StreamOptions.ACCEPTED, materializer)))
                .isInstanceOf(BindFailedException.class)
                .hasMessage("bind failed: unknown host: nowhere.invalid");
    }

    @Test
    void aConnectionCanBeHandledOnce() throws Exception {
        Pair<CompletionStage<AioTcp.ServerBinding>, CompletionStage<AioTcp.IncomingConnection>> run =
                bind().toMat(Sink.head(), Keep.both()).run(materializer);
        Peer peer = connectTo(get(run.first()));
        AioTcp.IncomingConnection connection = get(run.second());
        connection.handleWith(ECHO, materializer);
        assertThatThrownBy(() -> connection.handleWith(ECHO, materializer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the flow of an incoming connection can be materialized only once");
        expectEcho(peer);
    }

    @Test
    void aConnectionWhoseHandlerCantBeMadeIsResetAlone() throws Exception {
        AtomicBoolean failing = new AtomicBoolean(true);
        AioTcp.ServerBinding server = serve(ECHO.mapMaterializedValue(value -> {
            if (failing.getAndSet(false)) {
                throw new IllegalStateException("planted");
            }
            return value;
        }));
        LoggingTestKit.error("no stream for /127.0.0.1:").expect(system, () -> {
            try {
                connectTo(server).expectReset();
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        expectEcho(connectTo(server));
    }

    @Test
    void aRefusedConnectionFailsBoth() throws Exception {
        AioTcp.ServerBinding server = serve(ECHO);
        get(server.unbind());
        Pair<CompletionStage<AioTcp.OutgoingConnection>, CompletionStage<ByteString>> run = Source.<ByteString>maybe()
                .viaMat(connection(server.localAddress()), Keep.right())
                .toMat(all(), Keep.both())
                .run(materializer);
        for (CompletionStage<?> each : new CompletionStage<?>[] {run.first(), run.second()}) {
            assertThat(failure(each))
                    .isInstanceOf(StreamTcpException.class)
                    .hasMessageStartingWith("connecting failed: connect(")
                    .hasMessageContaining("ECONNREFUSED");
        }
    }

    @Test
    void anUnknownNameFailsTheConnection() throws Exception {
        assertThat(failure(Source.<ByteString>maybe()
                        .viaMat(tcp.outgoingConnection("nowhere.invalid", 1), Keep.right())
                        .to(Sink.ignore())
                        .run(materializer)))
                .isInstanceOf(StreamTcpException.class)
                .hasCauseInstanceOf(UnknownHostException.class);
    }

    @Test
    void aConnectionKnowsItsAddresses() throws Exception {
        AioTcp.ServerBinding server = serve(ECHO);
        CompletableFuture<AioTcp.OutgoingConnection> made = Source.single(ByteString.fromString("ping"))
                .viaMat(connection(server.localAddress()), Keep.right())
                .to(Sink.ignore())
                .run(materializer)
                .toCompletableFuture();
        assertThat(get(made).remoteAddress()).isEqualTo(server.localAddress());
        assertThat(get(made).localAddress().getPort()).isPositive();
    }

    @Test
    void aFlowConnectsEachTimeItIsMaterialized() throws Exception {
        RunnableGraph<CompletionStage<ByteString>> twice = Source.single(ByteString.fromString("ping"))
                .via(connection(serve(ECHO).localAddress()))
                .toMat(all(), Keep.right());
        assertThat(get(twice.run(materializer)).utf8String()).isEqualTo("ping");
        assertThat(get(twice.run(materializer)).utf8String()).isEqualTo("ping");
    }

    @Test
    void whoNeitherWritesNorReadsNeedsNoConnection() throws Exception {
        CompletionStage<AioTcp.OutgoingConnection> made = Source.<ByteString>empty()
                .viaMat(connection(serve(ECHO).localAddress()), Keep.right())
                .to(Sink.cancelled())
                .run(materializer);
        assertThat(failure(made)).isInstanceOf(StreamTcpException.class).hasMessageStartingWith("given up");
    }

    @Test
    void aFailureBeforeItIsConnectedFailsBoth() throws Exception {
        RuntimeException planted = new IllegalStateException("planted");
        Pair<CompletionStage<AioTcp.OutgoingConnection>, CompletionStage<ByteString>> run = Source.<ByteString>failed(
                        planted)
                .viaMat(connection(serve(ECHO).localAddress()), Keep.right())
                .toMat(all(), Keep.both())
                .run(materializer);
        assertThat(failure(run.first())).isEqualTo(planted);
        assertThat(failure(run.second())).isEqualTo(planted);
    }

    @Test
    void aGraphOnTheSameLoopRunsWhereItsConnectionDoes() throws Exception {
        Pair<CompletionStage<AioTcp.ServerBinding>, CompletionStage<AioTcp.IncomingConnection>> run =
                bind().toMat(Sink.head(), Keep.both()).run(materializer);
        Peer peer = connectTo(get(run.first()));
        Set<String> threads = ConcurrentHashMap.newKeySet();
        get(run.second())
                .flow()
                .join(Flow.of(ByteString.class).map(data -> {
                    threads.add(Thread.currentThread().getName());
                    return data;
                }))
                .addAttributes(tcp.sameLoop())
                .run(materializer);
        expectEcho(peer);
        assertThat(threads).isNotEmpty().allMatch(name -> name.startsWith("streams-" + AIO + "-"));
    }

    @Test
    void whatIsIdleFails() throws Exception {
        AioTcp.ServerBinding server = serve(ECHO);
        Flow<ByteString, ByteString, ?> impatient = tcp.outgoingConnection(
                server.localAddress(),
                ConnectOptions.DEFAULT,
                StreamOptions.OUTGOING.withIdleTimeout(Duration.ofMillis(100)));
        assertThat(failure(Source.<ByteString>maybe().via(impatient).runWith(all(), materializer)))
                .isInstanceOf(TcpIdleTimeoutException.class)
                .hasMessage("no byte in either direction for PT0.1S");
    }

    @Test
    void anIdlePeerIsReset() throws Exception {
        Peer peer = connectTo(serve(ECHO, StreamOptions.ACCEPTED.withIdleTimeout(Duration.ofMillis(100))));
        peer.expectReset();
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamOptions.OUTGOING.withIdleTimeout(Duration.ZERO))
                .withMessage("idleTimeout must be greater than 0: PT0S");
    }
}
