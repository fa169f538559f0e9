// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.aioactors.net.Tls;
import org.aioactors.stream.AioTcp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsTest {
    private final ActorTestKit testKit = ActorTestKit.create();

    @AfterEach
    void shutDown() {
        testKit.shutdownTestKit();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void theClientIsAnsweredByTheEchoServer() throws Exception {
        AioTcp.ServerBinding server = get(StreamEcho.serve(testKit.system(), 0));
        assertThat(get(StreamClient.ask(testKit.system(), server.localAddress().getPort(), "what comes in goes out"))
                        .utf8String())
                .isEqualTo("what comes in goes out");
    }

    @Test
    void httpIsServed() throws Exception {
        AioTcp.ServerBinding server = get(StreamHttp.serve(testKit.system(), 0));
        URI uri = URI.create("http://127.0.0.1:" + server.localAddress().getPort() + "/there");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("hello from /there");
    }

    @Test
    void httpsIsServed(@TempDir Path folder) throws Exception {
        Path keyStore = TestKeyStore.create(folder);
        AioTcp.ServerBinding server =
                get(StreamHttps.serve(testKit.system(), 0, Tls.ofKeyStore(keyStore, TestKeyStore.PASSWORD)));
        URI uri = URI.create("https://localhost:" + server.localAddress().getPort() + "/there");
        HttpResponse<String> answer = HttpClient.newBuilder()
                .sslContext(TestKeyStore.trusting(keyStore))
                .build()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("hello from /there");
    }
}
