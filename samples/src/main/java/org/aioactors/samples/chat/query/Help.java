// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;

/** {@code HELP}, from the file {@code help.txt} beside this class. */
final class Help implements Query {
    /** The lines of each topic; those of the empty one are told if no topic is asked for. */
    private final Map<String, List<String>> topics;

    private Help(Map<String, List<String>> topics) {
        this.topics = topics;
    }

    /** Reads the texts: a line with {@code =} in front names a topic, and what follows is its text. Blocks for a moment. */
    static Help load() {
        Map<String, List<String>> topics = new HashMap<>();
        String name = "";
        for (String line : text().split("\n", 0)) {
            if (line.startsWith("=")) {
                name = line.substring(1);
            } else {
                topics.computeIfAbsent(name, topic -> new ArrayList<>()).add(line);
            }
        }
        return new Help(topics);
    }

    private static String text() {
        try (InputStream file = Help.class.getResourceAsStream("help.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("help.txt, beside the class Help, cannot be read", e);
        }
    }

    @Override
    public List<Reply> answer(Asker asker, IrcLine line) {
        String subject = line.param(0);
        String shown = subject.isEmpty() ? "*" : subject;
        List<String> texts = topics.get(CaseMapping.upper(subject));
        if (texts == null) {
            return List.of(Reply.of(Numeric.ERR_HELPNOTFOUND, shown));
        }
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            boolean last = i == texts.size() - 1;
            Numeric numeric = i == 0 ? Numeric.RPL_HELPSTART : last ? Numeric.RPL_ENDOFHELP : Numeric.RPL_HELPTXT;
            replies.add(Reply.with(numeric, shown, texts.get(i)));
        }
        return replies;
    }
}
