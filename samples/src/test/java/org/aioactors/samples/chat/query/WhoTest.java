// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aioactors.samples.chat.irc.Capability;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhoTest {
    private final Town town = new Town();
    private User ann;
    private User bob;

    @BeforeEach
    void settle() {
        ann = town.join("Ann");
        bob = town.join("Bob", UserMode.OPERATOR, UserMode.BOT);
        town.enter("#c", ann, "");
        town.enter("#c", bob, "@+");
        town.enter("#secret", bob, "@");
    }

    @Test
    void a_channel() {
        assertThat(town.ask(ann, "WHO #c"))
                .containsExactly(
                        "352 #c ~ann ann.example.net here.example.org Ann H :0 Mx Ann",
                        "352 #c ~bob bob.example.net here.example.org Bob H*@B :0 Mx Bob",
                        "315 #c :End of WHO list");
    }

    @Test
    void all_prefixes_for_those_who_want_them() {
        assertThat(town.ask(ann, Capability.MULTI_PREFIX.bit(), "WHO #c").get(1))
                .contains(" Bob H*@+B ");
    }

    @Test
    void a_secret_channel() {
        assertThat(town.ask(ann, "WHO #secret")).containsExactly("315 #secret :End of WHO list");
        assertThat(town.ask(bob, "WHO #secret")).hasSize(2);
    }

    @Test
    void a_channel_of_which_the_loop_had_to_ask() {
        Who who = new Who(town, town);
        assertThat(Town.lines(who.channel(
                        new Query.Asker(ann, 0),
                        IrcLine.parse("WHO #far %cn"),
                        List.of(new Users.Place("#far", bob, "")))))
                .containsExactly("354 #far Bob", "315 #far :End of WHO list");
    }

    @Test
    void a_nickname_in_any_case_with_one_of_its_channels() {
        assertThat(town.ask(ann, "who bOB"))
                .containsExactly(
                        "352 #c ~bob bob.example.net here.example.org Bob H*@B :0 Mx Bob", "315 bOB :End of WHO list");
    }

    @Test
    void somebody_away_on_another_server_and_on_no_channel() {
        town.change(town.join("Cid"), null, "lunch", false, Town.THERE);
        assertThat(town.ask(ann, "WHO cid"))
                .containsExactly(
                        "352 * ~cid cid.example.net there.example.org Cid G :1 Mx Cid", "315 cid :End of WHO list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"B*", "~b?b", "bob.*", "mx bob"})
    void a_mask_for_any_of_what_is_known(String mask) {
        assertThat(town.ask(ann, "WHO " + mask.replace(" ", "?")))
                .hasSize(2)
                .first()
                .asString()
                .contains(" Bob ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WHO", "WHO 0", "WHO *", "WHO here.*"})
    void all_that_are_visible(String line) {
        town.join("Cid", UserMode.INVISIBLE);
        assertThat(town.ask(ann, line)).hasSize(3).noneMatch(reply -> reply.contains("Cid"));
        assertThat(town.ask(bob, line)).as("an operator").hasSize(4);
        town.enter("#d", ann, "");
        town.enter("#d", town.byNick("Cid"), "");
        assertThat(town.ask(ann, line)).as("who shares a channel").hasSize(4);
    }

    @Test
    void who_asks_is_always_visible_and_a_nickname_is_found_although_invisible() {
        User cid = town.join("Cid", UserMode.INVISIBLE);
        assertThat(town.ask(cid, "WHO C*")).hasSize(2);
        assertThat(town.ask(ann, "WHO Cid")).hasSize(2);
        assertThat(town.ask(ann, "WHO C*")).hasSize(1);
    }

    @Test
    void operators_alone() {
        assertThat(town.ask(ann, "WHO #c o")).hasSize(2).first().asString().contains(" Bob ");
        assertThat(town.ask(ann, "WHO * o%n")).containsExactly("354 Bob", "315 * :End of WHO list");
        assertThat(town.ask(ann, "WHO ann o")).hasSize(1);
    }

    @Test
    void no_mask_tells_more_than_a_line_may_ask_for() {
        for (int i = 0; i < 600; i++) {
            town.join("u" + i);
        }
        assertThat(town.ask(ann, "WHO u*")).hasSize(501);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "%tcuihsnfdlaor,42; 42 #c ~ann 192.0.2.0 ann.example.net here.example.org Ann H 0 42 0 n/a :Mx Ann",
                "%rnc; #c Ann :Mx Ann",
                "%nt,7; 7 Ann",
                "%nxyz; Ann",
                "%na; Ann 0",
                "%nt,abcd; 0 Ann",
            })
    void fields_in_the_order_of_the_protocol(String fields, String expected) {
        assertThat(town.ask(ann, "WHO ann " + fields)).containsExactly("354 " + expected, "315 ann :End of WHO list");
    }

    @Test
    void an_account_and_an_address_that_is_not_told() {
        town.change(bob, "bobacc", null, false, Town.HERE);
        assertThat(town.ask(ann, "WHO bob %ia")).first().isEqualTo("354 255.255.255.255 bobacc");
        assertThat(town.ask(bob, "WHO ann %i")).as("an operator").first().isEqualTo("354 192.0.2.0");
    }

    @Test
    void no_fields_are_a_plain_who() {
        assertThat(town.ask(ann, "WHO ann %")).first().asString().startsWith("352 ");
    }
}
