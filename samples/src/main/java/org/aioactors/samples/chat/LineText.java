// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Makes text that is safe to show of the bytes of a line. Not thread-safe: an actor owns one.
 *
 * <p>Bytes that are not UTF-8 (RFC 3629: overlong forms and surrogates are not) are an error. Characters with which one
 * client could play on another's terminal are replaced by U+FFFD, so that what was typed stays visible as such and no
 * one is thrown out for having pressed an arrow key:
 *
 * <ul>
 *   <li>controls other than tab: C0 with ESC, BEL, BS and a {@code \r} in mid-line, DEL, and C1 with the one-character
 *       CSI;
 *   <li>line and paragraph separators, which some terminals obey;
 *   <li>bidirectional embeddings, overrides and isolates, which make text read other than it is.
 * </ul>
 */
final class LineText {
    private static final char REPLACEMENT = '\uFFFD';

    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);

    /**
     * Decodes one line.
     *
     * @throws CharacterCodingException if it is not UTF-8
     */
    String decode(ByteBuffer line) throws CharacterCodingException {
        return harmless(utf8.decode(line).toString());
    }

    private static String harmless(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isHarmful(text.charAt(i))) {
                return replaced(text, i);
            }
        }
        return text;
    }

    private static String replaced(String text, int first) {
        StringBuilder result = new StringBuilder(text);
        for (int i = first; i < result.length(); i++) {
            if (isHarmful(result.charAt(i))) {
                result.setCharAt(i, REPLACEMENT);
            }
        }
        return result.toString();
    }

    private static boolean isHarmful(char c) {
        boolean control = Character.isISOControl(c) && c != '\t';
        boolean separator = c == '\u2028' || c == '\u2029';
        boolean bidirectional = (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
        return control || separator || bidirectional;
    }
}
