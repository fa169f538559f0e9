// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The letters of {@code MODE} with their parameters, from a line and into one.
 *
 * <p>Which take a parameter is the same table as {@code CHANMODES} and {@code PREFIX} of {@link Isupport}.
 */
public final class ModeParser {
    /** Lists: with a parameter they are changed, without one they are asked for. */
    public static final String LISTS = "beI";

    /** Have a parameter when set and when taken away. */
    public static final String ALWAYS = "k";

    /** Have a parameter only when set. */
    public static final String WHEN_SET = "l";

    /** Have no parameter. */
    public static final String FLAGS = "CRimnst";

    /** The modes of a member, the highest first; each has a nickname as its parameter. */
    public static final String MEMBERS = "ohv";

    /** What members with {@link #MEMBERS} have in front of their names, in the same order. */
    public static final String PREFIXES = "@%+";

    private ModeParser() {}

    /**
     * Reads what stands behind a {@code MODE}'s target. A letter whose parameter is missing, or that no channel has, comes
     * with null.
     */
    public static List<ModeChange> parse(List<String> params) {
        List<ModeChange> changes = new ArrayList<>();
        if (params.isEmpty()) {
            return changes;
        }
        String letters = params.get(0);
        boolean add = true;
        int next = 1;
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            if (letter == '+' || letter == '-') {
                add = letter == '+';
            } else {
                boolean has = takesParameter(letter, add) && next < params.size();
                changes.add(new ModeChange(add, letter, has ? params.get(next++) : null));
            }
        }
        return changes;
    }

    /** Whether a letter has, or may have, a parameter. */
    public static boolean takesParameter(char letter, boolean add) {
        return LISTS.indexOf(letter) >= 0
                || ALWAYS.indexOf(letter) >= 0
                || MEMBERS.indexOf(letter) >= 0
                || (add && WHEN_SET.indexOf(letter) >= 0);
    }

    /** Whether channels have a mode of this letter. */
    public static boolean isKnown(char letter) {
        return takesParameter(letter, true) || FLAGS.indexOf(letter) >= 0;
    }

    /**
     * The letters and their parameters as the parameters of {@code MODE} lines.
     *
     * @param maxBytes how much room a line has for them, with the spaces between them; each line takes at least one change
     */
    public static List<List<String>> lines(List<ModeChange> changes, int maxBytes) {
        List<List<String>> lines = new ArrayList<>();
        int from = 0;
        while (from < changes.size()) {
            int to = from;
            int bytes = 0;
            while (to < changes.size() && (to == from || bytes + size(changes.get(to)) <= maxBytes)) {
                bytes += size(changes.get(to));
                to++;
            }
            lines.add(line(changes.subList(from, to)));
            from = to;
        }
        return lines;
    }

    private static List<String> line(List<ModeChange> changes) {
        StringBuilder letters = new StringBuilder();
        List<String> line = new ArrayList<>();
        line.add("");
        @Nullable Boolean sign = null;
        for (ModeChange change : changes) {
            if (sign == null || sign != change.add()) {
                letters.append(change.add() ? '+' : '-');
                sign = change.add();
            }
            letters.append(change.mode());
            if (change.parameter() != null) {
                line.add(change.parameter());
            }
        }
        line.set(0, letters.toString());
        return line;
    }

    /** At most: a sign, the letter, and the parameter with a space. */
    private static int size(ModeChange change) {
        String parameter = change.parameter();
        return parameter == null ? 2 : 3 + Names.utf8Length(parameter);
    }
}
