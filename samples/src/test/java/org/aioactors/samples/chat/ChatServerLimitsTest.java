// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A running server and clients that break its limits: they are disconnected, and nobody else. */
class ChatServerLimitsTest {
    private static final String TOO_LONG = "! line longer than 8192 bytes; closing";

    private static ChatServer server;
    private static InetSocketAddress address;

    /** Behaves. */
    private ChatClient bob;

    /** Does not. */
    private ChatClient mallory;

    @BeforeAll
    static void start() throws StartException {
        server = ChatServer.start(ChatServerTest.anyPort());
        address = server.address();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void two_in_one_room() throws IOException {
        bob = ChatClient.enter(address, "bob", "kitchen");
        mallory = ChatClient.enter(address, "mallory", "kitchen");
        bob.expect("* mallory joined kitchen");
    }

    /** Whatever happened to the one, the other is still served. */
    @AfterEach
    void the_other_is_still_served() throws IOException {
        try (ChatClient served = bob;
                ChatClient gone = mallory) {
            served.send("/who\n/quit\n");
            served.expect("* in kitchen: bob", "* bye");
            served.expectEnd();
            gone.expectEndOrReset();
        }
    }

    @Test
    void the_longest_line_passes_and_one_byte_more_does_not() throws IOException {
        String longest = "x".repeat(8192);
        mallory.send(longest + "\r\n");
        bob.expect("mallory: " + longest);
        mallory.send(longest + "x\n");
        mallory.expect(TOO_LONG);
        mallory.expectEnd();
        bob.expect("* mallory left kitchen");
    }

    @Test
    void a_mebibyte_without_a_line_end() throws IOException {
        byte[] mebibyte = new byte[1024 * 1024];
        Arrays.fill(mebibyte, (byte) 'x');
        mallory.send(mebibyte);
        mallory.expect(TOO_LONG);
        mallory.expectEnd();
        bob.expect("* mallory left kitchen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FF", "C328", "C0AF", "EDA080", "F4908080"})
    void bytes_that_are_not_utf8(String hex) throws IOException {
        mallory.send("good line\n");
        mallory.send(HexFormat.of().parseHex(hex));
        mallory.send("\nnever looked at\n");
        mallory.expect("! not valid UTF-8; closing");
        mallory.expectEnd();
        bob.expect("mallory: good line", "* mallory left kitchen");
    }

    @Test
    void who_is_told_to_go_and_stays_is_closed_after_a_time() throws IOException {
        int openBefore = OpenSockets.count();
        mallory.send(new byte[] {(byte) 0xFF, '\n'});
        mallory.expect("! not valid UTF-8; closing");
        mallory.expectEnd();
        OpenSockets.awaitCount(openBefore - 1);
        bob.expect("* mallory left kitchen");
    }

    @Test
    void who_is_told_to_go_and_goes_on_sending_is_reset() throws IOException {
        mallory.send(new byte[] {(byte) 0xFF, '\n'});
        byte[] more = new byte[64 * 1024];
        int sentBytes = 0;
        boolean reset = false;
        while (!reset && sentBytes < 2 * Farewell.MAX_DISCARDED_BYTES) {
            try {
                mallory.send(more);
                sentBytes += more.length;
            } catch (SocketException e) {
                reset = true;
            }
        }
        assertThat(reset).isTrue();
        bob.expect("* mallory left kitchen");
    }

    @Test
    void who_does_not_read_is_disconnected_alone() throws IOException {
        try (ChatClient deaf = ChatClient.enter(address, "deaf", "kitchen", 4096)) {
            bob.expect("* deaf joined kitchen");
            String batch = ("x".repeat(8000) + "\n").repeat(64);
            boolean left = false;
            for (int i = 0; i < 100 && !left; i++) {
                mallory.send(batch);
                left = bobReads(64);
            }
            assertThat(left).as("deaf was disconnected").isTrue();
            deaf.expectEndOrReset();
            malloryQuits();
        }
    }

    private boolean bobReads(int count) throws IOException {
        boolean left = false;
        for (int got = 0; got < count; ) {
            String line = bob.line();
            assertThat(line).as("a line for bob").isNotNull();
            left |= line.equals("* deaf left kitchen");
            got += line.startsWith("mallory: ") ? 1 : 0;
        }
        return left;
    }

    /** 512 KiB of two-byte lines become more than five times as many bytes for each reader. */
    @Test
    void a_flood_of_short_lines_disconnects_no_one_who_reads() throws IOException {
        int lines = 256 * 1024;
        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
            try {
                mallory.send("x\n".repeat(lines));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        for (int i = 0; i < lines; i++) {
            assertThat(bob.line()).isEqualTo("mallory: x");
        }
        flood.join();
        malloryQuits();
    }

    private void malloryQuits() throws IOException {
        mallory.send("/quit\n");
        bob.expect("* mallory left kitchen");
    }
}
