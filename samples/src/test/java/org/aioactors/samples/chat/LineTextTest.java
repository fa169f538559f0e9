// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTextTest {
    private final LineText text = new LineText();

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "tab\tstays", "äöü ß", "日本語", "emoji 😀", "x\u00A0y", "עברית"})
    void text_stays_as_it_is(String line) throws CharacterCodingException {
        assertThat(decode(line)).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x07, 0x08, 0x0B, 0x0D, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0x2028, 0x2029, 0x202A, 0x202E,
                0x2066, 0x2069
            })
    void a_character_that_could_harm_a_terminal_is_replaced(int c) throws CharacterCodingException {
        assertThat(decode("a" + (char) c + "[31mb")).isEqualTo("a\uFFFD[31mb");
    }

    @Test
    void every_harmful_character_of_a_line_is_replaced() throws CharacterCodingException {
        assertThat(decode("\u001B[2Jx\ry\u009B1m")).isEqualTo("\uFFFD[2Jx\uFFFDy\uFFFD1m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FF", // never a byte of UTF-8
                "80", // continuation without a beginning
                "C3", // cut off
                "C328", // beginning without a continuation
                "C0AF", // overlong '/'
                "E080AF", // overlong '/'
                "F08080AF", // overlong '/'
                "C080", // overlong NUL
                "EDA080", // high surrogate
                "EDBFBF", // low surrogate
                "F4908080", // beyond U+10FFFF
                "61E282" // cut off after good text
            })
    void what_is_not_utf8_is_refused(String hex) {
        ByteBuffer line = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        assertThatThrownBy(() -> text.decode(line)).isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void a_refused_line_does_not_spoil_the_next() throws CharacterCodingException {
        ByteBuffer cutOff = ByteBuffer.wrap(new byte[] {'a', (byte) 0xE2, (byte) 0x82});
        assertThatThrownBy(() -> text.decode(cutOff)).isInstanceOf(CharacterCodingException.class);
        assertThat(decode("€")).isEqualTo("€");
    }

    private String decode(String line) throws CharacterCodingException {
        return text.decode(StandardCharsets.UTF_8.encode(line));
    }
}
