// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.aioactors.samples.chat.irc.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rules of a channel, a line each: what was before, what somebody does, and what comes of it. {@code ^} stands for the
 * character around a CTCP.
 */
class ChannelRulesTest {
    private final ScriptedChannel channel = new ScriptedChannel();

    private void check(String before, String line, String expected) {
        channel.play(before == null ? "" : before);
        assertThat(channel.play(line)).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            # The first one is an operator.
            | alice JOIN | :@alice JOIN #c
            | alice ENTER | 403 #c :No such channel
            alice JOIN | bob JOIN | :bob JOIN #c
            alice JOIN | alice JOIN |
            # 471
            alice JOIN; alice MODE +l 1 | bob JOIN | 471 #c :Cannot join channel (+l)
            alice JOIN; alice MODE +l 2 | bob JOIN | :bob JOIN #c
            alice JOIN; alice MODE +l 1; alice INVITE bob | bob JOIN | :bob JOIN #c
            # 473
            alice JOIN; alice MODE +i | bob JOIN | 473 #c :Cannot join channel (+i)
            alice JOIN; alice MODE +iI BOB!*@*; | bob JOIN | :bob JOIN #c
            alice JOIN; alice MODE +iI rob!*@*; | bob JOIN | 473 #c :Cannot join channel (+i)
            alice JOIN; alice MODE +i; alice INVITE bob | bob JOIN | :bob JOIN #c
            # An invitation is used up.
            alice JOIN; alice MODE +i; alice INVITE bob; bob JOIN; bob PART | bob JOIN | 473 #c :Cannot join channel (+i)
            # An invitation ends.
            alice JOIN; alice MODE +i; alice INVITE bob; x WAIT 3599 | bob JOIN | :bob JOIN #c
            alice JOIN; alice MODE +i; alice INVITE bob; x WAIT 3600 | bob JOIN | 473 #c :Cannot join channel (+i)
            # 474
            alice JOIN; alice MODE +b *!*@bob.example | bob JOIN | 474 #c :Cannot join channel (+b)
            alice JOIN; alice MODE +b *!*@BOB.EXAMPLE | bob JOIN | 474 #c :Cannot join channel (+b)
            alice JOIN; alice MODE +b *!*@rob.example | bob JOIN | :bob JOIN #c
            alice JOIN; alice MODE +be *!*@bob.example bob | bob JOIN | :bob JOIN #c
            alice JOIN; alice MODE +b bob; alice INVITE bob | bob JOIN | :bob JOIN #c
            # An invitation by somebody who does not decide here opens nothing.
            alice JOIN; eve JOIN; alice MODE +b bob; eve INVITE bob | bob JOIN | 474 #c :Cannot join channel (+b)
            # 475
            alice JOIN; alice MODE +k door | bob JOIN | 475 #c :Cannot join channel (+k)
            alice JOIN; alice MODE +k door | bob JOIN Door | 475 #c :Cannot join channel (+k)
            alice JOIN; alice MODE +k door | bob JOIN door | :bob JOIN #c
            alice JOIN; alice MODE +k door; alice INVITE bob | bob JOIN | :bob JOIN #c
            # A key that nobody asks for does no harm.
            alice JOIN | bob JOIN door | :bob JOIN #c
            # 477
            alice JOIN; alice MODE +R | bob JOIN | 477 #c :Cannot join channel (+R)
            alice JOIN; alice MODE +R; bob LOGIN bob | bob JOIN | :bob JOIN #c
            alice JOIN; alice MODE +R; alice INVITE bob | bob JOIN | 477 #c :Cannot join channel (+R)
            # What is said first if several things are in the way.
            alice JOIN; alice MODE +bilkR bob 1 door | bob JOIN | 477 #c :Cannot join channel (+R)
            alice JOIN; alice MODE +bilk bob 1 door | bob JOIN | 474 #c :Cannot join channel (+b)
            alice JOIN; alice MODE +ilk 1 door | bob JOIN | 473 #c :Cannot join channel (+i)
            alice JOIN; alice MODE +lk 1 door | bob JOIN | 475 #c :Cannot join channel (+k)
            # After the last one has left, the channel is a new one.
            alice JOIN; alice MODE +ik door; alice PART | bob JOIN | :@bob JOIN #c
            alice JOIN; alice MODE +i; alice INVITE bob; alice PART; eve JOIN; eve MODE +i | bob JOIN | 473 #c :Cannot join channel (+i)
            """)
    void join(String before, String line, String expected) {
        check(before, line, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            | alice PART | 403 #C :No such channel
            alice JOIN | bob PART | 442 #c :You're not on that channel
            alice JOIN | alice PART | :alice PART #c
            alice JOIN; bob JOIN | alice PART :bye all | :alice PART #c :bye all
            alice JOIN; alice PART | alice PART | 403 #C :No such channel
            alice JOIN; bob JOIN | bob QUIT :gone home | :bob QUIT :gone home
            alice JOIN | bob QUIT :gone home |
            | bob QUIT :gone home |
            alice@1 JOIN; bob@2 JOIN | bob@2 LOST | gone 2
            alice@1 JOIN | bob@2 LOST |
            # Nobody becomes an operator when the last one leaves.
            alice JOIN; bob JOIN; alice PART | bob MODE +m | 482 #c :You're not channel operator
            alice@2 JOIN; bob@1 JOIN; alice@2 LOST | bob@1 NAMES | bob
            """)
    void leave(String before, String line, String expected) {
        check(before, line, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            | bob PRIVMSG :hi | 403 #C :No such channel
            | bob NOTICE :hi |
            | bob TAGMSG | 403 #C :No such channel
            alice JOIN | alice PRIVMSG :hi | :alice PRIVMSG #c :hi
            alice JOIN | alice NOTICE :hi | :alice NOTICE #c :hi
            alice JOIN | alice TAGMSG | :alice TAGMSG #c
            alice JOIN | alice PRIVMSG @ :hi | :alice PRIVMSG @#c :hi
            alice JOIN | alice PRIVMSG % :hi | :alice PRIVMSG %#c :hi
            alice JOIN | alice NOTICE + :hi | :alice NOTICE +#c :hi
            # n
            alice JOIN | bob PRIVMSG :hi | 404 #c :Cannot send to channel (+n)
            alice JOIN | bob PRIVMSG @ :hi | 404 #c :Cannot send to channel (+n)
            alice JOIN | bob TAGMSG | 404 #c :Cannot send to channel (+n)
            alice JOIN | bob NOTICE :hi |
            alice JOIN; alice MODE -n | bob PRIVMSG :hi | :bob PRIVMSG #c :hi
            # m
            alice JOIN; bob JOIN; alice MODE +m | bob PRIVMSG :hi | 404 #c :Cannot send to channel (+m)
            alice JOIN; bob JOIN; alice MODE +m | bob NOTICE :hi |
            alice JOIN; bob JOIN; alice MODE +m | bob TAGMSG | 404 #c :Cannot send to channel (+m)
            alice JOIN; bob JOIN; alice MODE +m | alice PRIVMSG :hi | :alice PRIVMSG #c :hi
            alice JOIN; bob JOIN; alice MODE +mv bob | bob PRIVMSG :hi | :bob PRIVMSG #c :hi
            alice JOIN; bob JOIN; alice MODE +mh bob | bob PRIVMSG :hi | :bob PRIVMSG #c :hi
            alice JOIN; alice MODE -n+m | bob PRIVMSG :hi | 404 #c :Cannot send to channel (+m)
            # b and e
            alice JOIN; bob JOIN; alice MODE +b bob | bob PRIVMSG :hi | 404 #c :Cannot send to channel (+b)
            alice JOIN; bob JOIN; alice MODE +b bob | bob NOTICE :hi |
            alice JOIN; bob JOIN; alice MODE +be bob *!*@*.example | bob PRIVMSG :hi | :bob PRIVMSG #c :hi
            alice JOIN; bob JOIN; alice MODE +bv bob bob | bob PRIVMSG :hi | :bob PRIVMSG #c :hi
            alice JOIN; alice MODE -n+b bob | bob PRIVMSG :hi | 404 #c :Cannot send to channel (+b)
            # What is remembered of bans is forgotten in time.
            alice JOIN; bob JOIN; alice MODE +b eve; bob PRIVMSG :1; alice MODE +b bob | bob PRIVMSG :hi | 404 #c :Cannot send to channel (+b)
            alice JOIN; bob JOIN; alice MODE +b bob; bob PRIVMSG :1; alice MODE -b bob | bob PRIVMSG :hi | :bob PRIVMSG #c :hi
            alice JOIN; bob JOIN; alice MODE +b bob; bob PRIVMSG :1; alice MODE +e bob | bob PRIVMSG :hi | :bob PRIVMSG #c :hi
            alice JOIN; bob JOIN; alice MODE +b rob; bob PRIVMSG :1; bob NICK rob | bob PRIVMSG :hi | 404 #c :Cannot send to channel (+b)
            alice JOIN; bob JOIN; alice MODE +b bob; bob PRIVMSG :1; bob NICK rob | bob PRIVMSG :hi | :rob PRIVMSG #c :hi
            alice JOIN; bob JOIN; alice MODE +b rob; bob PRIVMSG :1; bob PART; bob NICK rob; alice INVITE bob; bob JOIN | bob PRIVMSG :hi | 404 #c :Cannot send to channel (+b)
            # C
            alice JOIN; alice MODE +C | alice PRIVMSG :^VERSION^ | 404 #c :Cannot send to channel (+C)
            alice JOIN; alice MODE +C | alice NOTICE :^VERSION irssi^ |
            alice JOIN; alice MODE +C | alice PRIVMSG :^ACTION waves^ | :alice PRIVMSG #c :^ACTION waves^
            alice JOIN; alice MODE +C | alice PRIVMSG :^ACTION^ | :alice PRIVMSG #c :^ACTION^
            alice JOIN; alice MODE +C | alice PRIVMSG :^ACTIONS waves^ | 404 #c :Cannot send to channel (+C)
            alice JOIN; alice MODE +C | alice PRIVMSG :hi | :alice PRIVMSG #c :hi
            alice JOIN | alice PRIVMSG :^VERSION^ | :alice PRIVMSG #c :^VERSION^
            """)
    void say(String before, String line, String expected) {
        check(before, line, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            | alice TOPIC | 403 #C :No such channel
            alice JOIN | alice TOPIC | 331 #c :No topic is set
            alice JOIN | bob TOPIC | 331 #c :No topic is set
            alice JOIN | alice TOPIC :tea | :alice!~alice@alice.example TOPIC #c :tea
            alice JOIN; alice TOPIC :a b | alice TOPIC | 332 #c :a b / 333 #c alice!~alice@alice.example 1000
            alice JOIN; x WAIT 5; alice TOPIC :tea | bob TOPIC | 332 #c tea / 333 #c alice!~alice@alice.example 1005
            alice JOIN; alice TOPIC :tea | alice TOPIC :tea |
            alice JOIN; alice TOPIC :tea | alice TOPIC : | :alice!~alice@alice.example TOPIC #c :
            alice JOIN; alice TOPIC :tea; alice TOPIC : | alice TOPIC | 331 #c :No topic is set
            alice JOIN; bob JOIN | bob TOPIC :tea | 482 #c :You're not channel operator
            alice JOIN; bob JOIN; alice MODE +v bob | bob TOPIC :tea | 482 #c :You're not channel operator
            alice JOIN; bob JOIN; alice MODE +h bob | bob TOPIC :tea | :bob!~bob@bob.example TOPIC #c :tea
            alice JOIN; bob JOIN; alice MODE -t | bob TOPIC :tea | :bob!~bob@bob.example TOPIC #c :tea
            alice JOIN; alice MODE -t | bob TOPIC :tea | 442 #c :You're not on that channel
            # s
            alice JOIN; alice MODE +s | bob TOPIC | 403 #C :No such channel
            alice JOIN; alice MODE +s | bob TOPIC :tea | 403 #C :No such channel
            alice JOIN; alice MODE +s | alice TOPIC | 331 #c :No topic is set
            """)
    void topic(String before, String line, String expected) {
        check(before, line, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            | alice KICK bob :why | 403 #C :No such channel
            alice JOIN; bob JOIN | alice KICK bob :why not | :alice KICK #c bob :why not
            alice JOIN; bob JOIN | bob KICK alice :why | 482 #c :You're not channel operator
            alice JOIN | bob KICK alice :why | 442 #c :You're not on that channel
            alice JOIN | alice KICK bob :why | 441 bob #c :They aren't on that channel
            alice JOIN; bob JOIN; alice MODE +v bob | bob KICK eve :why | 482 #c :You're not channel operator
            # A half-operator has no power over operators and half-operators.
            alice JOIN; bob JOIN; eve JOIN; alice MODE +h bob | bob KICK eve :why | :bob KICK #c eve :why
            alice JOIN; bob JOIN; eve JOIN; alice MODE +hv bob eve | bob KICK eve :why | :bob KICK #c eve :why
            alice JOIN; bob JOIN; eve JOIN; alice MODE +hh bob eve | bob KICK eve :why | 482 #c :You're not channel operator
            alice JOIN; bob JOIN; alice MODE +h bob | bob KICK alice :why | 482 #c :You're not channel operator
            alice JOIN; bob JOIN; alice MODE +o bob | bob KICK alice :why | :bob KICK #c alice :why
            alice JOIN | alice KICK alice :why | :alice KICK #c alice :why
            # Who was made to leave has left.
            alice JOIN; bob JOIN; alice KICK bob :why | bob PRIVMSG :hi | 404 #c :Cannot send to channel (+n)
            alice JOIN; alice KICK alice :why | bob JOIN | :@bob JOIN #c
            """)
    void kick(String before, String line, String expected) {
        check(before, line, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            | alice INVITE bob | 403 #C :No such channel
            alice JOIN | alice INVITE bob | :alice INVITE bob #c / 341 bob #c
            alice JOIN | bob INVITE eve | 442 #c :You're not on that channel
            alice JOIN; bob JOIN | alice INVITE bob | 443 bob #c :is already on channel
            alice JOIN; bob JOIN | bob INVITE eve | :bob INVITE eve #c / 341 eve #c
            alice JOIN; bob JOIN; alice MODE +i | bob INVITE eve | 482 #c :You're not channel operator
            alice JOIN; bob JOIN; alice MODE +iv bob | bob INVITE eve | 482 #c :You're not channel operator
            alice JOIN; bob JOIN; alice MODE +ih bob | bob INVITE eve | :bob INVITE eve #c / 341 eve #c
            """)
    void invite(String before, String line, String expected) {
        check(before, line, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            | alice NAMES |
            alice JOIN; bob JOIN; eve JOIN; alice MODE +vh bob bob | dave NAMES | @alice %+bob eve
            alice JOIN; bob JOIN; alice MODE +s | dave NAMES |
            alice JOIN; bob JOIN; alice MODE +s | bob NAMES | @alice bob
            alice JOIN; bob JOIN; bob HIDE | dave NAMES | @alice
            alice JOIN; bob JOIN; bob HIDE | alice NAMES | @alice bob
            alice JOIN; bob JOIN; bob NICK rob | dave NAMES | @alice rob
            """)
    void names(String before, String line, String expected) {
        check(before, line, expected);
    }

    @Test
    void invitations_are_bounded() {
        channel.play("alice JOIN; alice MODE +i");
        IntStream.rangeClosed(0, Invitations.MAX).forEach(i -> channel.play("alice INVITE guest" + i));
        assertThat(channel.play("guest0 JOIN")).startsWith("473 ");
        assertThat(channel.play("guest1 JOIN")).isEqualTo(":guest1 JOIN #c");
    }

    @Test
    void lists_are_bounded_all_together() {
        int most = Limits.standard().listEntries();
        channel.play("alice JOIN");
        List<String> letters = List.of("b", "e", "I");
        for (int i = 0; i < most; i++) {
            assertThat(channel.play("alice MODE +" + letters.get(i % 3) + " nick" + i))
                    .contains(" MODE ");
        }
        assertThat(channel.play("alice MODE +b more")).isEqualTo("478 #c b :Channel list is full");
        // What is there already takes no room.
        assertThat(channel.play("alice MODE +b nick0")).isEmpty();
        channel.play("alice MODE -b nick0");
        assertThat(channel.play("alice MODE +I more")).isEqualTo(":alice MODE #c +I more!*@*");
        assertThat(channel.play("alice MODE +e more")).isEqualTo("478 #c e :Channel list is full");
    }
}
