// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinePatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "'401 alice bob …'|':irc 401 alice bob :No such nick'",
                "'401 alice bob …'|'401 alice bob x'",
                "'PRIVMSG #c :a  b'|':a!u@h PRIVMSG #c :a  b'",
                "'PRIVMSG #c a'|':a!u@h PRIVMSG #c :a'",
                "':alice JOIN #c'|':alice!u@h JOIN :#c'",
                "':alice!…@… JOIN #c'|':alice!u@h JOIN #c'",
                "'401|403 a …'|'403 a b'",
                "'005 …*'|'005 a b c d :e f'",
                "'005 …*'|'005'",
                "'PONG …* x'|'PONG irc x'",
                "'PONG …* x'|'PONG x'",
                "'@time=… PING x'|'@a=1;time=5 PING x'",
                "'@!label PING x'|'@a=1 PING x'",
                "'@label=1 ACK'|'@label=1 :irc ACK'",
                "'NICK …'|'NICK :'"
            })
    void matches(String pattern, String line) {
        assertThat(LinePattern.of(pattern).matches(line)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "'401 alice bob …'|':irc 401 alice bob'",
                "'401 alice bob …'|':irc 401 alice carol :No such nick'",
                "'401 alice bob …'|':irc 401 alice bob x :No such nick'",
                "'PRIVMSG #c :a b'|':a!u@h PRIVMSG #c :a  b'",
                "':alice JOIN #c'|':alice2!u@h JOIN :#c'",
                "':alice JOIN #c'|'JOIN :#c'",
                "':alice!…@… JOIN #c'|':alice JOIN #c'",
                "'401|403 a …'|'404 a b'",
                "'PONG …* x'|'PONG irc y'",
                "'@time=… PING x'|'PING x'",
                "'@!label PING x'|'@label=1 PING x'",
                "'@label=1 ACK'|'@label=2 :irc ACK'",
                "'privmsg #c a'|'PRIVMSG #c a'"
            })
    void doesNotMatch(String pattern, String line) {
        assertThat(LinePattern.of(pattern).matches(line)).isFalse();
    }
}
