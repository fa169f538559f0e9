// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "Nick", "n1-ck", "[]\\`_^{|}", "_", "abcdefghi"})
    void nicknames(String name) {
        assertThat(Names.isNick(name, 9)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1a",
                "-a",
                "a b",
                "a!b",
                "a@b",
                "#a",
                ":a",
                "a.b",
                "a*",
                "a?",
                "a,b",
                "\u00e9",
                "abcdefghij",
                "a\0"
            })
    void not_nicknames(String name) {
        assertThat(Names.isNick(name, 9)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "#a", "##", "#a:b", "#caf\u00e9", "#123456789"})
    void channels(String name) {
        assertThat(Names.isChannel(name, 10)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "&a",
                "#a b",
                "#a,b",
                "#a\u0007",
                "#a\u007f",
                "#1234567890",
                "#\u00e9\u00e9\u00e9\u00e9\u00e9"
            })
    void not_channels(String name) {
        assertThat(Names.isChannel(name, 10)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "key, true",
        "k:y, true",
        ":key, false",
        "'', false",
        "'a b', false",
        "'a,b', false",
        "\u00e9, false",
        "12345678901, false"
    })
    void keys(String key, boolean valid) {
        assertThat(Names.isKey(key, 10)).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({
        "user, user",
        "us er@host!, userhost",
        ".u.s, u.s",
        "\u00e9\u00e9, ''",
        "12345678901, 1234567890",
        "'~u', u"
    })
    void usernames(String wish, String shown) {
        assertThat(Names.username(wish, 10)).isEqualTo(shown);
    }

    @Test
    void texts_are_cut_between_characters() {
        assertThat(Names.cut("abc", 3)).isEqualTo("abc");
        assertThat(Names.cut("abcd", 3)).isEqualTo("abc");
        assertThat(Names.cut("ab\u00e9", 3)).isEqualTo("ab");
        assertThat(Names.cut("a\ud83d\ude00", 4)).isEqualTo("a");
        assertThat(Names.cut("a\ud83d\ude00", 5)).isEqualTo("a\ud83d\ude00");
        assertThat(Names.cut("\u20ac\u20ac", 3)).isEqualTo("\u20ac");
    }

    @Test
    void case_mapping_is_ascii() {
        assertThat(CaseMapping.fold("#ABZ[]\\^\u00c9")).isEqualTo("#abz[]\\^\u00c9");
        assertThat(CaseMapping.upper("abz{|}\u00df")).isEqualTo("ABZ{|}\u00df");
        assertThat(CaseMapping.same("NiCk", "nIcK")).isTrue();
        assertThat(CaseMapping.same("nick[", "nick{")).isFalse();
        String folded = "#folded";
        assertThat(CaseMapping.fold(folded)).isSameAs(folded);
    }
}
