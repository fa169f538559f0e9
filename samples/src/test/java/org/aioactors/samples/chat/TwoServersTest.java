// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.contract.IrcClient;
import org.aioactors.samples.chat.loop.ToLoop;
import org.aioactors.samples.chat.network.Directory;
import org.aioactors.samples.chat.network.PeerMessage;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserTable.Known;
import org.aioactors.samples.chat.query.Users.Connection;
import org.aioactors.samples.chat.query.Users.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of another server of the network, and what that one is told of them. */
class TwoServersTest {
    private static final String FAR = ":far!~far@far.example";

    @TempDir
    private Path folder;

    private PlayedServer there;

    @BeforeEach
    void start() throws IOException {
        there = PlayedServer.start(folder);
    }

    @AfterEach
    void stop() {
        there.close();
    }

    private IrcClient alice(String... capabilities) throws IOException {
        return IrcClient.register(there.irc, "alice", capabilities);
    }

    @Test
    void the_network_is_shown() throws IOException {
        there.join("far");
        try (IrcClient alice = alice()) {
            alice.send("LINKS");
            alice.expect("364 alice … … :0 …");
            alice.expect("364 alice there.example … :1 That one");
            alice.expect("365 alice …*");
            alice.send("LUSERS");
            alice.expect("251 alice :There are 2 users and 0 invisible on 2 servers");
            alice.await("255 alice :I have 1 clients and 1 servers");
            alice.expect("265 alice 1 1 …");
            alice.expect("266 alice 2 2 …");
            alice.send("WHO far");
            alice.expect("352 alice * ~far far.example there.example far H :1 Real far");
            alice.expect("315 alice far …");
            alice.send("ISON far");
            alice.expect("303 alice :far");
        }
    }

    @Test
    void whois_asks_the_loop_of_the_user() throws IOException {
        there.join("far");
        try (IrcClient alice = alice()) {
            alice.send("WHOIS far");
            ToLoop.AskDetails ask = there.loopHears(ToLoop.AskDetails.class);
            User far = PlayedServer.user("far", 1, 1_000);
            assertThat(ask.of()).isEqualTo(far.uid());
            ask.replyTo()
                    .tell(new ToLoop.Details(
                            ask.request(),
                            ask.asker().uid(),
                            List.of(new Place("#there", far, "@")),
                            Optional.of(new Connection(System.currentTimeMillis(), "192.0.2.1", null))));
            alice.expect("311 alice far ~far far.example * :Real far");
            alice.expect("319 alice far :@#there");
            alice.expect("312 alice far there.example :That one");
            alice.expect("317 alice far … 1 …");
            alice.expect("318 alice far …");
        }
    }

    @Test
    void whois_ends_if_that_loop_is_silent() throws IOException {
        there.join("far");
        try (IrcClient alice = alice()) {
            alice.send("WHOIS far");
            alice.send("LINKS nobody");
            alice.expect("311 alice far …*");
            alice.expect("312 alice far there.example :That one");
            alice.expect("318 alice far …");
            alice.expect("365 alice …*");
            ToLoop.AskDetails ask = there.loopHears(ToLoop.AskDetails.class);
            ask.replyTo().tell(new ToLoop.Details(ask.request(), ask.asker().uid(), List.of(), Optional.empty()));
            alice.expectNothing();
        }
    }

