// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What a line that a client sent asks for. */
sealed interface ClientLine {
    /** A line with nothing in it: nothing happens. */
    record Blank() implements ClientLine {}

    /** Text for the room. */
    record Say(String text) implements ClientLine {}

    /** {@code /join ROOM}, a valid room name. */
    record Join(String room) implements ClientLine {}

    /** {@code /nick NAME}, a valid name. */
    record Nick(String name) implements ClientLine {}

    /** {@code /who}. */
    record Who() implements ClientLine {}

    /** {@code /rooms}. */
    record Rooms() implements ClientLine {}

    /** {@code /quit}. */
    record Quit() implements ClientLine {}

    /** {@code /help}. */
    record Help() implements ClientLine {}

    /** A command that cannot be carried out: the text tells the client why. */
    record Wrong(String why) implements ClientLine {}

    /** Of what names and rooms consist, in words for a person. */
    String NAME_RULE = "1 to 32 of A-Z a-z 0-9 _ -";

    /** Returns what the line asks for: a command if it starts with {@code /}, else text for the room. */
    static ClientLine parse(String line) {
        if (line.isBlank()) {
            return new Blank();
        }
        if (!line.startsWith("/")) {
            return new Say(line);
        }
        String[] words = line.strip().split("\\s+", 2);
        String command = words[0];
        String argument = words.length > 1 ? words[1] : "";
        return switch (command) {
            case "/join" -> named(command, argument, "ROOM", Join::new);
            case "/nick" -> named(command, argument, "NAME", Nick::new);
            case "/who" -> alone(command, argument, Who::new);
            case "/rooms" -> alone(command, argument, Rooms::new);
            case "/quit" -> alone(command, argument, Quit::new);
            case "/help" -> alone(command, argument, Help::new);
            default -> new Wrong("unknown command; /help lists them");
        };
    }

    private static ClientLine named(String command, String name, String what, Function<String, ClientLine> result) {
        if (name.isEmpty()) {
            return new Wrong(command + " needs a name: " + command + " " + what);
        }
        return Names.PATTERN.matcher(name).matches()
                ? result.apply(name)
                : new Wrong("not a valid name; " + what + " is " + NAME_RULE);
    }

    private static ClientLine alone(String command, String argument, Supplier<ClientLine> result) {
        return argument.isEmpty() ? result.get() : new Wrong(command + " takes nothing after it");
    }

    /** Holds what an interface cannot keep to itself. */
    final class Names {
        private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9_-]{1,32}");

        private Names() {}
    }
}
