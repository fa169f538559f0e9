// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.aioactors.samples.chat.contract.IrcClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text that no client of good will sends: what others read of it is whole lines, and makes sense. */
class HostileTextTest {
    private static final int ROUNDS = Integer.getInteger("aio.test.hostile-lines", 2_000);
    private static final String ALL_CAPS = "message-tags server-time labeled-response batch echo-message account-tag"
            + " extended-join multi-prefix userhost-in-names setname chghost away-notify invite-notify account-notify";

    @TempDir
    private Path folder;

    private HostileServer server;
    private IrcClient hostile;
    private IrcClient other;

    @BeforeEach
    void start() throws Exception {
        server = HostileServer.start(folder, "");
        hostile = IrcClient.register(server.irc(), "hostile", "message-tags", "labeled-response", "batch");
        other = IrcClient.register(server.irc(), "other", "message-tags");
        hostile.send("JOIN #a");
        hostile.await("366 …*");
        other.send("JOIN #a");
        other.await("366 …*");
        hostile.expect(":other JOIN #a");
    }

    @AfterEach
    void end() throws IOException {
        other.close();
        hostile.close();
        server.close();
    }

    @Test
    void a_cut_is_never_inside_a_character() throws Exception {
        for (int shift = 0; shift < 4; shift++) {
            String text = "a".repeat(shift) + HostileSocket.times(120, "\uD83D\uDE00");
            hostile.send("PRIVMSG #a :" + text);
            String heard = other.expect(":hostile PRIVMSG #a …");
            String line = heard.substring(heard.indexOf(" :"));
            assertThat(text).startsWith(line.substring(line.indexOf(':', 2) < 0 ? 2 : line.indexOf(':', 2) + 1));
            int bytes = heard.substring(heard.indexOf(':')).getBytes(StandardCharsets.UTF_8).length;
            assertThat(bytes).isBetween(510 - 3, 510);
        }
    }

    @Test
    void what_ends_a_line_is_never_inside_one() throws Exception {
        hostile.send("PRIVMSG #a :one\rPRIVMSG #a :t\0wo\0\nPRIVMSG #a :three");
        other.expect(":hostile PRIVMSG #a one");
        other.expect(":hostile PRIVMSG #a two");
        other.expect(":hostile PRIVMSG #a three");
        hostile.send("@+a=x\\r\\nQUIT\\s:bye TAGMSG #a");
        assertThat(other.expect(":hostile TAGMSG #a")).contains("+a=x\\r\\nQUIT\\s:bye");
        hostile.send("@+a=\\:\\\\\\b\\;+b=é\\ TAGMSG #a");
        assertThat(other.expect(":hostile TAGMSG #a")).contains("+a=\\:\\\\b;").contains("+b=é");
        hostile.send("@+b:a=1;+=2;+ok=3;+c\u0001=4;+d" + "é=5 TAGMSG #a");
        assertThat(other.expect(":hostile TAGMSG #a"))
                .contains("+ok=3")
                .doesNotContain(";+b:a")
                .doesNotContain("+=")
                .doesNotContain("=4")
                .doesNotContain("é");
        String most = "@+a=" + "x".repeat(4094 - 3);
        hostile.send(most + " TAGMSG #a");
        assertThat(other.expect(":hostile TAGMSG #a")).contains("+a=" + "x".repeat(4094 - 3));
        hostile.send(most + "x TAGMSG #a");
        hostile.expect("417 hostile …");
        other.expectNothing();
    }

