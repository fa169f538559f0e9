// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KLineTest {
    private static KLine line(String mask) {
        return new KLine(mask, 1_000, 0, "oper", "no bots");
    }

    @ParameterizedTest
    @CsvSource({
        "*@bad.example.org, bob, bad.example.org, 203.0.113.7, true",
        "*@BAD.example.ORG, bob, bad.Example.org, 203.0.113.7, true",
        "bad.example.org, bob, bad.example.org, 203.0.113.7, true",
        "*@*.example.org, bob, a.b.example.org, 203.0.113.7, true",
        "*@*.example.org, bob, example.com, 203.0.113.7, false",
        "bot*@*, Bot17, example.com, 203.0.113.7, false",
        "bots*@*, bots17, example.com, 203.0.113.7, true",
        "bots*@*, bob, example.com, 203.0.113.7, false",
        "*@203.0.113.*, bob, example.com, 203.0.113.7, true",
        "*@203.0.113.0/24, bob, example.com, 203.0.113.7, true",
        "*@203.0.113.0/24, bob, example.com, 203.0.114.7, false",
        "*@2001:db8::/32, bob, example.com, 2001:db8:1::1, true",
        "*@2001:db8::1, bob, example.com, 2001:db8:0:0::1, true"
    })
    void it_is_about_users_by_name_host_and_address(
            String mask, String user, String host, String address, boolean found) throws Exception {
        if (mask.equals("bot*@*")) {
            assertThatThrownBy(() -> line(mask)).hasMessageContaining("nearly everybody");
            return;
        }
        KLineList lines = KLineList.EMPTY.with(line(mask), 2_000);
        KLine expected = found ? line(mask) : null;
        assertThat(lines.find(user, host, InetAddress.getByName(address), 2_000))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "*@",
                "@host.example",
                "a b@host.example",
                "nick!user@host.example",
                "a@b@c.example",
                "*@*",
                "*@*.*",
                "*@???",
                "*",
                "*@0.0.0.0/0",
                "*@10.0.0.0/7",
                "*@::/0"
            })
    void what_is_no_mask_or_shuts_out_everybody_is_refused(String mask) {
        assertThatThrownBy(() -> line(mask)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void it_ends_when_it_is_to() throws Exception {
        KLine hour = new KLine("*@host.example", 0, 3_600_000, "oper", "");
        KLineList lines = KLineList.EMPTY.with(hour, 0);
        InetAddress address = InetAddress.getByName("203.0.113.7");
        assertThat(lines.find("bob", "host.example", address, 3_599_999)).isEqualTo(hour);
        assertThat(lines.find("bob", "host.example", address, 3_600_000)).isNull();
        assertThat(lines.lines(3_600_000)).isEmpty();
    }

    @Test
    void of_one_mask_there_is_one() {
        KLine first = line("*@host.example");
        KLine second = new KLine("*@HOST.example", 2_000, 0, "other", "still");
        KLineList lines =
                KLineList.EMPTY.with(first, 0).with(line("*@more.example"), 0).with(second, 0);
        assertThat(lines.lines(0)).containsExactly(line("*@more.example"), second);
        assertThat(lines.without("*@host.EXAMPLE", 0).lines(0)).containsExactly(line("*@more.example"));
    }

    @Test
    void it_is_found_again_in_its_line() {
        for (KLine each :
                List.of(line("*@host.example"), new KLine("a@host.example", 5, 6, "b", ""), line("x@203.0.113.0/24"))) {
            assertThat(KLine.parse(each.line())).isEqualTo(each);
        }
        assertThat(KLine.parse(new KLine("*@host.example", 1, 0, "b", "two\nlines").line())
                        .reason())
                .isEqualTo("two lines");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*@host.example", "*@host.example 1 2", "*@host.example x 2 by why", "*@* 1 2 by why"})
    void a_line_that_is_none_is_refused(String text) {
        assertThatThrownBy(() -> KLine.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_one_list_has_and_an_earlier_one_has_not() {
        KLine old = new KLine("*@old.example", 1, 0, "oper", "");
        KLine line = new KLine("*@new.example", 2, 0, "oper", "");
        KLineList before = KLineList.EMPTY.with(old, 3);
        assertThat(before.with(line, 3).since(before).lines(3)).containsExactly(line);
        assertThat(before.with(new KLine("*@old.example", 2, 0, "oper", "Again"), 3)
                        .since(before)
                        .isEmpty())
                .as("set again")
                .isFalse();
        assertThat(before.since(before.with(line, 3)).isEmpty()).isTrue();
        assertThat(KLineList.EMPTY.isEmpty()).isTrue();
    }
}
