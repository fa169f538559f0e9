// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code MODE} of a channel, a line each, as in {@link ChannelRulesTest}. */
class ChannelModesTest {
    private final ScriptedChannel channel = new ScriptedChannel();

    private void check(String before, String line, String expected) {
        channel.play("alice JOIN; bob JOIN; eve JOIN;" + (before == null ? "" : before));
        assertThat(channel.play(line)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void no_channel() {
        assertThat(channel.play("alice MODE")).isEqualTo("403 #C :No such channel");
        assertThat(channel.play("alice MODE +b")).isEqualTo("403 #C :No such channel");
        assertThat(channel.play("alice MODE +m")).isEqualTo("403 #C :No such channel");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            | alice MODE | 324 #c +nt / 329 #c 1000
            x WAIT 9 | dave MODE | 324 #c +nt / 329 #c 1000
            alice MODE -nt | alice MODE | 324 #c + / 329 #c 1000
            alice MODE +smiRC | alice MODE | 324 #c +CRimnst / 329 #c 1000
            alice MODE +kl door 10 | alice MODE | 324 #c +ntkl door 10 / 329 #c 1000
            alice MODE +kl door 10 | dave MODE | 324 #c +ntkl / 329 #c 1000
            # RFC 2811 section 4.2.6: this one is answered although the channel is secret.
            alice MODE +s | dave MODE | 324 #c +nst / 329 #c 1000
            """)
    void query(String before, String line, String expected) {
        check(before, line, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "R", "i", "m", "n", "s", "t"})
    void flags(String mode) {
        channel.play("alice JOIN; bob JOIN; alice MODE -nt");
        assertThat(channel.play("bob MODE +" + mode)).isEqualTo("482 #c :You're not channel operator");
        assertThat(channel.play("alice MODE -" + mode)).isEmpty();
        assertThat(channel.play("alice MODE +" + mode)).isEqualTo(":alice MODE #c +" + mode);
        assertThat(channel.play("alice MODE +" + mode)).isEmpty();
        assertThat(channel.play("alice MODE")).startsWith("324 #c +" + mode);
        assertThat(channel.play("bob MODE -" + mode)).isEqualTo("482 #c :You're not channel operator");
        assertThat(channel.play("alice MODE -" + mode)).isEqualTo(":alice MODE #c -" + mode);
        assertThat(channel.play("alice MODE")).startsWith("324 #c + ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            # Several in one command; each sees what those before it did.
            | alice MODE +mi-t | :alice MODE #c +mi-t
            | alice MODE m | :alice MODE #c +m
            | alice MODE +m-m+m | :alice MODE #c +m-m+m
            | alice MODE +mnm | :alice MODE #c +m
            | alice MODE +o-o bob bob | :alice MODE #c +o-o bob bob
            | alice MODE -o+m alice | :alice MODE #c -o alice / 482 #c :You're not channel operator
            # 472
            | alice MODE +y | 472 y :is unknown mode char to me for #c
            | alice MODE +my-zt | :alice MODE #c +m-t / 472 y :is unknown mode char to me for #c / 472 z :is unknown mode char to me for #c
            | alice MODE +yyy-y | 472 y :is unknown mode char to me for #c
            | alice MODE +oovv | 461 MODE :Not enough parameters
            # 482 once, and to those who are not on the channel as well
            | bob MODE +mit | 482 #c :You're not channel operator
            | dave MODE +m | 482 #c :You're not channel operator
            alice MODE +v bob | bob MODE +m | 482 #c :You're not channel operator
            alice MODE +h bob | bob MODE +mC-t | :bob MODE #c +mC-t
            # k
            | alice MODE +k door | :alice MODE #c +k door
            | alice MODE +k | 461 MODE :Not enough parameters
            | alice MODE +k a,b | 696 #c k a,b :A key has at most 30 letters and signs, no comma, and no colon in front
            | alice MODE +k 1234567890123456789012345678901 | 696 #c k 1234567890123456789012345678901 :A key has at most 30 letters and signs, no comma, and no colon in front
            alice MODE +k door | alice MODE +k door |
            alice MODE +k door | alice MODE +k gate | :alice MODE #c +k gate
            alice MODE +k door | alice MODE -k door | :alice MODE #c -k *
            alice MODE +k door | alice MODE -k gate | :alice MODE #c -k *
            alice MODE +k door | alice MODE -k | :alice MODE #c -k *
            | alice MODE -k door |
            # l
            | alice MODE +l 10 | :alice MODE #c +l 10
            | alice MODE +l 010 | :alice MODE #c +l 10
            | alice MODE +l | 461 MODE :Not enough parameters
            | alice MODE +l 0 | 696 #c l 0 :A limit is a number from 1 to 999999999
            | alice MODE +l -1 | 696 #c l -1 :A limit is a number from 1 to 999999999
            | alice MODE +l many | 696 #c l many :A limit is a number from 1 to 999999999
            | alice MODE +l 99999999999 | 696 #c l 99999999999 :A limit is a number from 1 to 999999999
            alice MODE +l 10 | alice MODE +l 10 |
            alice MODE +l 10 | alice MODE +l 11 | :alice MODE #c +l 11
            alice MODE +l 10 | alice MODE -l | :alice MODE #c -l
            | alice MODE -l |
            # A command changes four modes with a parameter; others are not counted.
            | alice MODE +vhkmlb bob bob door 10 eve | :alice MODE #c +vhkml bob bob door 10
            """)
    void change(String before, String line, String expected) {
        check(before, line, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            | alice MODE +o bob | :alice MODE #c +o bob
            | alice MODE +h bob | :alice MODE #c +h bob
            | alice MODE +v bob | :alice MODE #c +v bob
            alice MODE +v bob | alice MODE +v bob |
            | alice MODE -v bob |
            alice MODE +v bob | alice MODE -v bob | :alice MODE #c -v bob
            | alice MODE -o alice | :alice MODE #c -o alice
            | alice MODE +o | 461 MODE :Not enough parameters
            # 401 for a name that nobody has, 441 for somebody who is elsewhere
            | alice MODE +o nobody | 401 nobody :No such nick/channel
            dave NICK dave | alice MODE +o dave | 441 dave #c :They aren't on that channel
            dave NICK dave | alice MODE +ov dave bob | :alice MODE #c +v bob / 441 dave #c :They aren't on that channel
            | bob MODE +o bob | 482 #c :You're not channel operator
            # Half-operators don't decide on operators and half-operators, but may stop being one.
            alice MODE +h bob | bob MODE +v eve | :bob MODE #c +v eve
            alice MODE +h bob | bob MODE +o eve | 482 #c :You're not channel operator
            alice MODE +h bob | bob MODE -o alice | 482 #c :You're not channel operator
            alice MODE +h bob | bob MODE +h eve | 482 #c :You're not channel operator
            alice MODE +hh bob eve | bob MODE -h eve | 482 #c :You're not channel operator
            alice MODE +h bob | bob MODE -h bob | :bob MODE #c -h bob
            alice MODE +h bob | bob MODE +ov bob eve | :bob MODE #c +v eve / 482 #c :You're not channel operator
            """)
    void members(String before, String line, String expected) {
        check(before, line, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            b | 367 | 368 #c :End of channel ban list
            e | 348 | 349 #c :End of channel exception list
            I | 346 | 347 #c :End of Channel Invite Exception List
            """)
    void lists(String mode, String item, String end) {
        channel.play("alice JOIN; bob JOIN");
        assertThat(channel.play("alice MODE " + mode)).isEqualTo(end);
        assertThat(channel.play("bob MODE +" + mode + " eve")).isEqualTo("482 #c :You're not channel operator");
        assertThat(channel.play("alice MODE +" + mode + " eve")).isEqualTo(":alice MODE #c +" + mode + " eve!*@*");
        assertThat(channel.play("alice MODE +" + mode + " EVE!*@*")).isEmpty();
        channel.play("x WAIT 7; alice MODE +" + mode + " *@dave.example");
        String all = item + " #c eve!*@* alice!~alice@alice.example 1000 / " + item
                + " #c *!*@dave.example alice!~alice@alice.example 1007 / " + end;
        assertThat(channel.play("alice MODE +" + mode)).isEqualTo(all);
        assertThat(channel.play("alice MODE -" + mode + mode)).isEqualTo(all);
        String notForAll = "482 #c :You're not channel operator";
        assertThat(channel.play("bob MODE " + mode)).isEqualTo(mode.equals("b") ? all : notForAll);
        assertThat(channel.play("alice MODE -" + mode + " dave")).isEmpty();
        assertThat(channel.play("alice MODE -" + mode + " Eve")).isEqualTo(":alice MODE #c -" + mode + " eve!*@*");
    }

    @Test
    void bans_are_shown_to_those_who_are_not_on_the_channel() {
        channel.play("alice JOIN");
        assertThat(channel.play("dave MODE +b")).isEqualTo("368 #c :End of channel ban list");
    }

    @Test
    void a_mask_that_would_not_fit_into_a_line_is_refused() {
        channel.play("alice JOIN");
        String mask = "*!*@" + "x".repeat(110);
        assertThat(channel.play("alice MODE +b " + mask))
                .isEqualTo("696 #c b " + mask + " :A mask has at most 106 bytes");
    }
}