    @Test
    void what_is_for_somebody_there_goes_to_their_loop() throws IOException {
        there.join("far");
        try (IrcClient alice = alice("message-tags", "echo-message")) {
            alice.send("@+a=b PRIVMSG far :Hello");
            alice.expect(":alice PRIVMSG far :Hello");
            ToLoop.Private said = there.loopHears(ToLoop.Private.class);
            assertThat(said.command() + ' ' + said.text() + ' ' + said.tags()).isEqualTo("PRIVMSG Hello {+a=b}");
            assertThat(said.to()).isEqualTo(PlayedServer.user("far", 1, 0).uid());
            alice.send("NOTICE far :There");
            assertThat(there.loopHears(ToLoop.Private.class).command()).isEqualTo("NOTICE");
            alice.send("@+a=b TAGMSG far");
            assertThat(there.loopHears(ToLoop.Private.class).text()).isNull();
            alice.send("JOIN #c");
            alice.send("INVITE far #c");
            assertThat(there.loopHears(ChannelEvent.Invited.class).target().nick())
                    .isEqualTo("far");
            alice.send("OPER root secret");
            alice.send("KILL far :Spam");
            assertThat(there.loopHears(ToLoop.Kill.class).reason()).isEqualTo("Killed (alice (Spam))");
            alice.send("WALLOPS :Hear me");
            assertThat(there.loopHears(ToLoop.Wallops.class).text()).isEqualTo("Hear me");
            alice.await(":alice WALLOPS :Hear me");
        }
    }

    @Test
    void what_somebody_there_says_is_heard() throws IOException {
        there.join("far");
        try (IrcClient alice = alice()) {
            Known known = there.hears(PeerMessage.News.class).user();
            assertThat(known.user().nick()).isEqualTo("alice");
            User far = PlayedServer.user("far", 1, 1_000);
            known.loop().tell(new ToLoop.Private(far, known.user().uid(), "PRIVMSG", "Hello", Map.of(), "id", 1_000));
            alice.expect(FAR + " PRIVMSG alice :Hello");
            known.loop().tell(new ToLoop.Kill(known.user().uid(), "Killed (far (Spam))"));
            alice.expect("ERROR …");
            assertThat(there.hears(PeerMessage.Farewell.class).uid())
                    .isEqualTo(known.user().uid());
        }
    }

    @Test
    void a_nickname_is_asked_for_there() throws IOException {
        there.join("far");
        try (IrcClient alice = alice()) {
            alice.send("NICK far");
            alice.expect("433 alice far …");
            alice.send("NICK " + PlayedServer.TAKEN);
            alice.expect("433 alice taken …");
            alice.send("NICK free");
            alice.expect(":alice NICK free");
        }
        try (IrcClient raw = IrcClient.connect(there.irc)) {
            raw.send("NICK " + PlayedServer.TAKEN);
            raw.send("USER bob 0 * :Bob");
            raw.await("433 * taken …");
            raw.send("NICK bob");
            raw.await("001 bob …*");
        }
    }

    @Test
    void who_registered_later_yields() throws IOException {
        there.join();
        try (IrcClient alice = alice();
                IrcClient watcher = IrcClient.register(there.irc, "watcher")) {
            watcher.send("MONITOR + alice");
            watcher.expect("730 watcher :alice!…");
            there.comes("alice", System.currentTimeMillis() + 60_000);
            watcher.expect("730 watcher :alice!…");
            alice.expectNothing();
            there.comes("Alice", 1_000);
            String line = alice.expect(":alice NICK …");
            assertThat(line.substring(line.lastIndexOf(' ') + 1)).matches(":?Guest\\d+");
            assertThat(there.hears(PeerMessage.News.class).user().user().nick()).isEqualTo("alice");
            alice.send("AWAY :lunch");
            alice.expect("306 Guest… …");
            alice.send("WHOIS Alice");
            there.loopHears(ToLoop.AskDetails.class);
        }
    }

    @Test
    void users_of_a_server_that_goes_have_gone() throws IOException {
        there.join("far", "away");
        try (IrcClient alice = alice()) {
            alice.send("MONITOR + far");
            alice.expect("730 alice " + FAR);
            there.directory.tell(new Directory.ServerGone(PlayedServer.NODE));
            alice.expect("731 alice :far");
            alice.send("WHOWAS far");
            alice.expect("314 alice far ~far far.example * :Real far");
            alice.expect("312 alice far there.example …");
            alice.expect("369 alice far …");
            alice.send("LUSERS");
            alice.expect("251 alice :There are 1 users and 0 invisible on 1 servers");
            alice.drain();
            alice.send("NICK " + PlayedServer.TAKEN);
            alice.expect(":alice NICK taken");
            alice.send("NICK away");
            alice.expect(":taken NICK away");
        }
    }
}