    @Test
    void what_is_not_utf8_is_refused_with_its_label() throws Exception {
        hostile.send("@label=l PRIVMSG #a :\u00e9\u00e8".getBytes(StandardCharsets.ISO_8859_1));
        hostile.send(new byte[] {'\r', '\n'});
        assertThat(hostile.expect("FAIL PRIVMSG INVALID_UTF8 …")).startsWith("@label=l ");
        hostile.expectNothing();
        other.expectNothing();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "JOIN : ; 403 hostile * …",
                "JOIN :#b c ; 403 hostile * …",
                "JOIN ::#b ; 403 hostile * …",
                "NICK : ; 431 hostile …",
                "NICK :a b ; 432 hostile * …",
                "NICK ::a ; 432 hostile * …",
                "PRIVMSG : :x ; 412 hostile …",
                "PRIVMSG #a : ; 412 hostile …",
                "PRIVMSG :a b ; 412 hostile …",
                ": : : ; 421 hostile …*",
                ":x : ; 421 hostile …*",
                ":x ::y z ; 421 hostile …*",
                "MODE : ; 401 hostile * …",
                "MODE #a +: : ; 472 hostile …*",
                "MODE #a +kk : : ; 696 hostile #a k * …",
                "MODE #a +l : ; 461 hostile MODE …",
                "MODE #a +o :a b ; 401 hostile …*",
                "TOPIC : ; 403 hostile …*",
                "KICK #a :a b ; 401 hostile * …",
                "INVITE : : ; 461 hostile INVITE …",
                "WHOIS : ; 431 hostile …",
                "NAMES : ; 366 hostile …*",
                "WHOWAS : ; 431 hostile …",
                "OPER : : ; 461 hostile OPER …",
                "CAP : ; 410 hostile …*",
                "CAP REQ : : ; CAP …*",
                "AUTHENTICATE : ; 908 hostile PLAIN …",
                "REGISTER : : : ; 461 hostile REGISTER …",
                "CHATHISTORY : ; FAIL CHATHISTORY NEED_MORE_PARAMS …*",
                "CHATHISTORY : : : ; FAIL CHATHISTORY …*",
                "MONITOR : ; 461 hostile MONITOR …",
                "SETNAME : ; FAIL SETNAME INVALID_REALNAME …",
                "PING : ; 409 hostile …"
            })
    void empty_and_strange_parameters_are_answered_by_one_whole_line(String line, String answer) throws Exception {
        hostile.send(line.strip());
        String heard = hostile.expect(answer.strip());
        assertThat(heard.substring(heard.indexOf(':', 1) < 0 ? 0 : 1).split(" :", 2)[0])
                .doesNotContain("  ");
    }

    @Test
    void too_many_parameters_do_no_harm() throws Exception {
        hostile.send("PRIVMSG" + " #a".repeat(150));
        other.expect(":hostile PRIVMSG #a #a");
        hostile.send("JOIN " + ",".repeat(480));
        hostile.send("PART " + "#a,".repeat(160));
        other.expect(":hostile PART #a");
        for (int i = 0; i < 159; i++) {
            hostile.await("442|403 hostile …*");
        }
        hostile.drain();
        hostile.send("NAMES " + "#a,".repeat(160));
        for (int i = 0; i < 160; i++) {
            hostile.await("366 …*");
        }
        hostile.expectNothing();
    }

    @Test
    void a_long_mask_is_listed_whole() throws Exception {
        for (String mode : new String[] {"b", "e", "I"}) {
            String mask = "n".repeat(120) + "!" + "u".repeat(120) + "@" + "h".repeat(220);
            hostile.send("MODE #a +" + mode + " " + mask);
            hostile.drain();
            hostile.send("MODE #a +" + mode);
            String line = hostile.expect("367|368|348|349|346|347 …*");
            if (line.matches(".* 3[64][768] hostile #a [^: ].*")) {
                assertThat(line).matches(".* #a \\S+!\\S+@\\S+ hostile!~hostile@127.0.0.1 \\d{10}");
                hostile.expect("368|349|347 …*");
            }
            hostile.expectNothing();
        }
        hostile.send("MODE #a +b " + "€".repeat(60) + "!*@*");
        hostile.expect("696 hostile #a b …*"); // fewer characters than may be, but more bytes
    }

    @Test
    void a_long_label_comes_back_whole_or_not_at_all() throws Exception {
        for (int length : new int[] {64, 65, 4094 - 6}) {
            String label = "l".repeat(length);
            hostile.send("@label=" + label + " PING x");
            String line = hostile.expect("PONG …* x");
            assertThat(line.contains("@label=" + label + " ") || !line.contains("label"))
                    .isTrue();
            hostile.expectNothing();
        }
    }

    @Test
    void ctcp_is_passed_on_unless_the_channel_forbids_it() throws Exception {
        hostile.send("PRIVMSG #a :\u0001VERSION\u0001");
        assertThat(other.expect(":hostile PRIVMSG #a …")).endsWith("\u0001VERSION\u0001");
        hostile.send("MODE #a +C");
        other.expect(":hostile MODE #a +C");
        hostile.expect(":hostile MODE #a +C");
        hostile.send("PRIVMSG #a :\u0001DCC SEND x\u0001");
        hostile.expect("404 hostile #a …");
        hostile.send("PRIVMSG #a :\u0001\u0001");
        hostile.expect("404 hostile #a …");
        hostile.send("PRIVMSG #a :\u0001ACTION waves\u0001");
        assertThat(other.expect(":hostile PRIVMSG #a …")).endsWith("\u0001ACTION waves\u0001");
    }

    /** Whatever the words of commands are, nobody is disconnected and every line has a form. */
    @Test
    void no_line_ends_a_session() throws Exception {
        HostileWords words = new HostileWords(new Random(14));
        IrcClient able = IrcClient.register(server.irc(), "able", ALL_CAPS);
        able.send("OPER root secret");
        able.await("381 …*");
        for (int i = 0; i < ROUNDS; i++) {
            hostile.send(words.line());
            able.send(words.line());
            if (i % 50 == 0) {
                hostile.drain();
                able.drain();
                other.drain();
            }
        }
        hostile.drain();
        able.drain();
        able.close();
    }
}
