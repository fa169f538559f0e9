// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModeParserTest {
    /** Each letter as: sign, letter, and its parameter in brackets. */
    @ParameterizedTest
    @CsvSource({
        "+o nick, +o(nick)",
        "o nick, +o(nick)",
        "+ov-h a b c, +o(a) +v(b) -h(c)",
        "-o+v a b, -o(a) +v(b)",
        "+b mask, +b(mask)",
        "b, +b",
        "+beI, +b +e +I",
        "+beI x, +b(x) +e +I",
        "-b mask, -b(mask)",
        "+k key, +k(key)",
        "-k key, -k(key)",
        "-k, -k",
        "+l 5, +l(5)",
        "-l 5, -l",
        "-lo nick, -l -o(nick)",
        "+l, +l",
        "+CRimnst x, +C +R +i +m +n +s +t",
        "+nt-i+m, +n +t -i +m",
        "+ntQz, +n +t +Q +z",
        "+Qo nick, +Q +o(nick)",
        "+o, +o",
        "++-+n, +n",
    })
    void letters_take_the_parameters_that_are_theirs(String line, String expected) {
        assertThat(ModeParser.parse(List.of(line.split(" "))).stream()
                        .map(ModeParserTest::shown)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    private static String shown(ModeChange change) {
        return (change.add() ? "+" : "-")
                + change.mode()
                + (change.parameter() == null ? "" : "(" + change.parameter() + ")");
    }

    @Test
    void no_parameters_are_no_changes() {
        assertThat(ModeParser.parse(List.of())).isEmpty();
        assertThat(ModeParser.parse(List.of(""))).isEmpty();
        assertThat(ModeParser.parse(List.of("+-"))).isEmpty();
    }

    @Test
    void known_letters() {
        "beIklCRimnstohv".chars().forEach(letter -> assertThat(ModeParser.isKnown((char) letter))
                .isTrue());
        "aqpzfj+-".chars().forEach(letter -> assertThat(ModeParser.isKnown((char) letter))
                .isFalse());
    }

    @Test
    void written_in_as_few_signs_as_it_takes() {
        List<ModeChange> changes = ModeParser.parse(List.of("+n+t-i-o+b", "nick", "mask"));
        assertThat(ModeParser.lines(changes, 100)).containsExactly(List.of("+nt-io+b", "nick", "mask"));
        assertThat(ModeParser.lines(List.of(), 100)).isEmpty();
    }

    @Test
    void written_in_as_many_lines_as_it_takes() {
        List<ModeChange> changes = ModeParser.parse(List.of("+bbb", "a".repeat(40), "\u00e9".repeat(20), "c"));
        assertThat(ModeParser.lines(changes, 86))
                .containsExactly(List.of("+bb", "a".repeat(40), "\u00e9".repeat(20)), List.of("+b", "c"));
        assertThat(ModeParser.lines(changes, 1)).hasSize(3);
    }
}
