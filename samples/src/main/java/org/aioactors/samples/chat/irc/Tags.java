// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import java.util.LinkedHashMap;
import java.util.Map;

/** The tags of a line as text, see the IRCv3 specification "message tags". */
final class Tags {
    /** The longest that a client may send, without the {@code @} and the space; the other half of 8,191 is the server's. */
    static final int MAX_CLIENT_DATA_BYTES = 4094;

    private Tags() {}

    /** Reads them without the {@code @}. Of several with one name the last one counts. */
    static Map<String, String> parse(String data) {
        Map<String, String> tags = new LinkedHashMap<>();
        int at = 0;
        while (at < data.length()) {
            int end = data.indexOf(';', at);
            end = end < 0 ? data.length() : end;
            int equals = data.indexOf('=', at);
            boolean valued = equals >= 0 && equals < end;
            String name = data.substring(at, valued ? equals : end);
            if (!name.isEmpty()) {
                tags.put(name, valued ? unescaped(data.substring(equals + 1, end)) : "");
            }
            at = end + 1;
        }
        return tags;
    }

    /** Whether it is a name of a tag that is for other clients. */
    static boolean isClientOnly(String name) {
        return name.length() > 1
                && name.charAt(0) == '+'
                && name.chars().skip(1).allMatch(c -> c == '-' || c == '.' || c == '/' || Names.isLetterOrDigit(c));
    }

    /** Writes one, with a {@code ;} in front unless it is the first. */
    static void append(StringBuilder tags, String name, String value) {
        if (tags.length() > 0) {
            tags.append(';');
        }
        tags.append(name);
        if (!value.isEmpty()) {
            tags.append('=');
            escape(value, tags);
        }
    }

    private static void escape(String value, StringBuilder to) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case ';' -> to.append("\\:");
                case ' ' -> to.append("\\s");
                case '\\' -> to.append("\\\\");
                case '\r' -> to.append("\\r");
                case '\n' -> to.append("\\n");
                case '\0' -> {} // cannot be sent
                default -> to.append(c);
            }
        }
    }

    private static String unescaped(String value) {
        int backslash = value.indexOf('\\');
        if (backslash < 0) {
            return value;
        }
        StringBuilder result = new StringBuilder(value.length()).append(value, 0, backslash);
        for (int i = backslash; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\\') {
                result.append(c);
            } else if (++i < value.length()) { // one at the end is left out
                result.append(meant(value.charAt(i)));
            }
        }
        return result.toString();
    }

    private static char meant(char escaped) {
        return switch (escaped) {
            case ':' -> ';';
            case 's' -> ' ';
            case 'r' -> '\r';
            case 'n' -> '\n';
            default -> escaped;
        };
    }
}
