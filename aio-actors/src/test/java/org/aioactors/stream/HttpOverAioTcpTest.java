// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import static org.assertj.core.api.Assertions.assertThat;

import akka.NotUsed;
import akka.actor.typed.javadsl.Adapter;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.stream.TLSProtocol.SessionBytes;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.TLSPlacebo;
import akka.util.ByteString;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.aioactors.net.Noise;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Akka HTTP's server over our sockets, asked by the JDK's client. */
@ParameterizedClass
@ValueSource(strings = {StreamTest.FORK_JOIN, StreamTest.AIO})
class HttpOverAioTcpTest extends StreamTest {
    /** Hundreds of handshakes at a time take long on a machine that has other things to do. */
    private static final Duration DEADLINE = Duration.ofSeconds(50);

    private final HttpClient client = configure(
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(DEADLINE))
            .build();

    private InetSocketAddress address;

    String scheme() {
        return "http";
    }

    HttpClient.Builder configure(HttpClient.Builder builder) {
        return builder;
    }

    @BeforeEach
    void serve() throws Exception {
        address = get(tcp.bind(loopback(), security().listenOptions(), StreamOptions.ACCEPTED)
                        .to(Sink.foreach(connection -> connection.handleWith(http(), materializer)))
                        .run(materializer))
                .localAddress();
    }

    private Flow<ByteString, ByteString, NotUsed> http() {
        return Http.get(Adapter.toClassic(system))
                .serverLayer()
                .atop(BidiFlow.<SslTlsOutbound, SslTlsOutbound, SessionBytes, SslTlsInbound>fromFunctions(
                        outbound -> outbound, inbound -> inbound))
                .atop(TLSPlacebo.getInstance())
                .reversed()
                .join(Flow.of(HttpRequest.class).map(HttpOverAioTcpTest::answer));
    }

    private static HttpResponse answer(HttpRequest request) {
        return switch (request.getUri().path()) {
            case "/hello" -> HttpResponse.create().withEntity("hello");
            case "/echo" ->
                HttpResponse.create()
                        .withEntity(HttpEntities.create(
                                ContentTypes.APPLICATION_OCTET_STREAM,
                                request.entity().getDataBytes()));
            default -> HttpResponse.create().withStatus(StatusCodes.NOT_FOUND);
        };
    }

    private java.net.http.HttpRequest.Builder request(String path) {
        return java.net.http.HttpRequest.newBuilder(URI.create(scheme() + "://localhost:" + address.getPort() + path))
                .timeout(DEADLINE);
    }

    @Test
    void manyRequestsAtATime() {
        List<CompletableFuture<java.net.http.HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            answers.add(client.sendAsync(request("/hello").build(), BodyHandlers.ofString()));
        }
        for (CompletableFuture<java.net.http.HttpResponse<String>> each : answers) {
            assertThat(each.join().body()).isEqualTo("hello");
        }
    }

    @Test
    void aConnectionServesOneRequestAfterTheOther() throws Exception {
        for (int i = 0; i < 300; i++) {
            assertThat(client.send(request("/hello").build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("hello");
        }
        assertThat(client.send(request("/nowhere").build(), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aLargeBodyComesBackWhole() throws Exception {
        byte[] body = Noise.bytes(5_000_000, 1);
        java.net.http.HttpRequest post =
                request("/echo").POST(BodyPublishers.ofByteArray(body)).build();
        assertThat(Noise.checksum(client.send(post, BodyHandlers.ofByteArray()).body()))
                .isEqualTo(Noise.checksum(body));
    }
}
