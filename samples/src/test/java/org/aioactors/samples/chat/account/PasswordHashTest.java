// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    /** Well known values of PBKDF2 with HMAC-SHA-256 for "password" and the salt "salt". */
    @ParameterizedTest
    @CsvSource({
        "1, 120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b",
        "2, ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43",
        "4096, c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"
    })
    void it_is_what_others_compute(int iterations, String hex) {
        String hash = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
        PasswordHash parsed = PasswordHash.parse("pbkdf2-sha256:" + iterations + ":c2FsdA==:" + hash);
        assertThat(parsed.matches("password")).isTrue();
        assertThat(parsed.matches("Password")).isFalse();
    }

    @Test
    void it_is_found_again_in_its_text() {
        PasswordHash hash = PasswordHash.of("grüße ☃", 3);
        PasswordHash again = PasswordHash.parse(hash.text());
        assertThat(again).isEqualTo(hash).hasSameHashCodeAs(hash);
        assertThat(again.matches("grüße ☃")).isTrue();
        assertThat(again.matches("grüße")).isFalse();
    }

    @Test
    void one_password_has_many_hashes_and_none_is_shown() {
        PasswordHash hash = PasswordHash.of("secret", 3);
        assertThat(PasswordHash.of("secret", 3)).isNotEqualTo(hash);
        assertThat(hash.toString()).isEqualTo("pbkdf2-sha256:3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "pbkdf2-sha1:1:c2FsdA==:EgA=",
                "pbkdf2-sha256:0:c2FsdA==:ABCDABCDABCDABCDABCDABCDABCDABCDABCDABCDABA=",
                "pbkdf2-sha256:-1:c2FsdA==:ABCDABCDABCDABCDABCDABCDABCDABCDABCDABCDABA=",
                "pbkdf2-sha256:99999999:c2FsdA==:ABCDABCDABCDABCDABCDABCDABCDABCDABCDABCDABA=",
                "pbkdf2-sha256:999999999999:c2FsdA==:ABCDABCDABCDABCDABCDABCDABCDABCDABCDABCDABA=",
                "pbkdf2-sha256:1:c2FsdA==:ABCD",
                "pbkdf2-sha256:1:c2FsdA==:???",
                "pbkdf2-sha256:1:c2FsdA=="
            })
    void what_is_none_is_refused(String text) {
        assertThatThrownBy(() -> PasswordHash.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
