// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import java.nio.charset.StandardCharsets;

/** What may be a name (RFC 2812 section 2.3.1). All limits are in bytes of UTF-8, as those of a line are. */
public final class Names {
    private static final String SPECIAL = "[]\\`_^{|}";

    private Names() {}

    /** Whether it may be a nickname: ASCII letters, digits, {@code []\`_^{|}-}, with no digit and no {@code -} in front. */
    public static boolean isNick(String name, int max) {
        if (name.isEmpty() || name.length() > max || isDigit(name.charAt(0)) || name.charAt(0) == '-') {
            return false;
        }
        return name.chars().allMatch(c -> isLetterOrDigit(c) || c == '-' || SPECIAL.indexOf(c) >= 0);
    }

    /** Whether it may be a channel's: {@code #}, then anything but spaces, commas and controls. */
    public static boolean isChannel(String name, int max) {
        return looksLikeChannel(name)
                && utf8Length(name) <= max
                && name.chars().noneMatch(c -> c <= ' ' || c == ',' || c == 0x7F);
    }

    /** Whether it can be meant as a channel only, be it one or not. */
    public static boolean looksLikeChannel(String target) {
        return target.startsWith("#");
    }

    /** Whether it may be a channel's key: visible ASCII, no comma, and no colon in front. */
    public static boolean isKey(String key, int max) {
        return !key.isEmpty()
                && key.length() <= max
                && key.charAt(0) != ':'
                && key.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ',');
    }

    /** What of a username may be shown: ASCII letters, digits, {@code -._}; the rest is left out. May be empty. */
    public static String username(String wish, int max) {
        StringBuilder name = new StringBuilder(Math.min(wish.length(), max));
        for (int i = 0; i < wish.length() && name.length() < max; i++) {
            char c = wish.charAt(i);
            if (isLetterOrDigit(c) || c == '-' || c == '_' || (c == '.' && name.length() > 0)) {
                name.append(c);
            }
        }
        return name.toString();
    }

    /** The beginning of a text that is at most so many bytes of UTF-8 long; never half a character. */
    public static String cut(String text, int maxBytes) {
        if (text.length() <= maxBytes / 3 || utf8Length(text) <= maxBytes) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new String(bytes, 0, utf8Boundary(bytes, maxBytes), StandardCharsets.UTF_8);
    }

    /** Where to cut at the latest so that at most so many bytes are left, and no half character. */
    static int utf8Boundary(byte[] bytes, int maxBytes) {
        if (bytes.length <= maxBytes) {
            return bytes.length;
        }
        int end = maxBytes;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }

    /** How many bytes of UTF-8 it is. */
    public static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
