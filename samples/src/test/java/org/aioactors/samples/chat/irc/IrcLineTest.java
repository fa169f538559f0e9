// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IrcLineTest {
    @Test
    void all_parts() {
        assertThat(IrcLine.parse("@a=1;+b :nick!user@host privmsg #c ::-) hi  there "))
                .isEqualTo(new IrcLine(
                        Map.of("a", "1", "+b", ""), "nick!user@host", "PRIVMSG", List.of("#c", ":-) hi  there ")));
    }

    @Test
    void a_command_alone() {
        assertThat(IrcLine.parse("quit")).isEqualTo(new IrcLine(Map.of(), null, "QUIT", List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A b c", "A   b   c", "  A b c", "A b c   ", "A b :c"})
    void spaces_between_the_parts_do_not_count(String line) {
        assertThat(IrcLine.parse(line)).isEqualTo(new IrcLine(Map.of(), null, "A", List.of("b", "c")));
    }

    @Test
    void the_last_parameter_may_be_empty() {
        IrcLine line = IrcLine.parse("TOPIC #c :");
        assertThat(line.count()).isEqualTo(2);
        assertThat(line.paramOrNull(1)).isEmpty();
        assertThat(line.paramOrNull(2)).isNull();
        assertThat(line.param(2)).isEmpty();
    }

    @Test
    void a_colon_inside_a_parameter_is_part_of_it() {
        assertThat(IrcLine.parse("A b:c d").params()).containsExactly("b:c", "d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "   ", "@", "@a", "@a=b", "@a ", ":", ":s", ": ", "@a :s", "@; : "})
    void what_has_no_command_has_an_empty_one(String line) {
        assertThat(IrcLine.parse(line).command()).isEmpty();
        assertThat(IrcLine.parse(line).count()).isZero();
    }

    @Test
    void only_ascii_letters_become_capitals() {
        assertThat(IrcLine.parse("jo\u0131n").command()).isEqualTo("JO\u0131N");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a\\:b      | a;b
                    a\\sb      | a b
                    a\\\\b     | a\\b
                    a\\\\s     | a\\s
                    a\\bc      | abc
                    a\\        | a
                    a=b=c      | a=b=c
                    """)
    void values_of_tags_are_unescaped(String escaped, String meant) {
        assertThat(IrcLine.parse("@k=" + escaped + " A").tag("k")).isEqualTo(meant);
    }

    @Test
    void line_ends_in_values_of_tags() {
        assertThat(IrcLine.parse("@k=a\\r\\nb A").tag("k")).isEqualTo("a\r\nb");
    }

    @Test
    void of_several_tags_with_one_name_the_last_counts() {
        assertThat(IrcLine.parse("@k=1;k=2;;=3;l A").tags())
                .containsExactlyInAnyOrderEntriesOf(Map.of("k", "2", "l", ""));
    }

    @Test
    void a_tag_that_is_not_there() {
        assertThat(IrcLine.parse("@k A").tag("l")).isNull();
    }
}
