// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.japi.Pair;
import akka.stream.StreamTcpException;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLException;
import org.aioactors.net.ListenOptions;
import org.aioactors.net.Peer;
import org.aioactors.net.TestTls;
import org.aioactors.net.Tls;
import org.aioactors.net.TlsSecurity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What streams know of TLS. */
@ParameterizedClass
@ValueSource(strings = {StreamTest.FORK_JOIN, StreamTest.AIO})
class AioTcpTlsTest extends StreamTest {
    private final Tls ours = Tls.of(TestTls.serverContext());
    private final Tls theirs = Tls.of(TestTls.clientContext());

    private CompletionStage<ByteString> ask(String host, int port, String question) {
        return Source.single(ByteString.fromString(question))
                .via(tcp.outgoingConnectionWithTls(host, port, theirs))
                .runWith(Sink.fold(ByteString.emptyByteString(), ByteString::concat), materializer);
    }

    @Test
    void aClientOfOursAsksAServerOfOurs() throws Exception {
        AioTcp.ServerBinding server =
                get(tcp.bindAndHandleWithTls(Flow.of(ByteString.class), "127.0.0.1", 0, ours, materializer));
        assertThat(get(ask("localhost", server.localAddress().getPort(), "ping"))
                        .utf8String())
                .isEqualTo("ping");
    }

    @Test
    void bothEndsKnowWhatWasAgreedUpon() throws Exception {
        Pair<CompletionStage<AioTcp.ServerBinding>, CompletionStage<AioTcp.IncomingConnection>> run = tcp.bindWithTls(
                        "127.0.0.1", 0, ours.withApplicationProtocols("h2", "http/1.1"))
                .toMat(Sink.head(), Keep.both())
                .run(materializer);
        int port = get(run.first()).localAddress().getPort();
        AioTcp.OutgoingConnection made = get(Source.<ByteString>maybe()
                .viaMat(
                        tcp.outgoingConnectionWithTls("localhost", port, theirs.withApplicationProtocols("http/1.1")),
                        Keep.right())
                .to(Sink.ignore())
                .run(materializer));
        assertThat(made.tls().applicationProtocol()).isEqualTo("http/1.1");
        AioTcp.IncomingConnection accepted = get(run.second());
        assertThat(accepted.tls().applicationProtocol()).isEqualTo("http/1.1");
        assertThat(accepted.tls().serverName()).isEqualTo("localhost");
        accepted.handleWith(Flow.of(ByteString.class), materializer);
    }

    @Test
    void withoutTlsThereIsNothingToKnow() throws Exception {
        AioTcp.ServerBinding server = serve(Flow.of(ByteString.class));
        AioTcp.OutgoingConnection made = get(Source.<ByteString>empty()
                .viaMat(connection(server.localAddress()), Keep.right())
                .to(Sink.ignore())
                .run(materializer));
        assertThat(made.tls()).isNull();
    }

    @Test
    void aServerWithACertificateForSomebodyElseFailsTheStream() throws Exception {
        AioTcp.ServerBinding server =
                get(tcp.bindAndHandleWithTls(Flow.of(ByteString.class), "127.0.0.1", 0, ours, materializer));
        Flow<ByteString, ByteString, CompletionStage<AioTcp.OutgoingConnection>> suspicious =
                tcp.outgoingConnectionWithTls(
                        "localhost", server.localAddress().getPort(), theirs.withServerName("other.test"));
        Pair<CompletionStage<AioTcp.OutgoingConnection>, CompletionStage<ByteString>> run = Source.<ByteString>maybe()
                .viaMat(suspicious, Keep.right())
                .toMat(Sink.head(), Keep.both())
                .run(materializer);
        for (CompletionStage<?> each : new CompletionStage<?>[] {run.first(), run.second()}) {
            assertThat(failure(each))
                    .isInstanceOf(StreamTcpException.class)
                    .hasMessageStartingWith("connecting failed: no TLS with localhost")
                    .hasMessageContaining("other.test")
                    .hasCauseInstanceOf(SSLException.class);
        }
    }

    /** Nobody waits for it in vain: the source goes on to the next one. */
    @Test
    void aPeerWithoutTlsIsNoElement() throws Exception {
        Pair<CompletionStage<AioTcp.ServerBinding>, CompletionStage<AioTcp.IncomingConnection>> run = tcp.bindWithTls(
                        "127.0.0.1", 0, ours)
                .toMat(Sink.head(), Keep.both())
                .run(materializer);
        AioTcp.ServerBinding server = get(run.first());
        LoggingTestKit.warn("does not speak TLS").expect(system, () -> {
            try (Peer plain = Peer.connect(server.localAddress())) {
                plain.send("GET / HTTP/1.1\r\n\r\n");
                return plain.receiveAll();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        CompletionStage<ByteString> answer =
                ask("localhost", server.localAddress().getPort(), "ping");
        get(run.second()).handleWith(Flow.of(ByteString.class), materializer);
        assertThat(get(answer).utf8String()).isEqualTo("ping");
    }

    /** What was cut off is no end: a stream that is too short must not pass for a whole one. */
    @Test
    void aStreamThatIsCutOffFails() throws Exception {
        CompletableFuture<CompletionStage<ByteString>> heard = new CompletableFuture<>();
        AioTcp.ServerBinding server = get(tcp.bindAndHandle(
                Flow.fromSinkAndSourceMat(
                                Sink.<ByteString, ByteString>fold(ByteString.emptyByteString(), ByteString::concat),
                                Source.<ByteString>maybe(),
                                Keep.left())
                        .mapMaterializedValue(heard::complete),
                loopback(),
                ListenOptions.DEFAULT.withTls(ours),
                StreamOptions.ACCEPTED,
                materializer));
        Socket raw = closeLater(new Socket(
                server.localAddress().getAddress(), server.localAddress().getPort()));
        Peer peer = new TlsSecurity("TLSv1.3").connectedPeer(raw);
        peer.send("all that");
        raw.shutdownOutput();
        Throwable failure = failure(get(heard));
        assertThat(failure).isInstanceOf(StreamTcpException.class).hasMessageContaining("truncated");
    }
}
