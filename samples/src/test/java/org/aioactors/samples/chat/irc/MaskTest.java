// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {
    @ParameterizedTest
    @CsvSource({
        "nick, nick!*@*",
        "nick!user, nick!user@*",
        "user@host, *!user@host",
        "@host, *!*@host",
        "nick!user@host, nick!user@host",
        "nick!@host, nick!*@host",
        "!@, *!*@*",
        "*, *!*@*",
        "'', *!*@*",
        "***!**@*, *!*@*",
        "a.example.org, *!*@a.example.org",
        "2001:db8::1, *!*@2001:db8::1",
        "::nick, nick!*@*",
        "a b, a!*@*",
        "nick!us@er@host, nick!us@er@host",
    })
    void short_forms_are_completed(String wish, String mask) {
        assertThat(Mask.parse(wish).text()).isEqualTo(mask);
        assertThat(Mask.parse(mask).text()).as("once more").isEqualTo(mask);
    }

    @ParameterizedTest
    @CsvSource({
        "nick!user@host, true",
        "NICK!*@*, true",
        "n?ck!*@*, true",
        "n?k!*@*, false",
        "*!*@host, true",
        "*!*@*host, true",
        "*!*@hos, false",
        "*!*@ost, false",
        "*i*k*!*s*r*@*, true",
        "nick!user@host?, false",
        "nick!user@hos?, true",
        "other!*@*, false",
    })
    void matching(String mask, boolean matches) {
        assertThat(Mask.parse(mask).matches("Nick!User@Host")).isEqualTo(matches);
    }

    @Test
    void only_ascii_letters_are_the_same_in_both_cases() {
        assertThat(Mask.glob("[a]").matches("{a}")).isFalse();
        assertThat(Mask.glob("\u00c9").matches("\u00e9")).isFalse();
    }

    @Test
    void a_glob_is_taken_as_it_is() {
        assertThat(Mask.glob("#a*").matches("#ABC")).isTrue();
        assertThat(Mask.glob("").matches("")).isTrue();
        assertThat(Mask.glob("").matches("a")).isFalse();
        assertThat(Mask.glob("*").matches("")).isTrue();
        assertThat(Mask.glob("?").matches("")).isFalse();
    }

    @Test
    void the_same_as_a_regular_expression() {
        Random random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            String pattern = random(random, "ab*?");
            String text = random(random, "ab");
            String regex = pattern.replace("?", ".").replace("*", ".*");
            assertThat(Mask.glob(pattern).matches(text))
                    .as("%s on %s", pattern, text)
                    .isEqualTo(Pattern.matches(regex, text));
        }
    }

    private static String random(Random random, String letters) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(9); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    @Test
    void a_mask_made_to_be_slow_is_not() {
        Mask mask = Mask.glob("a*".repeat(200) + "b");
        String text = "a".repeat(500);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 1000; i++) {
                assertThat(mask.matches(text)).isFalse();
            }
        });
    }
}
