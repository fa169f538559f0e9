// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A line from a server to a client that has asked for no tags (RFC 1459, 2.3.1).
 *
 * @param source who it is from, as {@code nick!user@host} or a server's name; may be empty
 * @param rest the parameters as they came
 */
record ServerLine(String source, String command, String rest) {
    /** Takes the line in front of a buffer off; null if not all of it is there. */
    static @Nullable ServerLine take(ByteBuffer received) {
        int start = received.position();
        for (int end = start; end < received.limit(); end++) {
            if (received.get(end) == '\n') {
                byte[] bytes = new byte[end - start];
                received.get(bytes).get();
                return parse(new String(bytes, StandardCharsets.ISO_8859_1).stripTrailing());
            }
        }
        return null;
    }

    private static ServerLine parse(String text) {
        if (!text.startsWith(":")) {
            return withoutSource("", text);
        }
        int space = text.indexOf(' ');
        return space < 0 ? withoutSource("", text) : withoutSource(text.substring(1, space), text.substring(space + 1));
    }

    private static ServerLine withoutSource(String source, String text) {
        int space = text.indexOf(' ');
        return space < 0
                ? new ServerLine(source, text, "")
                : new ServerLine(source, text.substring(0, space), text.substring(space + 1));
    }

    boolean is(String wanted) {
        return command.equals(wanted);
    }

    /** The nickname of the source. */
    String nick() {
        int end = source.indexOf('!');
        return end < 0 ? source : source.substring(0, end);
    }

    /** The last parameter. */
    String trailing() {
        int colon = rest.startsWith(":") ? 0 : rest.indexOf(" :") + 1;
        return rest.substring(rest.startsWith(":", colon) ? colon + 1 : rest.lastIndexOf(' ') + 1);
    }

    /** The answer to a ping, with its end of line. */
    String pong() {
        return "PONG " + rest + "\r\n";
    }

    @Override
    public String toString() {
        return (source.isEmpty() ? "" : ":" + source + " ") + command + " " + rest;
    }
}
