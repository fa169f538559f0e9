// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aioactors.samples.chat.irc.Capability;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;
import org.junit.jupiter.api.Test;

class WhoisTest {
    private final Town town = new Town();
    private final User ann = town.join("Ann");

    @Test
    void somebody_of_whom_there_is_little_to_say() {
        town.join("Bob");
        assertThat(town.ask(ann, "WHOIS bob"))
                .containsExactly(
                        "311 Bob ~bob bob.example.net * :Mx Bob",
                        "312 Bob here.example.org :This one",
                        "317 Bob 42 900000000 :seconds idle, signon time",
                        "318 bob :End of /WHOIS list");
    }

    @Test
    void somebody_of_whom_there_is_much_to_say() {
        User bob = town.join("Bob", UserMode.OPERATOR, UserMode.BOT, UserMode.INVISIBLE);
        town.enter("#c", bob, "@+");
        town.enter("#d", bob, "");
        bob = town.change(bob, "acc", "at lunch", true, Town.HERE);
        town.connection(bob, new Users.Connection(town.nowMs, "2001:db8::1", "00ff"));
        List<String> seen = town.ask(ann, "WHOIS Bob");
        assertThat(seen)
                .containsExactly(
                        "311 Bob ~bob bob.example.net * :Mx Bob",
                        "319 Bob :@#c #d",
                        "312 Bob here.example.org :This one",
                        "301 Bob :at lunch",
                        "313 Bob :is an IRC operator",
                        "330 Bob acc :is logged in as",
                        "335 Bob :is a bot",
                        "671 Bob :is using a secure connection",
                        "317 Bob 0 900000000 :seconds idle, signon time",
                        "318 Bob :End of /WHOIS list");
        assertThat(town.ask(bob, "WHOIS Bob"))
                .as("themselves")
                .containsAll(seen)
                .contains(
                        "276 Bob :has client certificate fingerprint 00ff",
                        "338 Bob ~bob@bob.example.net 2001:db8::1 :Is actually using host",
                        "379 Bob :is using modes +ioB");
    }

    @Test
    void an_operator_is_told_where_somebody_is_from() {
        User root = town.join("root", UserMode.OPERATOR);
        assertThat(town.ask(root, "WHOIS ann"))
                .contains(
                        "338 Ann ~ann@ann.example.net 192.0.2.0 :Is actually using host", "379 Ann :is using modes +");
    }

    @Test
    void all_prefixes_for_those_who_want_them_and_no_secret_channels() {
        User bob = town.join("Bob");
        town.enter("#c", bob, "@+");
        town.enter("#secret", bob, "@");
        assertThat(town.ask(ann, Capability.MULTI_PREFIX.bit(), "WHOIS Bob")).contains("319 Bob :@+#c");
        assertThat(town.ask(bob, "WHOIS Bob")).contains("319 Bob :@#c @#secret");
    }

    @Test
    void more_channels_than_fit_in_a_line() {
        User bob = town.join("Bob");
        for (int i = 0; i < 30; i++) {
            town.enter("#" + "c".repeat(40) + i, bob, "+");
        }
        List<String> channels = town.ask(ann, "WHOIS Bob").stream()
                .filter(line -> line.startsWith("319"))
                .toList();
        assertThat(channels).hasSizeGreaterThan(3).allMatch(line -> line.length() < 400);
        assertThat(String.join(" ", channels).split("\\+#")).hasSize(31);
    }

    @Test
    void somebody_on_another_server() {
        town.change(town.join("Bob"), null, null, false, Town.THERE);
        assertThat(town.ask(ann, "WHOIS bob"))
                .containsExactly(
                        "311 Bob ~bob bob.example.net * :Mx Bob",
                        "312 Bob there.example.org :That one",
                        "318 bob :End of /WHOIS list");
    }

    @Test
    void nobody() {
        assertThat(town.ask(ann, "WHOIS bob"))
                .containsExactly("401 bob :No such nick/channel", "318 bob :End of /WHOIS list");
        assertThat(town.ask(ann, "WHOIS :a b"))
                .containsExactly("401 * :No such nick/channel", "318 * :End of /WHOIS list");
    }

    @Test
    void no_nickname() {
        assertThat(town.ask(ann, "WHOIS")).containsExactly("431 :No nickname given");
        assertThat(town.ask(ann, "WHOIS :")).containsExactly("431 :No nickname given");
    }

    @Test
    void of_several_the_first_and_the_end_with_all() {
        assertThat(town.ask(ann, "WHOIS Ann,Bob"))
                .doesNotContain("401 Bob :No such nick/channel")
                .endsWith("318 Ann,Bob :End of /WHOIS list");
    }

    @Test
    void with_a_server_in_front() {
        assertThat(town.ask(ann, "WHOIS here.* ann")).hasSizeGreaterThan(3);
        assertThat(town.ask(ann, "WHOIS ann ann")).hasSizeGreaterThan(3);
        assertThat(town.ask(ann, "WHOIS nowhere.example.org ann"))
                .containsExactly("402 nowhere.example.org :No such server");
    }

    @Test
    void who_has_gone_the_last_first() {
        WhoWas whoWas = new WhoWas(3);
        for (int i = 0; i < 4; i++) {
            town.nowMs = 1000L * i;
            whoWas.add(town.join(i % 2 == 0 ? "Bob" : "BOB"), town.nowMs);
        }
        assertThat(ask(whoWas, "WHOWAS bob"))
                .containsExactly(
                        "314 BOB ~bob bob.example.net * :Mx BOB",
                        "312 BOB here.example.org :Thu, 1 Jan 1970 00:00:03 GMT",
                        "314 Bob ~bob bob.example.net * :Mx Bob",
                        "312 Bob here.example.org :Thu, 1 Jan 1970 00:00:02 GMT",
                        "314 BOB ~bob bob.example.net * :Mx BOB",
                        "312 BOB here.example.org :Thu, 1 Jan 1970 00:00:01 GMT",
                        "369 bob :End of WHOWAS");
        assertThat(ask(whoWas, "WHOWAS bob 1")).hasSize(3);
        assertThat(ask(whoWas, "WHOWAS bob 2")).hasSize(5);
        assertThat(ask(whoWas, "WHOWAS bob 0")).hasSize(7);
        assertThat(ask(whoWas, "WHOWAS bob -1")).hasSize(7);
        assertThat(ask(whoWas, "WHOWAS bob many")).hasSize(7);
    }

    @Test
    void who_has_never_been() {
        assertThat(ask(new WhoWas(1), "WHOWAS eve"))
                .containsExactly("406 eve :There was no such nickname", "369 eve :End of WHOWAS");
        assertThat(ask(new WhoWas(1), "WHOWAS")).containsExactly("431 :No nickname given");
    }

    private List<String> ask(WhoWas whoWas, String line) {
        return Town.lines(whoWas.answer(new Query.Asker(ann, 0), IrcLine.parse(line)));
    }
}
