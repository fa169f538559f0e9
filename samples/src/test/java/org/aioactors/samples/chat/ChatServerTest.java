// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A running server, seen by its clients: rooms, names, commands, coming and going. */
class ChatServerTest {
    private static ChatServer server;
    private static InetSocketAddress address;

    private ChatClient alice;
    private ChatClient bob;

    @BeforeAll
    static void start() throws StartException {
        server = ChatServer.start(anyPort());
        address = server.address();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Config anyPort() {
        return ConfigFactory.parseString("chat.port = 0").withFallback(ConfigFactory.load());
    }

    @BeforeEach
    void two_in_one_room() throws IOException {
        alice = ChatClient.enter(address, "alice", "kitchen");
        bob = ChatClient.enter(address, "bob", "kitchen");
        alice.expect("* bob joined kitchen");
    }

    /** The names are free again when the connection has ended. */
    @AfterEach
    void both_leave() throws IOException {
        for (ChatClient client : new ChatClient[] {alice, bob}) {
            client.send("/quit\n");
            client.awaitStart("* bye");
            client.close();
        }
    }

    @Test
    void a_guest_is_greeted() throws IOException {
        try (ChatClient guest = ChatClient.connect(address)) {
            assertThat(guest.line())
                    .matches("\\* welcome, guest-\\d+; /help lists the commands; you are in lobby with .*");
        }
    }

    @Test
    void lines_reach_the_others_in_the_room_and_nobody_else() throws IOException {
        try (ChatClient carol = ChatClient.enter(address, "carol", "attic")) {
            alice.send("hello\n");
            bob.expect("alice: hello");
            bob.send("hello back\r\n");
            alice.expect("bob: hello back");
            carol.send("/who\n");
            carol.expect("* in attic: carol");
        }
    }

    @Test
    void a_line_that_comes_a_byte_at_a_time_is_one_line() throws IOException {
        for (byte b : "grüße ☃\r\n".getBytes(StandardCharsets.UTF_8)) {
            alice.send(new byte[] {b});
        }
        bob.expect("alice: grüße ☃");
    }

    @Test
    void empty_lines_are_nothing() throws IOException {
        alice.send("\n\r\n  \nx\n");
        bob.expect("alice: x");
    }

    @Test
    void a_name_belongs_to_one() throws IOException {
        alice.send("/nick Bob\n/nick no/slash\n/nick eve\n");
        alice.expect(
                "! the name Bob is taken",
                "! not a valid name; NAME is 1 to 32 of A-Z a-z 0-9 _ -",
                "* alice is now eve");
        bob.expect("* alice is now eve");
        bob.send("/nick alice\n");
        bob.expect("* bob is now alice");
    }

    @Test
    void the_commands_tell_what_they_are_asked() throws IOException {
        alice.send("/who\n/rooms\n/join kitchen\n/dance\n/help\n");
        alice.expect(
                "* in kitchen: alice, bob",
                "* rooms: kitchen (2)",
                "! you are in kitchen already",
                "! unknown command; /help lists them");
        assertThat(alice.line()).startsWith("* /join ROOM");
        alice.awaitStart("* any other line");
    }

    @Test
    void what_is_sent_at_once_is_done_in_order() throws IOException {
        try (ChatClient carol = ChatClient.enter(address, "carol", "attic")) {
            alice.send("one\ntwo\n/join attic\nthree\n/nick eve\nfour\n/join kitchen\nfive\n");
            bob.expect("alice: one", "alice: two", "* alice left kitchen", "* eve joined kitchen", "eve: five");
            carol.expect("* alice joined attic", "alice: three", "* alice is now eve", "eve: four", "* eve left attic");
        }
    }

    @Test
    void who_quits_leaves_the_room_and_the_name() throws IOException {
        ChatClient carol = ChatClient.enter(address, "carol", "kitchen");
        bob.expect("* carol joined kitchen");
        carol.send("that was it\n/quit\nnot sent any more\n");
        carol.expect("* bye");
        carol.expectEnd();
        carol.close();
        bob.expect("carol: that was it", "* carol left kitchen");
        bob.send("/nick carol\n");
        bob.expect("* bob is now carol");
    }

    @Test
    void who_closes_the_connection_leaves_the_room() throws IOException {
        ChatClient carol = ChatClient.enter(address, "carol", "kitchen");
        carol.send("last words\n");
        carol.close();
        bob.expect("* carol joined kitchen", "carol: last words", "* carol left kitchen");
    }

    @Test
    void who_is_reset_leaves_the_room() throws IOException {
        ChatClient carol = ChatClient.enter(address, "carol", "kitchen");
        carol.reset();
        bob.expect("* carol joined kitchen", "* carol left kitchen");
    }

    @Test
    void who_sends_no_more_still_gets_the_answers() throws IOException {
        try (ChatClient carol = ChatClient.enter(address, "carol", "kitchen")) {
            carol.send("hi\n/who\n");
            carol.shutdownOutput();
            carol.expect("* in kitchen: alice, bob, carol");
            carol.expectEnd();
        }
        bob.expect("* carol joined kitchen", "carol: hi", "* carol left kitchen");
    }

    @Test
    void nobody_can_play_on_the_terminals_of_others() throws IOException {
        alice.send("\u001B[2Jgone\u0007 one\rtwo\n");
        bob.expect("alice: \uFFFD[2Jgone\uFFFD one\uFFFDtwo");
    }

    @Test
    void a_port_in_use_is_said_in_one_line() {
        Config taken =
                ConfigFactory.parseString("chat.port = " + address.getPort()).withFallback(ConfigFactory.load());
        assertThatThrownBy(() -> ChatServer.start(taken))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("cannot listen")
                .hasMessageContaining(String.valueOf(address.getPort()))
                .hasMessageContaining("EADDRINUSE");
    }

    @Test
    void a_server_that_shuts_down_tells_its_clients() throws StartException, IOException {
        ChatServer other = ChatServer.start(anyPort());
        try (ChatClient carol = ChatClient.enter(other.address(), "carol", "kitchen");
                ChatClient dave = ChatClient.enter(other.address(), "dave", "attic")) {
            Thread closing = new Thread(other::close, "closes the server");
            closing.start();
            for (ChatClient client : new ChatClient[] {carol, dave}) {
                client.expect("* server is shutting down");
                client.expectEnd();
            }
        } finally {
            other.close();
        }
        assertThatThrownBy(() -> ChatClient.connect(other.address())).isInstanceOf(IOException.class);
    }
}
