// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The commands of a script by name; one that is not known is an error. */
final class Commands {
    /** The commands that hold further commands: {@code on CALLBACK : command ; command}. */
    private static final String BODY = " : ";

    private static final String BODY_SEPARATOR = ";";

    /** What a command does. */
    @FunctionalInterface
    interface Action {
        void run(Arguments arguments);
    }

    private final Map<String, Action> actions = new HashMap<>();

    void define(String name, Action action) {
        if (actions.put(name, action) != null) {
            throw new IllegalArgumentException("two commands are named '" + name + "'");
        }
    }

    boolean knows(String command) {
        return actions.containsKey(nameOf(command));
    }

    static String nameOf(String command) {
        return command.split(" ", 2)[0];
    }

    void execute(String command) {
        Action action = actions.get(nameOf(command));
        if (action == null) {
            throw new IllegalArgumentException("unknown command: " + command);
        }
        Arguments arguments = Arguments.of(command);
        action.run(arguments);
        arguments.checkAllUsed(command);
    }

    /** The words after a command's name, taken one by one, and the commands that it holds. */
    static final class Arguments {
        private final List<String> words;
        private final List<String> body;
        private boolean bodyUsed;

        private Arguments(List<String> words, List<String> body) {
            this.words = words;
            this.body = body;
        }

        private static Arguments of(String command) {
            int bodyAt = command.indexOf(BODY);
            String head = bodyAt < 0 ? command : command.substring(0, bodyAt);
            List<String> words = new ArrayList<>(Arrays.asList(head.split(" ")));
            words.remove(0);
            return new Arguments(words, bodyAt < 0 ? List.of() : commandsOf(command.substring(bodyAt + BODY.length())));
        }

        private static List<String> commandsOf(String body) {
            return Arrays.stream(body.split(BODY_SEPARATOR)).map(String::trim).toList();
        }

        String word() {
            if (words.isEmpty()) {
                throw new IllegalArgumentException("an argument is missing");
            }
            return words.remove(0);
        }

        long number() {
            return Long.parseLong(word());
        }

        int integer() {
            return Integer.parseInt(word());
        }

        boolean flag() {
            return oneOf("1", "0").equals("1");
        }

        String oneOf(String... allowed) {
            String word = word();
            if (!Arrays.asList(allowed).contains(word)) {
                throw new IllegalArgumentException("'" + word + "' is none of " + Arrays.toString(allowed));
            }
            return word;
        }

        /** All that is left. */
        List<String> rest() {
            List<String> rest = List.copyOf(words);
            words.clear();
            return rest;
        }

        List<Boolean> restAsFlags() {
            List<Boolean> flags = new ArrayList<>();
            while (!words.isEmpty()) {
                flags.add(flag());
            }
            return flags;
        }

        /** The commands after the colon. */
        List<String> body() {
            bodyUsed = true;
            return body;
        }

        private void checkAllUsed(String command) {
            if (!words.isEmpty() || bodyUsed == body.isEmpty()) {
                throw new IllegalArgumentException("not understood in full: " + command);
            }
        }
    }
}
