// SPDX-License-Identifier: Apache-2.0
package org.aioactors.applications;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.http.javadsl.model.ws.WebSocket;
import akka.http.javadsl.model.ws.WebSocketRequest;
import akka.japi.Pair;
import akka.japi.function.Function;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Akka HTTP: server, pooled client, streamed bodies and WebSocket. */
@ExtendWith(NoFdLeaks.class)
class HttpTest {
    private ActorSystem<Void> system;
    private Http http;
    private ServerBinding server;

    @BeforeEach
    void start() throws Exception {
        system = ActorSystem.create(
                Behaviors.empty(), "http", FiveLines.config("akka.http.host-connection-pool.max-open-requests = 512"));
        http = Http.get(Adapter.toClassic(system));
        Function<HttpRequest, CompletionStage<HttpResponse>> handler = this::answer;
        server = FiveLines.get(http.newServerAt("127.0.0.1", 0).bind(handler));
    }

    @AfterEach
    void stop() throws Exception {
        FiveLines.expectOnEventLoops("http");
        FiveLines.get(server.terminate(Duration.ofSeconds(10)));
        FiveLines.get(http.shutdownAllConnectionPools());
        system.terminate();
        FiveLines.get(system.getWhenTerminated());
        FiveLines.expectNoThreads("http-");
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        String path = request.getUri().path();
        HttpResponse response =
                switch (path) {
                    case "/hello" -> HttpResponse.create().withEntity("hello");
                    case "/echo" ->
                        HttpResponse.create()
                                .withEntity(HttpEntities.create(
                                        ContentTypes.APPLICATION_OCTET_STREAM,
                                        request.entity().getDataBytes()));
                    case "/talk" ->
                        WebSocket.handleWebSocketRequestWith(
                                request,
                                Flow.<Message>create()
                                        .map(message -> TextMessage.create("you said "
                                                + message.asTextMessage().getStrictText())));
                    default -> HttpResponse.create().withStatus(StatusCodes.NOT_FOUND);
                };
        return CompletableFuture.completedFuture(response);
    }

    private String uri(String scheme, String path) {
        return scheme + "://127.0.0.1:" + server.localAddress().getPort() + path;
    }

    private CompletionStage<HttpEntity.Strict> strict(CompletionStage<HttpResponse> response) {
        return response.thenCompose(
                answered -> answered.entity().toStrict(Duration.ofSeconds(20).toMillis(), Adapter.toClassic(system)));
    }

    @Test
    void threeHundredRequestsThroughOnePool() throws Exception {
        List<CompletionStage<HttpEntity.Strict>> bodies = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            bodies.add(strict(http.singleRequest(HttpRequest.GET(uri("http", "/hello")))));
        }
        for (CompletionStage<HttpEntity.Strict> body : bodies) {
            assertThat(FiveLines.get(body).getData().utf8String()).isEqualTo("hello");
        }
    }

    @Test
    void aStreamedBodyComesBackWhole() throws Exception {
        byte[] chunk = new byte[8_192];
        Source<ByteString, ?> megabytes =
                Source.repeat(ByteString.fromArray(chunk)).take(512);
        HttpResponse response = FiveLines.get(http.singleRequest(HttpRequest.POST(uri("http", "/echo"))
                .withEntity(HttpEntities.create(
                        ContentTypes.APPLICATION_OCTET_STREAM,
                        megabytes.mapMaterializedValue(value -> (Object) value)))));
        long bytes = FiveLines.get(
                response.entity().getDataBytes().runWith(Sink.fold(0L, (sum, part) -> sum + part.size()), system));
        assertThat(bytes).isEqualTo(512L * chunk.length);
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        HttpResponse response = FiveLines.get(http.singleRequest(HttpRequest.GET(uri("http", "/nowhere"))));
        response.discardEntityBytes(Adapter.toClassic(system));
        assertThat(response.status()).isEqualTo(StatusCodes.NOT_FOUND);
    }

    @Test
    void aWebSocketTalks() throws Exception {
        List<Message> sent = IntStream.range(0, 200)
                .<Message>mapToObj(n -> TextMessage.create("word " + n))
                .toList();
        Pair<CompletableFuture<java.util.Optional<Message>>, CompletionStage<List<String>>> talk = Source.from(sent)
                .concatMat(Source.maybe(), Keep.right())
                .via(http.webSocketClientFlow(WebSocketRequest.create(uri("ws", "/talk"))))
                .map(message -> message.asTextMessage().getStrictText())
                .take(sent.size())
                .toMat(Sink.seq(), Keep.both())
                .run(system);
        assertThat(FiveLines.get(talk.second()))
                .isEqualTo(IntStream.range(0, 200)
                        .mapToObj(n -> "you said word " + n)
                        .toList());
    }
}
