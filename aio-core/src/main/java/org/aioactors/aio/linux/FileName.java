// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Names of files as text. For Linux a name is bytes; most are UTF-8, but none has to be. Each byte that is no part of UTF-8
 * becomes a char from U+DC80 to U+DCFF, which valid text never has on its own, so that every name comes back as the bytes that
 * it was. Any thread; nothing blocks.
 */
public final class FileName {
    private static final char FIRST_ESCAPE = '\uDC80';
    private static final char LAST_ESCAPE = '\uDCFF';
    private static final int ESCAPE = 0xDC00;
    private static final int BYTE = 0xff;

    private FileName() {}

    /** The text of a name that begins there and ends before a zero byte, or after so many bytes. */
    public static String decode(ByteBuffer from, int begin, int most) {
        int length = 0;
        boolean ascii = true;
        while (length < most && from.get(begin + length) != 0) {
            ascii &= from.get(begin + length) > 0;
            length++;
        }
        byte[] bytes = new byte[length];
        from.get(begin, bytes);
        return ascii ? new String(bytes, StandardCharsets.ISO_8859_1) : decode(bytes);
    }

    /** The text of a name of these bytes. */
    public static String decode(byte[] name) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(name);
        CharBuffer out = CharBuffer.allocate(name.length);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPE | (in.get() & BYTE)));
            }
            decoder.reset();
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }

    /** The bytes of a name or path; what {@link #decode} has made of any bytes becomes those bytes. */
    public static byte[] encode(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (isEscape(name, i)) {
                return encodeEscaped(name);
            }
        }
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] encodeEscaped(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(name.length() + Long.BYTES);
        int begin = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || isEscape(name, i)) {
                out.writeBytes(name.substring(begin, i).getBytes(StandardCharsets.UTF_8));
                begin = i + 1;
                if (i < name.length()) {
                    out.write(name.charAt(i) & BYTE);
                }
            }
        }
        return out.toByteArray();
    }

    /** Such a char is also the second half of many a character: then it follows the first half. */
    private static boolean isEscape(String name, int at) {
        char c = name.charAt(at);
        return c >= FIRST_ESCAPE && c <= LAST_ESCAPE && (at == 0 || !Character.isHighSurrogate(name.charAt(at - 1)));
    }
}
