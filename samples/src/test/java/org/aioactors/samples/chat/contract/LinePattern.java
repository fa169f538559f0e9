// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a line must be like, written as a line.
 *
 * <ul>
 *   <li>{@code …} stands for any text within one parameter, {@code …*} for any number of parameters.
 *   <li>{@code 401|403 alice …}: either command, or parameter. The parameters must be as many, and equal.
 *   <li>{@code :alice JOIN #c}: from alice, whatever her host is; without a source, from anybody.
 *   <li>{@code @time=…;!msgid :alice JOIN #c}: with a tag {@code time}, and without {@code msgid}; others may be there.
 * </ul>
 */
final class LinePattern {
    private static final String ANY = "…";
    private static final Pattern ALTERNATIVES = Pattern.compile("\\w+(\\|\\w+)+");
    private static final String ANY_PARAMETERS = "…*";

    private final Parts wanted;

    private LinePattern(Parts wanted) {
        this.wanted = wanted;
    }

    static LinePattern of(String text) {
        return new LinePattern(Parts.of(text));
    }

    boolean matches(String line) {
        Parts parts = Parts.of(line);
        return tagsMatch(parts.tags())
                && sourceMatches(parts.source())
                && glob(wanted.command(), parts.command())
                && match(wanted.parameters(), parts.parameters());
    }

    private boolean tagsMatch(Map<String, String> tags) {
        return wanted.tags().entrySet().stream().allMatch(tag -> {
            boolean absent = tag.getKey().startsWith("!");
            String value = tags.get(absent ? tag.getKey().substring(1) : tag.getKey());
            return absent ? value == null : value != null && glob(tag.getValue(), value);
        });
    }

    private boolean sourceMatches(@Nullable String source) {
        String pattern = wanted.source();
        if (pattern == null) {
            return true;
        }
        if (source == null) {
            return false;
        }
        boolean nickOnly = pattern.indexOf('!') < 0 && source.indexOf('!') >= 0;
        return glob(pattern, nickOnly ? source.substring(0, source.indexOf('!')) : source);
    }

    private static boolean match(List<String> patterns, List<String> parameters) {
        if (patterns.isEmpty()) {
            return parameters.isEmpty();
        }
        if (patterns.get(0).equals(ANY_PARAMETERS)) {
            List<String> rest = patterns.subList(1, patterns.size());
            for (int skipped = 0; skipped <= parameters.size(); skipped++) {
                if (match(rest, parameters.subList(skipped, parameters.size()))) {
                    return true;
                }
            }
            return false;
        }
        return !parameters.isEmpty()
                && glob(patterns.get(0), parameters.get(0))
                && match(patterns.subList(1, patterns.size()), parameters.subList(1, parameters.size()));
    }

    private static boolean glob(String pattern, String text) {
        if (ALTERNATIVES.matcher(pattern).matches()) {
            return List.of(pattern.split("\\|", -1)).contains(text);
        }
        String[] literals = pattern.split(ANY, -1);
        StringBuilder regex = new StringBuilder(Pattern.quote(literals[0]));
        for (int part = 1; part < literals.length; part++) {
            regex.append(".*").append(Pattern.quote(literals[part]));
        }
        return text.matches(regex.toString());
    }

    /** A line taken apart. */
    private record Parts(Map<String, String> tags, @Nullable String source, String command, List<String> parameters) {
        static Parts of(String line) {
            String rest = line;
            Map<String, String> tags = new HashMap<>();
            if (rest.startsWith("@")) {
                for (String tag : word(rest).substring(1).split(";", -1)) {
                    int equals = tag.indexOf('=');
                    tags.put(equals < 0 ? tag : tag.substring(0, equals), equals < 0 ? "" : tag.substring(equals + 1));
                }
                rest = behindWord(rest);
            }
            String source = null;
            if (rest.startsWith(":")) {
                source = word(rest).substring(1);
                rest = behindWord(rest);
            }
            return new Parts(tags, source, word(rest), parameters(behindWord(rest)));
        }

        private static List<String> parameters(String text) {
            List<String> parameters = new ArrayList<>();
            String rest = text;
            while (!rest.isEmpty()) {
                if (rest.startsWith(":")) {
                    parameters.add(rest.substring(1));
                    return parameters;
                }
                parameters.add(word(rest));
                rest = behindWord(rest);
            }
            return parameters;
        }

        private static String word(String text) {
            int space = text.indexOf(' ');
            return space < 0 ? text : text.substring(0, space);
        }

        private static String behindWord(String text) {
            int space = text.indexOf(' ');
            return space < 0 ? "" : text.substring(space).stripLeading();
        }
    }
}
