// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of the protocol in its parts (RFC 1459 section 2.3.1, and the message tags of IRCv3).
 *
 * @param tags by their names with the {@code +} of client-only ones; an empty value if there is none
 * @param source who it is from, without the colon, or null
 * @param command in capitals; empty if the line is blank
 * @param params the last one may have spaces, be empty or start with a colon
 */
public record IrcLine(Map<String, String> tags, @Nullable String source, String command, List<String> params) {
    /** Keeps no way to change it from outside. */
    public IrcLine {
        tags = Collections.unmodifiableMap(tags);
        params = Collections.unmodifiableList(params);
    }

    /** Takes a line apart, without its ending. Makes something of any text and never throws. */
    public static IrcLine parse(String text) {
        Map<String, String> tags = Map.of();
        int at = afterSpaces(text, 0);
        if (at < text.length() && text.charAt(at) == '@') {
            int end = endOfWord(text, at);
            tags = Tags.parse(text.substring(at + 1, end));
            at = afterSpaces(text, end);
        }
        String source = null;
        if (at < text.length() && text.charAt(at) == ':') {
            int end = endOfWord(text, at);
            source = text.substring(at + 1, end);
            at = afterSpaces(text, end);
        }
        int end = endOfWord(text, at);
        return new IrcLine(tags, source, CaseMapping.upper(text.substring(at, end)), params(text, end));
    }

    private static List<String> params(String text, int from) {
        List<String> params = new ArrayList<>(4);
        int at = afterSpaces(text, from);
        while (at < text.length()) {
            if (text.charAt(at) == ':') {
                params.add(text.substring(at + 1));
                return params;
            }
            int end = endOfWord(text, at);
            params.add(text.substring(at, end));
            at = afterSpaces(text, end);
        }
        return params;
    }

    private static int afterSpaces(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static int endOfWord(String text, int from) {
        int space = text.indexOf(' ', from);
        return space < 0 ? text.length() : space;
    }

    /** A parameter, from 0; the empty one if there are fewer. */
    public String param(int i) {
        return i < params.size() ? params.get(i) : "";
    }

    /** A parameter, from 0, or null if there are fewer. */
    public @Nullable String paramOrNull(int i) {
        return i < params.size() ? params.get(i) : null;
    }

    /** What a parameter names, separated by commas; the empty one, so that it is answered, if it names nothing. */
    public List<String> list(int i) {
        List<String> names = new ArrayList<>(1);
        for (String name : param(i).split(",", -1)) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names.isEmpty() ? List.of("") : names;
    }

    /** How many parameters there are. */
    public int count() {
        return params.size();
    }

    /** A tag's value, or null if the line does not have the tag. */
    public @Nullable String tag(String name) {
        return tags.get(name);
    }
}
