// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.net.Tcp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, against a server that stands in for ours. Skipped where no Chromium is installed. */
class PageTest {
    @TempDir
    private static Path profile;

    private static Browser browser;

    private ActorTestKit kit;
    private ActorRef<Object> server;
    private InetSocketAddress web;
    private InetSocketAddress tcp;

    @BeforeAll
    static void startBrowser() throws IOException {
        Path program = Browser.installed();
        assumeTrue(program != null, "no Chromium is installed");
        browser = Browser.start(program, profile);
    }

    @AfterAll
    static void stopBrowser() throws InterruptedException {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void startServer() {
        kit = ActorTestKit.create();
        server = kit.spawn(StandIn.create());
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        WebServer.Clients clients = (connection, peer) -> kit.spawn(StandIn.handler(server, connection));
        web = WebServer.start(kit.system(), WebSettings.at(anyPort), clients, new WebTexts(() -> "", () -> "ok"))
                .toCompletableFuture()
                .join()
                .localAddress();
        TestProbe<Tcp.Event> listening = kit.createTestProbe();
        kit.spawn(Tcp.serve(Tcp.Bind.of(listening.ref(), anyPort), connection -> StandIn.handler(server, connection)));
        tcp = listening
                .expectMessageClass(Tcp.Bound.class, Duration.ofSeconds(20))
                .localAddress();
    }

    @AfterEach
    void stopServer() {
        kit.shutdownTestKit();
        assertThat(browser.complaints).isEmpty();
    }

    private Page open(String nick, String channels) {
        Page page = browser.open("http://127.0.0.1:" + web.getPort() + "/", 1100, 700);
        page.join(nick, channels);
        return page;
    }

    /** Somebody with {@code nc}. */
    private final class Terminal implements AutoCloseable {
        private final Socket socket = new Socket(tcp.getAddress(), tcp.getPort());
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

        private Terminal(String nick, String channel) throws IOException {
            socket.setSoTimeout(30_000);
            send("NICK " + nick);
            send("USER x 0 * :x");
            send("JOIN " + channel);
            await(" 366 ");
        }

        private void send(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        private String await(String part) throws IOException {
            String line = in.readLine();
            while (line != null && !line.contains(part)) {
                line = in.readLine();
            }
            assertThat(line).as("a line with '%s'", part).isNotNull();
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void twoPagesTalkToEachOtherAndToATerminal() throws IOException {
        Page alice = open("alice", "#lobby, kitchen");
        Page bob = open("bob", "#lobby");
        try (Terminal carol = new Terminal("carol", "#lobby")) {
            alice.await("document.querySelectorAll('#people li').length === 3");
            assertThat(alice.texts("#people li")).containsExactly("@alice", "bob", "carol");
            alice.say("hello, both");
            bob.awaitMessage("hello, both");
            assertThat(carol.await("PRIVMSG")).isEqualTo(":alice!web@host PRIVMSG #lobby :hello, both");
            bob.say("grüße ☃");
            carol.await(":grüße ☃");
            carol.send("PRIVMSG #lobby :Alice: are you there?");
            carol.send("PRIVMSG #lobby :\u0001ACTION waves\u0001");
            carol.send("NOTICE #lobby :\u0002\u000304,01careful\u000f");
            alice.awaitMessage("careful");
            assertThat(alice.messages())
                    .containsExactly(
                            "alice: hello, both",
                            "bob: grüße ☃",
                            "carol: Alice: are you there?",
                            "*: carol waves",
                            "carol: careful");
            assertThat(alice.texts(".row.mention .what")).containsExactly("Alice: are you there?");
            assertThat(alice.texts(".row.pending")).isEmpty();
        }
        bob.await("document.querySelector('.row.event:last-child .what')?.textContent.startsWith('carol has quit')");
        assertThat(bob.texts("#people li")).containsExactly("@alice", "bob");
    }

    @Test
    void commandsDoWhatTheySay() {
        Page alice = open("alice", "#lobby");
        Page bob = open("bob", "#lobby");
        bob.say("/me looks around");
        alice.awaitMessage("bob looks around");
        alice.say("/topic Today: soup");
        bob.await("document.getElementById('topic').textContent === 'Today: soup'");
        alice.say("/raw MODE #lobby +ov bob alice");
        bob.await("document.querySelectorAll('#people .prefix')[1].textContent === '@'");
        assertThat(bob.texts("#people li")).containsExactly("@alice", "@bob");
        alice.say("/raw MODE #lobby -o alice");
        bob.await("document.querySelector('#people li').textContent === '@bob'");
        assertThat(bob.texts("#people li")).containsExactly("@bob", "+alice");
        bob.say("/nick robert");
        alice.await("document.querySelector('#people li').textContent === '@robert'");
        bob.await("document.getElementById('me').textContent === 'robert'");
        alice.say("/msg robert a word in private");
        bob.await("document.querySelector('.count.mention')");
        bob.pressAlt("ArrowDown");
        bob.awaitMessage("a word in private");
        assertThat(bob.texts("#title")).containsExactly("alice");
        bob.say("//not a command");
        alice.await("document.getElementById('title').textContent === 'robert'"
                + " || document.querySelector('#buffers li:last-child').textContent.startsWith('robert')");
        alice.say("/query robert");
        alice.awaitMessage("/not a command");
        alice.say("/join garden");
        alice.await(
                "document.getElementById('title').textContent === '#garden' && document.querySelector('#people li')");
        alice.say("/part to the kitchen");
        alice.await("document.getElementById('title').textContent !== '#garden'");
        alice.say("/dance");
        alice.awaitMessage("There is no /dance; /help lists what there is.");
        alice.say("/raw DANCE");
        alice.awaitMessage("DANCE Unknown command");
        alice.say("/quit");
        alice.await("document.getElementById('status').textContent === 'Disconnected.'");
    }

    @Test
    void namesAreCompleted() {
        Page alice = open("alice", "#lobby");
        open("bob", "#lobby");
        open("bonnie", "#lobby");
        alice.await("document.querySelectorAll('#people li').length === 3");
        alice.value("document.getElementById('text').focus()");
        alice.type("Bo");
        alice.press("Tab");
        assertThat(alice.value("document.getElementById('text').value")).isEqualTo("bob: ");
        alice.press("Tab");
        assertThat(alice.value("document.getElementById('text').value")).isEqualTo("bonnie: ");
        alice.type("where is bo");
        alice.press("Tab");
        alice.type("?");
        alice.press("Enter");
        alice.awaitMessage("bonnie: where is bob ?");
        alice.type("/to");
        alice.press("Tab");
        assertThat(alice.value("document.getElementById('text').value")).isEqualTo("/topic ");
    }

    @Test
    void whatIsNotLookedAtIsCounted() throws IOException {
        Page alice = open("alice", "#lobby #kitchen");
        try (Terminal carol = new Terminal("carol", "#kitchen")) {
            carol.send("PRIVMSG #kitchen :one");
            carol.send("PRIVMSG #kitchen :two, alicea");
            alice.await("document.querySelector('.unread .count')?.firstChild.textContent === '2'");
            assertThat(alice.texts(".unread .name")).containsExactly("#kitchen");
            assertThat(alice.value("document.title")).isEqualTo("#lobby");
            carol.send("PRIVMSG #kitchen :three, ALICE!");
            alice.await("document.querySelector('.count.mention')?.firstChild.textContent === '1'");
            assertThat(alice.value("document.title")).isEqualTo("(1) #lobby");
            alice.click(".unread button");
            alice.awaitMessage("three, ALICE!");
            assertThat(alice.texts(".count")).isEmpty();
        }
    }

    @Test
    void whatWasSaidBeforeIsShownAndMoreOfItOnDemand() {
        for (int i = 0; i < 250; i++) {
            server.tell(new StandIn.Say("#lobby", "carol", "old " + i));
        }
        Page alice = open("alice", "#lobby");
        alice.awaitMessage("old 249");
        assertThat(alice.messages()).hasSize(100).startsWith("carol: old 150");
        while (Boolean.FALSE.equals(alice.value("document.getElementById('earlier').hidden"))) {
            int before = alice.messages().size();
            alice.click("#earlier");
            alice.await("document.getElementById('earlier').hidden"
                    + " || document.querySelectorAll('.row:not(.event)').length > " + before);
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            all.add("carol: old " + i);
        }
        assertThat(alice.messages()).isEqualTo(all);
    }

    @Test
    void itComesBackByItselfAndMissesNothing() throws IOException {
        Page alice = open("alice", "#lobby");
        alice.say("before");
        alice.awaitMessage("before");
        try (Terminal carol = new Terminal("carol", "#lobby")) {
            server.tell(new StandIn.Drop("alice"));
            carol.await("QUIT");
            for (int i = 0; i < 130; i++) {
                carol.send("PRIVMSG #lobby :missed " + i);
            }
            alice.awaitMessage("missed 129");
            carol.send("PRIVMSG #lobby :after");
            alice.awaitMessage("after");
            List<String> all = new ArrayList<>(List.of("alice: before"));
            for (int i = 0; i < 130; i++) {
                all.add("carol: missed " + i);
            }
            all.add("carol: after");
            assertThat(alice.messages()).isEqualTo(all);
            alice.await("document.querySelectorAll('#people li').length === 2");
            assertThat(alice.texts("#people li")).containsExactly("@carol", "alice");
            alice.await("document.getElementById('status').hidden");
        }
    }

    @Test
    void itLooksForMoreOnlyWhenOneIsAtTheEnd() throws IOException {
        for (int i = 0; i < 100; i++) {
            server.tell(new StandIn.Say("#lobby", "carol", "old " + i));
        }
        Page alice = open("alice", "#lobby");
        alice.awaitMessage("old 99");
        alice.await("view.isAtEnd()");
        server.tell(new StandIn.Say("#lobby", "carol", "new 1"));
        alice.awaitMessage("new 1");
        alice.await("view.isAtEnd()");
        alice.value("document.getElementById('log').scrollTop = 100");
        server.tell(new StandIn.Say("#lobby", "carol", "new 2"));
        alice.awaitMessage("new 2");
        assertThat(alice.value("document.getElementById('log').scrollTop")).isEqualTo(100);
        assertThat(alice.value("document.getElementById('newest').hidden")).isEqualTo(false);
        alice.click("#newest");
        alice.await("view.isAtEnd() && document.getElementById('newest').hidden");
    }

    @Test
    void hostileTextsStayTexts() {
        Page alice = open("alice", "#lobby");
        List<String> texts = List.of(
                "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>",
                "x".repeat(400) + "&amp;</span></div>",
                "javascript:alert(1) http://a.example/\"onmouseover=alert(1) https://b.example/?q=<b>.",
                "\u202Eright to left \u2067\u2066",
                "Z\u0351\u036B\u0343".repeat(60) + " \uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
                "style=\"position:fixed\"  two  spaces");
        for (String text : texts) {
            server.tell(new StandIn.Say("#lobby", "<b>[ev|l]\\`^{}", text));
            alice.awaitMessage(text);
        }
        assertThat(alice.texts(".what")).containsSubsequence(texts);
        assertThat(alice.texts("#rows img, #rows script, #rows b, #people img, #people b"))
                .isEmpty();
        assertThat(alice.texts("#rows a")).containsExactly("http://a.example/", "https://b.example/?q=");
        assertThat(alice.value("document.title")).isEqualTo("#lobby");
        for (int width : new int[] {1100, 360}) {
            alice.resize(width, 700);
            alice.await("document.documentElement.scrollWidth <= innerWidth"
                    + " && document.getElementById('log').scrollWidth <= document.getElementById('log').clientWidth");
        }
    }

    @Test
    void longTextsAreSeveralMessages() throws IOException {
        Page alice = open("alice", "#lobby");
        try (Terminal carol = new Terminal("carol", "#lobby")) {
            alice.say("ß".repeat(300));
            assertThat(carol.await("PRIVMSG")).endsWith(":" + "ß".repeat(190));
            assertThat(carol.await("PRIVMSG")).endsWith(":" + "ß".repeat(110));
        }
    }

    @Test
    void aNicknameThatIsTakenGetsATail() throws IOException {
        try (Terminal carol = new Terminal("alice", "#lobby")) {
            Page alice = open("alice", "#lobby");
            assertThat(alice.texts("#me")).containsExactly("alice_");
            carol.await("JOIN");
        }
    }

    @Test
    void aNicknameThatIsNoneIsAskedForAgain() {
        Page page = browser.open("http://127.0.0.1:" + web.getPort() + "/", 1100, 700);
        page.value("document.getElementById('join-nick').value = '5'");
        page.click("#join .primary");
        page.await(
                "document.getElementById('status').textContent === 'Erroneous nickname' && !document.getElementById('join').hidden");
        page.join("five", "#lobby");
        page.await("document.querySelector('#people li').textContent === '@five'");
    }

    /** For the docs: {@code -Daio.test.screenshots=DIRECTORY} keeps it. */
    @Test
    void itLooksWell() throws IOException {
        Page alice = open("alice", "#lobby #kitchen #garden");
        Page bob = open("bob", "#lobby #garden");
        try (Terminal carol = new Terminal("carol", "#lobby")) {
            Path directory = Path.of(System.getProperty("aio.test.screenshots", profile.toString()));
            alice.say("/topic Friday: soup, then the release");
            alice.say("/raw MODE #lobby +v carol");
            bob.say("Morning! Has anybody looked at the load test of last night?");
            alice.awaitMessage("Morning! Has anybody looked at the load test of last night?");
            carol.send("PRIVMSG #lobby :1,000 clients in channels of 100, and it was bored");
            alice.awaitMessage("1,000 clients in channels of 100, and it was bored");
            alice.say("/me is impressed");
            bob.awaitMessage("alice is impressed");
            carol.send("PRIVMSG #lobby :alice: it is all in https://chat.example/notes/load - have a look");
            carol.send("PRIVMSG #lobby :(from a terminal, by the way: irssi in one window, nc in the other)");
            alice.awaitMessage("(from a terminal, by the way: irssi in one window, nc in the other)");
            bob.say("Grüße aus dem Garten ☀ – доброе утро – صباح الخير");
            carol.send("NOTICE #lobby :the build is green");
            alice.awaitMessage("the build is green");
            bob.value("client.select(client.conversation('#garden'))");
            bob.say("The tomatoes are ripe.");
            bob.say("alice, come and see!");
            alice.await("document.querySelector('.count.mention')");
            alice.screenshot(directory.resolve("chat.png"));
            alice.prefer("dark");
            alice.screenshot(directory.resolve("chat-dark.png"));
            alice.resize(390, 700);
            alice.screenshot(directory.resolve("chat-narrow.png"));
            Page form = browser.open("http://127.0.0.1:" + web.getPort() + "/", 1100, 700);
            form.screenshot(directory.resolve("chat-form.png"));
            assertThat(directory.resolve("chat.png")).isNotEmptyFile();
        }
    }

    @Test
    void onANarrowScreenListsAreDrawers() {
        Page alice = open("alice", "#lobby #kitchen");
        alice.resize(360, 640);
        alice.await("getComputedStyle(document.getElementById('channels')).visibility === 'hidden'");
        alice.click(".toggle[aria-controls=channels]");
        alice.await("getComputedStyle(document.getElementById('channels')).visibility === 'visible'");
        alice.click("#buffers li:last-child button");
        alice.await("getComputedStyle(document.getElementById('channels')).visibility === 'hidden'");
        assertThat(alice.texts("#title")).containsExactly("#kitchen");
    }
}
