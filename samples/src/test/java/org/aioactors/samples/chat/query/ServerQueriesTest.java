// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerQueriesTest {
    private final Town town = new Town();
    private final User ann = town.join("Ann");

    @Test
    void lusers() {
        assertThat(town.ask(ann, "LUSERS"))
                .containsExactly(
                        "251 :There are 3 users and 2 invisible on 2 servers",
                        "252 1 :operator(s) online",
                        "253 3 :unknown connection(s)",
                        "254 4 :channels formed",
                        "255 :I have 4 clients and 1 servers",
                        "265 4 6 :Current local users 4, max 6",
                        "266 5 9 :Current global users 5, max 9");
        town.counts = new ServerInfo.Counts(1, 0, 0, 0, 0, 1, 1, 1);
        assertThat(town.ask(ann, "LUSERS")).hasSize(4).noneMatch(line -> line.matches("25[234] .*"));
    }

    @Test
    void version() {
        List<String> lines = town.ask(ann, "VERSION");
        assertThat(lines).first().isEqualTo("351 aio-chat-1 here.example.org :This one");
        assertThat(lines.subList(1, lines.size()))
                .hasSize(3)
                .allMatch(line -> line.startsWith("005 ") && line.endsWith(" :are supported by this server"));
    }

    @Test
    void time() {
        assertThat(town.ask(ann, "TIME")).containsExactly("391 here.example.org :Sun, 9 Sep 2001 01:46:40 GMT");
    }

    @Test
    void admin() {
        assertThat(town.ask(ann, "ADMIN"))
                .containsExactly(
                        "256 here.example.org :Administrative info",
                        "257 Oslo",
                        "258 Friends",
                        "259 admin@example.org");
        town.admin = new ServerInfo.Admin("", "", "");
        assertThat(town.ask(ann, "ADMIN")).containsExactly("423 here.example.org :No administrative info available");
    }

    @Test
    void info() {
        assertThat(town.ask(ann, "INFO"))
                .containsExactly("371 :A chat server", "371 :made of actors", "374 :End of INFO list");
    }

    @Test
    void motd() {
        assertThat(town.ask(ann, "MOTD"))
                .containsExactly(
                        "375 :- here.example.org Message of the day -",
                        "372 :- Welcome",
                        "372 :- Be kind",
                        "376 :End of /MOTD command.");
        town.motd = List.of();
        assertThat(town.ask(ann, "MOTD")).containsExactly("422 :MOTD File is missing");
    }

    @Test
    void links() {
        assertThat(town.ask(ann, "LINKS"))
                .containsExactly(
                        "364 here.example.org here.example.org :0 This one",
                        "364 there.example.org here.example.org :1 That one",
                        "365 * :End of /LINKS list");
        assertThat(town.ask(ann, "LINKS there.*"))
                .containsExactly(
                        "364 there.example.org here.example.org :1 That one", "365 there.* :End of /LINKS list");
        assertThat(town.ask(ann, "LINKS here.* there.*")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VERSION %s", "TIME %s", "ADMIN %s", "INFO %s", "MOTD %s", "LUSERS * %s", "STATS u %s"})
    void another_server_is_not_asked(String line) {
        town.change(town.join("Bob"), null, null, false, Town.THERE);
        for (String target : List.of("nowhere.example.org", Town.THERE, "Bob")) {
            assertThat(town.ask(ann, line.formatted(target))).containsExactly("402 " + target + " :No such server");
        }
        for (String target : List.of("here.*", "HERE.example.org", "ann")) {
            assertThat(town.ask(ann, line.formatted(target))).isNotEmpty().noneMatch(reply -> reply.startsWith("402"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "u | 242 :Server Up 2 days 3:04:05",
                "m | 212 PRIVMSG 7 210 0",
                "k | 216 K *@bad.example.net * * Spam",
                "o | 243 O *@192.0.2.* * root",
                "z | 249 Z :loop 0: 3 connections",
            })
    void stats(String letter, String line) {
        User root = town.join("root", UserMode.OPERATOR);
        assertThat(town.ask(root, "STATS " + letter)).containsExactly(line, "219 " + letter + " :End of /STATS report");
        if (!letter.equals("u")) {
            assertThat(town.ask(ann, "STATS " + letter))
                    .containsExactly(
                            "481 :Permission Denied- You're not an IRC operator",
                            "219 " + letter + " :End of /STATS report");
        }
    }

    @Test
    void stats_of_nothing() {
        assertThat(town.ask(ann, "STATS")).containsExactly("461 STATS :Not enough parameters");
        assertThat(town.ask(ann, "STATS x")).containsExactly("219 x :End of /STATS report");
        assertThat(town.ask(ann, "STATS U")).contains("242 :Server Up 2 days 3:04:05");
    }

    @Test
    void help() {
        assertThat(town.ask(ann, "HELP"))
                .hasSizeGreaterThan(3)
                .allMatch(line -> line.matches("70[456] \\* :.+"))
                .first()
                .asString()
                .startsWith("704 ");
        assertThat(town.ask(ann, "HELP join"))
                .containsExactly(
                        "704 join :JOIN <channel>{,<channel>} [<key>{,<key>}]",
                        "706 join :Enters channels; a new one is made, and you are its operator.");
        assertThat(town.ask(ann, "HELP CMODES").stream()
                        .map(line -> line.substring(0, 3))
                        .distinct())
                .containsExactly("704", "705", "706");
        assertThat(town.ask(ann, "HELP nonsense")).containsExactly("524 nonsense :No help available on this topic");
        assertThat(town.ask(ann, "HELP :no sense")).containsExactly("524 * :No help available on this topic");
    }

    @Test
    void help_has_a_topic_for_each_command_that_it_names() {
        String index = String.join(" ", town.ask(ann, "HELP"));
        for (String word : index.split("[^A-Z]+", -1)) {
            if (word.length() > 3 && !word.equals("COMMAND")) {
                assertThat(town.ask(ann, "HELP " + word))
                        .as(word)
                        .hasSizeGreaterThan(1)
                        .last()
                        .asString()
                        .startsWith("706 ");
            }
        }
    }
}
