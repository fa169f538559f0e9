// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.aioactors.net.RegisterOptions;
import org.aioactors.net.Tcp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP and WebSocket as clients see them, and what handlers are told of them. */
class WebServerTest {
    /** What a handler was made for. */
    private record Opened(ActorRef<Tcp.ConnectionCommand> connection, TestProbe<Tcp.Event> handler) {}

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final ActorTestKit kit = ActorTestKit.create();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final BlockingQueue<Opened> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<Tcp.CommandFailed> refusals = new LinkedBlockingQueue<>();
    private volatile String health = "ok: 3 clients";
    private InetSocketAddress address;

    @BeforeEach
    void begin() {
        address = start(anyPort());
    }

    private static WebSettings anyPort() {
        return WebSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    private InetSocketAddress start(WebSettings settings) {
        return start(settings, this::open);
    }

    private InetSocketAddress start(WebSettings settings, WebServer.Clients clients) {
        return WebServer.start(kit.system(), settings, clients, new WebTexts(() -> "clients 3\n", () -> health))
                .toCompletableFuture()
                .join()
                .localAddress();
    }

    private ActorRef<Tcp.Event> open(ActorRef<Tcp.ConnectionCommand> connection, InetSocketAddress peer) {
        assertThat(peer.getAddress().isLoopbackAddress()).isTrue();
        TestProbe<Tcp.Event> handler = kit.createTestProbe();
        opened.add(new Opened(connection, handler));
        return handler.ref();
    }

    /** A handler that also counts the writes that it is refused. */
    private ActorRef<Tcp.Event> openCounting(ActorRef<Tcp.ConnectionCommand> connection, InetSocketAddress peer) {
        ActorRef<Tcp.Event> probe = open(connection, peer);
        return kit.spawn(Behaviors.receiveMessage(event -> {
            if (event instanceof Tcp.CommandFailed failed) {
                refusals.add(failed);
            }
            probe.tell(event);
            return Behaviors.same();
        }));
    }

    private Opened opened() throws InterruptedException {
        Opened next = opened.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("a handler").isNotNull();
        return next;
    }

    private static Tcp.Write write(String text) {
        return Tcp.Write.of(ByteString.fromString(text));
    }

    private static void expectReceived(Opened client, String text) {
        Tcp.Received received = client.handler().expectMessageClass(Tcp.Received.class, DEADLINE);
        assertThat(received.data().utf8String()).isEqualTo(text);
    }

    private HttpResponse<String> get(String path, String method) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + address.getPort() + path);
        return http.send(HttpRequest.newBuilder(uri).method(method, noBody()).build(), BodyHandlers.ofString());
    }

    // HTTP.

    @Test
    void thePageRunsNothingButItsOwnScript() throws Exception {
        HttpResponse<String> page = get("/", "GET");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=UTF-8");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'sha256-")
                .endsWith("connect-src 'self' ws://127.0.0.1:" + address.getPort() + " wss://127.0.0.1:"
                        + address.getPort())
                .doesNotContain("unsafe");
        assertThat(page.body())
                .doesNotContain("innerHTML")
                .doesNotContain(" style=")
                .doesNotContain("http://cdn");
        assertThat(get("/", "HEAD").body()).isEmpty();
    }

    @Test
    void figuresAndHealthAreWhatTheServerSays() throws Exception {
        HttpResponse<String> metrics = get("/metrics", "GET");
        assertThat(metrics.body()).isEqualTo("clients 3\n");
        assertThat(metrics.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=UTF-8");
        assertThat(get("/health", "GET").statusCode()).isEqualTo(200);
        health = "the disk is full";
        assertThat(get("/health", "GET").statusCode()).isEqualTo(503);
        assertThat(get("/health", "GET").body()).isEqualTo("the disk is full\n");
    }

    @ParameterizedTest
    @CsvSource({"/nothing, GET, 404", "/index.html, GET, 404", "/, POST, 405", "/irc, GET, 426", "/../etc, GET, 404"})
    void othersAreRefused(String path, String method, int status) throws Exception {
        assertThat(get(path, method).statusCode()).isEqualTo(status);
    }

    // WebSocket.

    @Test
    void aMessageIsALineBothWays() throws Exception {
        try (WebClient browser = WebClient.open(http, address, "x", LineMessages.TEXT, LineMessages.BINARY)) {
            assertThat(browser.socket().getSubprotocol()).isEqualTo(LineMessages.TEXT);
            Opened client = opened();
            browser.send("NICK grüße");
            expectReceived(client, "NICK grüße\r\n");
            browser.send("JOIN #c\r\n");
            expectReceived(client, "JOIN #c\r\n");
            client.connection().tell(write(":a PRIVMSG #c :☃\r\n:b PRIVMSG #c :two\n"));
            client.connection().tell(new Tcp.CompoundWrite(java.util.List.of(write("three\r\n"), write("four\r\n"))));
            for (String line : new String[] {":a PRIVMSG #c :☃", ":b PRIVMSG #c :two", "three", "four"}) {
                assertThat(browser.next()).isEqualTo(line);
            }
            client.connection().tell(Tcp.Write.of(ByteString.fromInts('x', 0xFF, '\r', '\n')));
            assertThat(browser.next()).isEqualTo("x\uFFFD");
        }
    }

    @Test
    void binaryMessagesAreBytes() throws Exception {
        try (WebClient browser = WebClient.open(http, address, LineMessages.BINARY)) {
            assertThat(browser.socket().getSubprotocol()).isEqualTo(LineMessages.BINARY);
            Opened client = opened();
            browser.sendBytes(new byte[] {'x', (byte) 0xFF});
            assertThat(client.handler()
                            .expectMessageClass(Tcp.Received.class, Duration.ofSeconds(20))
                            .data())
                    .isEqualTo(ByteString.fromInts('x', 0xFF, '\r', '\n'));
            client.connection().tell(Tcp.Write.of(ByteString.fromInts('x', 0xFF, '\r', '\n')));
            assertThat(browser.next()).isEqualTo("binary x\u00FF");
        }
    }

    @Test
    void withoutASubprotocolItIsText() throws Exception {
        try (WebClient browser = WebClient.open(http, address)) {
            opened().connection().tell(write("hello\r\n"));
            assertThat(browser.next()).isEqualTo("hello");
        }
    }

    @Test
    void aMessageInPiecesIsOneLine() throws Exception {
        try (WebClient browser = WebClient.open(http, address, LineMessages.TEXT)) {
            Opened client = opened();
            browser.socket().sendText("PRIVMSG #c ", false).join();
            browser.socket().sendText(":in ", false).join();
            browser.socket().sendText("pieces", true).join();
            expectReceived(client, "PRIVMSG #c :in pieces\r\n");
        }
    }

    @Test
    void whoSendsTooMuchIsDisconnected() throws Exception {
        for (int size : new int[] {20_000, 500_000}) {
            try (WebClient browser = WebClient.open(http, address, LineMessages.TEXT)) {
                Opened client = opened();
                browser.send("x".repeat(16_384));
                client.handler().expectMessageClass(Tcp.Received.class, DEADLINE);
                browser.send("x".repeat(size));
                client.handler().expectMessageClass(Tcp.ErrorClosed.class, DEADLINE);
                assertThat(browser.next()).startsWith("closed");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:PORT, true",
        "https://127.0.0.1:PORT, true",
        "https://friends.example, true",
        "http://127.0.0.1:1, false",
        "https://friends.example.evil, false",
        "http://localhost:PORT, false",
        "null, false"
    })
    void pagesOfOthersAreRefused(String origin, boolean accepted) {
        address = start(anyPort().withOrigins(Set.of("https://friends.example")));
        String filled = origin.replace("PORT", String.valueOf(address.getPort()));
        if (accepted) {
            WebClient.ofPage(http, address, filled).close();
        } else {
            assertThatThrownBy(() -> WebClient.ofPage(http, address, filled))
                    .hasRootCauseMessage("Unexpected HTTP response status code 403");
        }
    }

    // What a handler hears, as of a TCP connection.

    @Test
    void aClientThatClosesIsHeardOf() throws Exception {
        WebClient browser = WebClient.open(http, address, LineMessages.TEXT);
        Opened client = opened();
        browser.send("QUIT");
        browser.socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        expectReceived(client, "QUIT\r\n");
        client.handler().expectMessage(DEADLINE, new Tcp.PeerClosed());
        client.handler().expectTerminated(client.connection(), DEADLINE);
        assertThat(browser.next()).isEqualTo("closed 1000");
    }

    @Test
    void aClientThatClosesWaitsForAHandlerThatWantsItSo() throws Exception {
        WebClient browser = WebClient.open(http, address, LineMessages.TEXT);
        Opened client = opened();
        client.connection()
                .tell(Tcp.Register.of(client.handler().ref()).with(RegisterOptions.DEFAULT.withKeepOpenOnPeerClosed()));
        browser.send("JOIN #c");
        expectReceived(client, "JOIN #c\r\n");
        browser.socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        client.handler().expectMessage(DEADLINE, new Tcp.PeerClosed());
        client.connection().tell(write("for nobody\r\n"));
        client.handler().expectNoMessage(Duration.ofMillis(50));
        client.connection().tell(new Tcp.Close());
        client.handler().expectMessage(DEADLINE, new Tcp.Closed());
        client.handler().expectTerminated(client.connection(), DEADLINE);
    }

    @Test
    void aClientThatVanishesIsHeardOf() throws Exception {
        WebClient browser = WebClient.open(http, address, LineMessages.TEXT);
        Opened client = opened();
        browser.send("JOIN #c");
        expectReceived(client, "JOIN #c\r\n");
        browser.close();
        Tcp.Event end = client.handler().expectMessageClass(Tcp.Event.class, DEADLINE);
        assertThat(end).isInstanceOfAny(Tcp.PeerClosed.class, Tcp.ErrorClosed.class);
        client.handler().expectTerminated(client.connection(), DEADLINE);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void whatWasWrittenArrivesBeforeTheEnd(boolean confirmed) throws Exception {
        try (WebClient browser = WebClient.open(http, address, LineMessages.TEXT)) {
            Opened client = opened();
            for (int i = 0; i < 100; i++) {
                client.connection().tell(write("line " + i + "\r\n"));
            }
            client.connection().tell(new Tcp.Write(ByteString.fromString("ERROR :bye\r\n"), "acked"));
            client.connection().tell(confirmed ? new Tcp.ConfirmedClose() : new Tcp.Close());
            for (int i = 0; i < 100; i++) {
                assertThat(browser.next()).isEqualTo("line " + i);
            }
            assertThat(browser.next()).isEqualTo("ERROR :bye");
            assertThat(browser.next()).isEqualTo("closed 1000");
            client.handler().expectMessage(DEADLINE, new Tcp.Ack("acked"));
            client.handler().expectMessage(DEADLINE, confirmed ? new Tcp.ConfirmedClosed() : new Tcp.Closed());
            client.handler().expectTerminated(client.connection(), DEADLINE);
        }
    }

    @Test
    void anAbortIsAtOnce() throws Exception {
        try (WebClient browser = WebClient.open(http, address, LineMessages.TEXT)) {
            Opened client = opened();
            client.connection().tell(new Tcp.Abort());
            client.handler().expectMessage(DEADLINE, new Tcp.Aborted());
            assertThat(browser.next()).matches("closed 1006|error .*");
        }
    }

    @Test
    void aHandlerThatStopsTakesItsClientAlong() throws Exception {
        try (WebClient browser = WebClient.open(http, address, LineMessages.TEXT)) {
            Opened client = opened();
            client.connection().tell(write("last\r\n"));
            client.handler().stop();
            assertThat(browser.next()).isEqualTo("last");
            assertThat(browser.next()).isEqualTo("closed 1000");
        }
    }

    @Test
    void whoIsSilentIsPingedAndWhoIsGoneIsNoted() throws Exception {
        WebSettings settings = anyPort();
        address = start(new WebSettings(settings.address(), Set.of(), 9, 1_000, 1_000, Duration.ofSeconds(3)));
        try (WebClient browser = WebClient.open(http, address, LineMessages.TEXT)) {
            Opened first = opened();
            WebClient gone = WebClient.slow(http, address); // answers no ping, since it does not read
            Opened second = opened();
            second.handler().expectMessageClass(Tcp.ErrorClosed.class, DEADLINE);
            second.handler().expectTerminated(second.connection(), DEADLINE);
            browser.send("still here");
            expectReceived(first, "still here\r\n");
            gone.close();
        }
    }

    // Back-pressure.

    @Test
    void aClientThatDoesNotReadIsRefusedWritesUntilItDoes() throws Exception {
        address = start(anyPort(), this::openCounting);
        try (WebClient browser = WebClient.slow(http, address)) {
            Opened client = opened();
            Tcp.Write line = write("x".repeat(10_000) + "\r\n");
            int written = 0;
            while (refusals.isEmpty()) {
                client.connection().tell(line);
                written++;
            }
            client.connection().tell(write("refused too\r\n"));
            client.connection().tell(new Tcp.Write(ByteString.emptyByteString(), "refused as well"));
            int refused = 0;
            for (Object last = ""; !"refused as well".equals(last); refused++) {
                Tcp.CommandFailed failed = refusals.poll(20, TimeUnit.SECONDS);
                last = ((Tcp.Write) failed.command()).ack();
            }
            int accepted = written + 2 - refused;
            assertThat(accepted).isBetween(100, 6_400); // 1 MiB, and what the kernel has room for
            client.connection().tell(new Tcp.ResumeWriting());
            browser.read(Long.MAX_VALUE);
            client.handler()
                    .fishForMessage(
                            DEADLINE,
                            event -> event instanceof Tcp.WritingResumed
                                    ? FishingOutcomes.complete()
                                    : FishingOutcomes.continueAndIgnore());
            client.connection().tell(write("again\r\n"));
            for (int i = 0; i < accepted; i++) {
                assertThat(browser.next()).hasSize(10_000);
            }
            assertThat(browser.next()).isEqualTo("again");
        }
    }

    @Test
    void aHandlerThatSuspendsReadingSlowsItsClientDown() throws Exception {
        try (WebClient browser = WebClient.open(http, address, LineMessages.TEXT)) {
            Opened client = opened();
            browser.send("first");
            expectReceived(client, "first\r\n");
            client.connection().tell(new Tcp.SuspendReading());
            client.connection().tell(write("suspended\r\n"));
            browser.awaitStart("suspended");
            String line = "x".repeat(10_000);
            for (int sent = 0; sent < 10; sent++) { // the kernel has room for these
                browser.send(line);
            }
            client.connection().tell(write("sent\r\n"));
            browser.awaitStart("sent");
            client.connection().tell(new Tcp.ResumeReading());
            for (int received = 0; received < 10; received++) {
                expectReceived(client, line + "\r\n");
            }
        }
    }
}
