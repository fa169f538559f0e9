// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What a {@code CHATHISTORY} line asks for (IRCv3, chathistory), as text. */
public sealed interface HistoryRequest {
    /** Messages of a channel, or of what was said with somebody. */
    record Messages(String subcommand, String target, Selection selection, int limit) implements HistoryRequest {}

    /** {@code TARGETS}: see {@link History.AskTargets}. */
    record Targets(long fromMs, long toMs, int limit) implements HistoryRequest {}

    /**
     * It can't be understood: for {@code FAIL CHATHISTORY code context... :text}.
     */
    record Wrong(String code, List<String> context, String text) implements HistoryRequest {}

    /** What {@link #parse} throws to itself. */
    final class WrongException extends Exception {
        private static final long serialVersionUID = 1;

        private final String code;

        private WrongException(String code, String text) {
            super(text, null, false, false);
            this.code = code;
        }
    }

    /**
     * Total: never throws.
     *
     * @param parameters behind {@code CHATHISTORY}
     * @param most a higher limit is taken for this
     */
    static HistoryRequest parse(List<String> parameters, int most) {
        if (parameters.isEmpty()) {
            return new Wrong("NEED_MORE_PARAMS", List.of(), "Missing parameters");
        }
        String subcommand = parameters.get(0).toUpperCase(Locale.ROOT);
        int count = "BETWEEN".equals(subcommand) ? 5 : 4;
        if (parameters.size() < count) {
            return new Wrong("NEED_MORE_PARAMS", List.of(subcommand), "Missing parameters");
        }
        try {
            int limit = limit(parameters.get(count - 1), most);
            return "TARGETS".equals(subcommand)
                    ? new Targets(moment(parameters.get(1)), moment(parameters.get(2)), limit)
                    : new Messages(subcommand, parameters.get(1), selection(subcommand, parameters), limit);
        } catch (WrongException wrong) {
            return new Wrong(wrong.code, List.of(subcommand, parameters.get(1)), String.valueOf(wrong.getMessage()));
        }
    }

    private static Selection selection(String subcommand, List<String> parameters) throws WrongException {
        String point = parameters.get(2);
        return switch (subcommand) {
            case "LATEST" -> new Selection.Latest(point.equals("*") ? null : point(point));
            case "BEFORE" -> new Selection.Before(point(point));
            case "AFTER" -> new Selection.After(point(point));
            case "AROUND" -> new Selection.Around(point(point));
            case "BETWEEN" -> new Selection.Between(point(point), point(parameters.get(3)));
            default -> throw new WrongException("INVALID_PARAMS", "Unknown subcommand");
        };
    }

    private static Selection.Point point(String text) throws WrongException {
        if (text.startsWith("msgid=") && text.length() > 6) {
            return new Selection.Message(text.substring(6));
        }
        return new Selection.Moment(moment(text));
    }

    private static long moment(String text) throws WrongException {
        if (!text.startsWith("timestamp=")) {
            throw new WrongException("INVALID_MSGREFTYPE", "Not timestamp=TIME or msgid=ID: " + text);
        }
        try {
            return Instant.parse(text.substring(10)).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new WrongException("INVALID_PARAMS", "Not a time such as 2026-01-31T12:00:00.000Z: " + text);
        }
    }

    private static int limit(String text, int most) throws WrongException {
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) == 0) {
            throw new WrongException("INVALID_PARAMS", "Not a number of messages: " + text);
        }
        return Math.min(most, Integer.parseInt(text));
    }
}
