// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.aioactors.aio.FdMonitorKind;

/** The command line of a benchmark: {@code --help}, or pairs of an option and its value. */
public final class BenchArguments {
    private final Map<String, String> values = new HashMap<>();
    private final String help;

    private BenchArguments(String help) {
        this.help = help;
    }

    /** Takes the arguments apart. Ends the program for {@code --help} and for what is not among {@code options}. */
    public static BenchArguments parse(String help, Set<String> options, String... args) {
        return parse(help, options, Set.of(), args);
    }

    /** The same, with options that take no value. */
    public static BenchArguments parse(String help, Set<String> options, Set<String> flags, String... args) {
        BenchArguments arguments = new BenchArguments(help);
        if (args.length > 0 && args[0].equals("--help")) {
            System.out.print(help);
            System.exit(0);
        }
        for (int i = 0; i < args.length; i += 2) {
            if (flags.contains(args[i])) {
                arguments.values.put(args[i], "");
                i--;
                continue;
            }
            if (!options.contains(args[i])) {
                arguments.refuse("unknown option " + args[i]);
            }
            if (i + 1 == args.length) {
                arguments.refuse(args[i] + " needs a value");
            }
            arguments.values.put(args[i], args[i + 1]);
        }
        return arguments;
    }

    public boolean has(String option) {
        return values.containsKey(option);
    }

    public String text(String option, String otherwise) {
        return values.getOrDefault(option, otherwise);
    }

    public int number(String option, int otherwise) {
        return numbers(option, otherwise)[0];
    }

    /** Numbers with commas between them, each 1 or more. */
    public int[] numbers(String option, int... otherwise) {
        String text = values.get(option);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[1-9][0-9]{0,8}(,[1-9][0-9]{0,8})*")) {
            refuse(option + " needs a number of 1 or more, not '" + text + "'");
        }
        String[] parts = text.split(",", -1);
        int[] numbers = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return numbers;
    }

    /**
     * What names with commas between them stand for. Ends the program for one that stands for nothing.
     *
     * @param parse throws {@link IllegalArgumentException} with a message for those
     */
    public <T> List<T> list(String option, String otherwise, Function<String, T> parse) {
        List<T> all = new ArrayList<>();
        for (String name : text(option, otherwise).split(",", -1)) {
            try {
                all.add(parse.apply(name));
            } catch (IllegalArgumentException e) {
                refuse(String.valueOf(e.getMessage()));
            }
        }
        return all;
    }

    /** The monitors of {@code --monitors}. */
    List<FdMonitorKind> monitors(String otherwise) {
        List<FdMonitorKind> kinds = new ArrayList<>();
        for (String name : text("--monitors", otherwise).split(",", -1)) {
            try {
                kinds.add(FdMonitorKind.valueOf(name));
            } catch (IllegalArgumentException e) {
                refuse("no monitor is called '" + name + "'");
            }
        }
        return kinds;
    }

    /** Ends the program with a message and the help. */
    public void refuse(String message) {
        System.err.println(message);
        System.err.print(help);
        System.exit(2);
    }
}
