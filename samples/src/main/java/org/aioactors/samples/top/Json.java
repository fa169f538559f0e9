// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Writes one JSON document, without a line break. */
final class Json {
    private final StringBuilder text = new StringBuilder();

    /** Of each object or array that is open: what comes before its next member. */
    private final Deque<String> separators = new ArrayDeque<>();

    private Json() {}

    /** An object with these members. */
    static String object(Consumer<Json> members) {
        Json json = new Json();
        json.nested('{', '}', () -> members.accept(json));
        return json.text.toString();
    }

    Json member(String name, String value) {
        return begin(name).string(value);
    }

    Json member(String name, boolean value) {
        begin(name).text.append(value);
        return this;
    }

    Json member(String name, long value) {
        begin(name).text.append(value);
        return this;
    }

    /** With three digits behind the point at most. */
    Json member(String name, double value) {
        String digits = String.format(Locale.ROOT, "%.3f", value);
        begin(name).text.append(digits.endsWith(".000") ? digits.substring(0, digits.length() - 4) : digits);
        return this;
    }

    /** An array of objects. */
    <T> Json member(String name, List<T> all, Consumer<T> members) {
        begin(name);
        nested(
                '[',
                ']',
                () -> all.forEach(each -> {
                    separate();
                    nested('{', '}', () -> members.accept(each));
                }));
        return this;
    }

    private Json begin(String name) {
        separate();
        string(name).text.append(':');
        return this;
    }

    private void separate() {
        text.append(separators.pop());
        separators.push(",");
    }

    private void nested(char open, char close, Runnable members) {
        text.append(open);
        separators.push("");
        members.run();
        separators.pop();
        text.append(close);
    }

    private Json string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
        return this;
    }
}
