// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.samples.chat.contract.IrcClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that flood, read nothing, or are silent: each of them alone is ended, with the right reason, and leaves nothing behind. */
class HostilePeersTest {
    private static final int MANY = 2_000;

    @TempDir
    private Path folder;

    @Test
    void one_who_never_reads_is_dropped_and_the_others_lose_nothing() throws Exception {
        try (HostileServer server = HostileServer.start(folder, "limits.send-queue = 256 KiB");
                HostileSocket slow = HostileSocket.register(server.irc(), "slow", "JOIN #busy");
                IrcClient hearer = IrcClient.register(server.irc(), "hearer");
                IrcClient speaker = IrcClient.register(server.irc(), "speaker")) {
            hearer.send("JOIN #busy");
            hearer.await("366 …*");
            HostileServer.await("slow on the channel", () -> isOn(hearer, "slow", "#busy"));
            speaker.send("JOIN #busy");
            speaker.await("366 …*");
            hearer.expect(":speaker JOIN #busy");
            String padding = " " + "x".repeat(400);
            String quit = null;
            for (int i = 0; i < 100_000 && quit == null; i++) {
                speaker.send("PRIVMSG #busy :" + i + padding);
                String line = hearer.expect("PRIVMSG|QUIT …*");
                if (line.contains(" QUIT ")) {
                    quit = line;
                    line = hearer.expect("PRIVMSG #busy …");
                }
                assertThat(line).contains(" PRIVMSG #busy :" + i + padding);
            }
            assertThat(slow).as("reads nothing of it").isNotNull();
            assertThat(quit).startsWith(":slow!").endsWith(" QUIT :Max SendQ exceeded");
            speaker.await(":slow QUIT …");
            speaker.expectNothing();
            assertThat(server.metric("chat_dropped_total")).isEqualTo(1);
        }
    }

    private static boolean isOn(IrcClient client, String nick, String channel) {
        try {
            client.send("NAMES " + channel);
            boolean is = client.await("353 …*").matches(".*[ :@]" + nick + "( .*)?");
            client.drain();
            return is;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void lines_faster_than_allowed_are_an_excess_flood() throws Exception {
        String limits = "limits { lines = 20, line-every = 500 ms, receive-queue = 32 KiB }";
        try (HostileServer server = HostileServer.start(folder, limits);
                IrcClient other = IrcClient.register(server.irc(), "other")) {
            other.send("JOIN #a");
            other.await("366 …*");
            try (HostileSocket flood = HostileSocket.register(server.irc(), "flood", "JOIN #a")) {
                other.expect(":flood JOIN #a");
                flood.send(HostileSocket.times(4_000, "PRIVMSG #a :flood\r\n"));
                assertThat(other.await(":flood QUIT …")).endsWith(":Excess Flood");
                assertThat(flood.readAll()).endsWith("ERROR :Closing Link: 127.0.0.1 (Excess Flood)\r\n");
            }
            try (HostileSocket early = new HostileSocket(server.irc())) {
                early.send(HostileSocket.times(100_000, "a\n"));
                assertThat(early.readAll()).endsWith("(Excess Flood)\r\n");
            }
            other.expectNothing();
        }
    }

    @Test
    void lines_without_an_end_and_zeros_are_left_out() throws Exception {
        try (HostileServer server = HostileServer.start(folder, "");
                IrcClient client = IrcClient.register(server.irc(), "client")) {
            for (String junk : List.of("x", "\0", "@", "@ ", ":", "é", "@a=b;")) {
                client.send(HostileSocket.times(4 * 1024 * 256 / junk.length(), junk));
                client.expect("417 client …");
                client.expectNothing();
            }
            client.send(HostileSocket.times(100_000, "\0\r\n \n\r\r\n"));
            client.expectNothing();
            client.send(HostileSocket.times(2_000, "a\n").strip());
            for (int i = 0; i < 2_000; i++) {
                client.expect("421 client A …");
            }
        }
    }

    @Test
    void thousands_who_never_register_leave_nothing() throws Exception {
        try (HostileServer server = HostileServer.start(folder, "");
                IrcClient other = IrcClient.register(server.irc(), "other")) {
            server.metric("chat_users");
            long open = HostileServer.sockets();
            List<HostileSocket> half = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                HostileSocket socket = new HostileSocket(server.irc());
                half.add(socket);
                switch (i % 4) {
                    case 0 -> {}
                    case 1 -> socket.say("NICK half" + i);
                    case 2 -> socket.say("USER u 0 * :r");
                    default -> socket.send("NICK in the mid");
                }
            }
            other.expectNothing();
            assertThat(server.metric("chat_registering")).isPositive();
            for (int i = 0; i < MANY; i++) {
                if (i % 2 == 0) {
                    half.get(i).reset();
                } else {
                    half.get(i).close();
                }
            }
            other.send("NICK half1");
            other.expect(":other NICK half1");
            other.send("QUIT");
            server.awaitNobody();
            HostileServer.await("no socket left open", () -> HostileServer.sockets() < open);
        }
    }

    @Test
    void the_silent_are_ended() throws Exception {
        String limits = "limits { ping-after = 1 s, ping-timeout = 1 s, registration = 1 s }";
        try (HostileServer server = HostileServer.start(folder, limits);
                IrcClient other = IrcClient.register(server.irc(), "other")) {
            other.send("JOIN #a");
            other.await("366 …*");
            InetSocketAddress irc = server.irc();
            try (HostileSocket unregistered = new HostileSocket(irc);
                    HostileSocket halfRegistered = new HostileSocket(irc);
                    HostileSocket negotiating = new HostileSocket(irc);
                    HostileSocket silent = HostileSocket.register(irc, "silent", "JOIN #a")) {
                halfRegistered.say("NICK half");
                negotiating.say("CAP LS 302", "NICK neg", "USER u 0 * :r");
                other.await(":silent JOIN #a");
                assertThat(other.await(":silent QUIT …")).endsWith(":Ping timeout: 2 seconds");
                assertThat(silent.readAll()).contains("PING").endsWith("(Ping timeout: 2 seconds)\r\n");
                for (HostileSocket each : List.of(unregistered, halfRegistered, negotiating)) {
                    assertThat(each.readAll()).endsWith("ERROR :Closing Link: 127.0.0.1 (Registration timed out)\r\n");
                }
            }
            other.expectNothing();
        }
    }
}
